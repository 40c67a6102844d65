from __future__ import annotations

from pathlib import Path

import pytest

from optanim.lecture.documents.records import Lecture
from tests.lecture.documents import lectures


@pytest.fixture(scope="session")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> Lecture:
    """A lecture whose every name is one that could be taken for markup."""
    return lectures.lecture(tmp_path_factory.mktemp("lecture") / "clips")


@pytest.fixture
def clips(lecture: Lecture) -> Path:
    """The folder of its clips."""
    return lecture.slides[0].clip.parent
