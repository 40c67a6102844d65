"""Segments of a film become one, none of their frames lost or shifted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optanim.films.pictures import pictures
from optanim.films.reading import frames
from optanim.films.stitching import stitch
from tests.films.small_films import FPS, film, grey


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(counts=st.lists(st.integers(1, 32), min_size=1, max_size=5))
def test_every_frame_is_there_in_its_place(tmp_path: Path, counts: list[int]) -> None:
    segments = [film(tmp_path / f"{number}.mp4", (count,)) for number, count in enumerate(counts)]
    stitch(segments, tmp_path / "whole.mp4")
    kept = pictures(tmp_path / "whole.mp4")
    assert kept.frames == sum(counts)
    assert kept.rate == FPS
    wanted = [grey(number) for count in counts for number in range(count)]
    seen = [np.mean(shown) for _, shown in frames(tmp_path / "whole.mp4", range(kept.frames))]
    assert seen == pytest.approx(wanted, abs=2.0)
