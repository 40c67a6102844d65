"""Signs before the surface: core, rim, glow and how much of them is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optanim.raster import Marker, Painter
from optanim.raster.marker import seen

SQUARE = np.array([[8.0, 8.0], [-8.0, 8.0], [-8.0, -8.0], [8.0, -8.0]])
SIGN = Marker(SQUARE, (200, 30, 10), (250, 250, 250), 3.0)
POINT = np.array([30.0, 25.0, 1.0])


def drawn(sign: Marker, depth: float = 0.0) -> np.ndarray:
    painter, image = Painter((64, 48)), np.zeros((48, 64, 4), np.uint8)
    painter.depth[...] = depth
    painter.marker(image, POINT, sign)
    return image


def test_core_and_rim_lie_where_the_distance_says() -> None:
    image = drawn(SIGN)
    y, x = np.mgrid[:48, :64] + 0.5
    dx, dy = np.abs(x - 30) - 8, np.abs(y - 25) - 8
    outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0)
    assert (image[outside < -0.6] == (200, 30, 10, 255)).all()
    assert (image[(outside > 0.6) & (outside < 2.4)] == (250, 250, 250, 255)).all()
    assert not image[outside > 3.6].any()


def test_a_glow_fades_outwards_in_the_cores_colour() -> None:
    """It reaches twelve pixels beyond the circle around the square."""
    row = drawn(replace(SIGN, glow=12.0))[25, 42:, :3].astype(int)
    far = np.hypot(8, 8) + 12 - (np.arange(42, 64) + 0.5 - 30)
    share = 0.45 * np.clip(far / 12, 0, 1) ** 3
    assert np.abs(row - share[:, None] * (200, 30, 10)).max() <= 1.0 and row[0, 0] > 50


@pytest.mark.parametrize("opacity", [0.25, 0.6])
def test_opacity_is_that_of_the_whole(opacity: float) -> None:
    image = drawn(replace(SIGN, opacity=opacity))
    assert np.abs(image[25, 30] - opacity * np.array([200, 30, 10, 255])).max() <= 1.0


def test_behind_a_hill_it_keeps_the_share_hidden() -> None:
    image = drawn(replace(SIGN, hidden=0.3), depth=2.0)
    assert np.abs(image[25, 30] - 0.3 * np.array([200, 30, 10, 255])).max() <= 1.0


def test_behind_a_crest_it_fades_evenly() -> None:
    """Over eight pixels as it sinks behind, over one beside a wall; never in a leap."""
    depth = np.zeros((48, 64), np.float32)
    depth[20:] = 2.0
    sinking = [seen(depth, 30.0, y, 1.0, 8.0, 1.0) for y in np.arange(16.0, 32.0, 0.1)]
    assert sinking[0] == 1.0 and sinking[-1] == 0.0
    assert np.abs(np.diff(sinking)).max() <= 0.1 / 8 + 1e-9
    depth[...] = 0.0
    depth[:, 40:] = 2.0
    passing = [seen(depth, x, 25.0, 1.0, 8.0, 1.0) for x in np.arange(30.0, 50.0, 0.1)]
    assert passing[0] == 1.0 and passing[-1] == 0.0 and np.abs(np.diff(passing)).max() < 0.11
    depth[...] = 1.0
    going = [seen(depth, 30.0, 25.0, near, 8.0, 1.0) for near in np.linspace(1.001, 0.97, 100)]
    assert going[0] == 1.0 and going[-1] == 0.0 and np.abs(np.diff(going)).max() < 0.1


def test_a_soft_edge_falls_evenly_over_as_many_pixels() -> None:
    shadow = Marker(SQUARE, (0, 0, 0), (0, 0, 0), 0.0, opacity=0.8, soft=6.0)
    row = drawn(shadow)[25, 30:48, 3].astype(float)
    away = np.arange(30, 48) + 0.5 - 30 - 8
    assert np.abs(row - 255 * 0.8 * np.clip(0.5 - away / 6.0, 0, 1)).max() <= 1.0


def test_behind_the_eye_there_is_no_sign() -> None:
    painter, image = Painter((64, 48)), np.zeros((48, 64, 4), np.uint8)
    painter.marker(image, np.array([30.0, 25.0, -1.0]), SIGN)
    assert not image.any()


@pytest.mark.parametrize("place", [(-14, 25), (-40, 25), (110, 25), (30, -30), (30, 90)])
def test_beside_the_picture_there_is_no_sign(place: tuple[int, int]) -> None:
    """Wherever it is: its rows do not begin anew at the other edge."""
    painter, image = Painter((64, 48)), np.zeros((48, 64, 4), np.uint8)
    painter.marker(image, np.array([*place, 1.0]), SIGN)
    assert not image.any()
