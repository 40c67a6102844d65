"""Edges of ground come close to how much of each pixel the ground truly covers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optanim.raster.fill import Strip
from optanim.raster.silhouette import smooth

WIDTH, HEIGHT, FINE = 120, 80, 16
INNER = np.s_[8:-8, 12:-12]


def covered(turn: float, offset: float, fine: int = 1) -> np.ndarray:
    """How much of each pixel (h, w) lies on one side of a line, by ``fine`` squared samples."""
    y, x = (np.mgrid[: HEIGHT * fine, : WIDTH * fine] + 0.5) / fine
    away = (x - WIDTH / 2) * np.sin(turn) + (y - HEIGHT / 2) * np.cos(turn) - offset
    inside = (away > 0).astype(float)
    return inside.reshape(HEIGHT, fine, WIDTH, fine).mean(axis=(1, 3))


def smoothed(ground: np.ndarray, near: float = 2.0, far: float = 0.0) -> np.ndarray:
    """White ``ground`` (h, w) before black, smoothed as one strip: its share of white."""
    image = np.where(ground[..., None] > 0, 255, 0).astype(np.uint8).repeat(4, axis=-1)
    depth = np.where(ground > 0, near, far).astype(np.float32).reshape(-1)
    smooth(image.view(np.uint32).reshape(-1), depth, Strip(WIDTH, 0, HEIGHT))
    return image[..., 0] / 255


@given(st.floats(0.04, 0.4), st.floats(-3.0, 3.0), st.integers(0, 7), st.sampled_from([0.0, 1.5]))
@settings(max_examples=40)
def test_a_straight_silhouette_is_nearly_as_if_it_were_drawn_finely(
    tilt, offset, side, far
) -> None:
    """In all four directions, rising or falling, before the sky or before other ground."""
    turn = (side // 2) * np.pi / 2 + (tilt if side % 2 else -tilt)
    exact = covered(turn, offset, FINE)[INNER]
    hard = covered(turn, offset)
    before = np.abs(hard[INNER] - exact).sum()
    after = np.abs(smoothed(hard, far=far)[INNER] - exact).sum()
    assert after < 0.45 * before


def test_ground_that_only_leads_away_stays_as_it_is() -> None:
    """However steeply: nearness changes evenly over a plane."""
    random = np.random.default_rng(0)
    pixels = random.integers(0, 2**32, WIDTH * HEIGHT, np.uint32)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    for across, along in random.uniform(-1.0, 1.0, (20, 2)):
        plane = across * x + along * y
        depth = (plane - plane.min() + 0.1).astype(np.float32).reshape(-1)
        drawn = pixels.copy()
        smooth(drawn, depth, Strip(WIDTH, 0, HEIGHT))
        assert np.array_equal(drawn, pixels)


@pytest.mark.parametrize("end", [40, 60])
def test_nothing_beyond_its_strip_is_touched(end: int) -> None:
    image = np.where(covered(0.2, 0.0)[..., None] > 0, 255, 0).astype(np.uint8).repeat(4, axis=-1)
    depth, before = image[..., 0].astype(np.float32).reshape(-1), image.copy()
    smooth(image.view(np.uint32).reshape(-1), depth, Strip(WIDTH, 20, end))
    assert np.array_equal(image[:20], before[:20]) and np.array_equal(image[end:], before[end:])
    assert (image != before).any()
