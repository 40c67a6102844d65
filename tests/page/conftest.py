from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from optanim.page.page import write_page
from optanim.race_file import checked

STEPS = 60
ARTICLE = {
    "steps": STEPS,
    "lr": 0.1,
    "racers": [
        {"optimizer": "GD"},
        {"optimizer": "Momentum", "momentum": 0.2},
        {"optimizer": "RMSprop"},
        {"optimizer": "Adam"},
    ],
}
"""The article's race, as keys of a race file."""


@pytest.fixture(scope="session")
def article_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the article's race."""
    return page_of(ARTICLE, tmp_path_factory.mktemp("page") / "race.html")


def page_of(keys: dict[str, Any], path: Path, language: str | None = None) -> Path:
    """The page at ``path`` of the race with these ``keys`` of a race file."""
    request = checked(keys, "a test")
    return write_page(request.race(), request.presentation, path, language)
