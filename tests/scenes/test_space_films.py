"""The films in space: their texts, at every aspect."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenes.inspect import ASPECTS, inspected

FILMS = {"compare_3d": "Compare3D", "surface": "SurfaceFlyover"}


@pytest.mark.film
@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("name", FILMS)
def test_texts_stay_in_the_frame_and_apart(name: str, aspect: str, tmp_path: Path) -> None:
    watched = inspected(name, FILMS[name], aspect, tmp_path)
    assert watched.inspected > 60
    assert not watched.wrong, "\n".join(sorted(set(watched.wrong)))
