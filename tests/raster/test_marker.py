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


def test_five_probes_tell_how_much_is_seen() -> None:
    """A hill's crest rises over the probes, which stand two pixels apart from y = 25 upwards."""
    depth = np.zeros((48, 64), np.float32)
    shares = []
    for crest in (48, 26, 24, 20, 12):
        depth[...] = 0.0
        depth[crest:] = 2.0
        shares.append(seen(depth, POINT, 2.0, 1.0))
    assert shares == [1.0, 1.0, 0.8, 0.4, 0.0]


def test_a_soft_edge_falls_evenly_over_as_many_pixels() -> None:
    shadow = Marker(SQUARE, (0, 0, 0), (0, 0, 0), 0.0, opacity=0.8, soft=6.0)
    row = drawn(shadow)[25, 30:48, 3].astype(float)
    away = np.arange(30, 48) + 0.5 - 30 - 8
    assert np.abs(row - 255 * 0.8 * np.clip(0.5 - away / 6.0, 0, 1)).max() <= 1.0


def test_behind_the_eye_there_is_no_sign() -> None:
    painter, image = Painter((64, 48)), np.zeros((48, 64, 4), np.uint8)
    painter.marker(image, np.array([30.0, 25.0, -1.0]), SIGN)
    assert not image.any()
