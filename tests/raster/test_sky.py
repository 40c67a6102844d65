"""The sky's pixels against its equation, and haze that turns ground into the sky behind it."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import binary_erosion

from optanim.raster import Air, IsoLines, Light, Painter, View
from tests.raster.scene import even, rotation
from tests.raster.test_shading import BOX

AIR = Air((200.0, 150.0, 100.0), (20.0, 40.0, 80.0), 0.25, 1e6)
SIZE = (160, 90)
VIEW = View(rotation(1.4, 0.3), np.zeros(3), 6.0, 1.0, (16.0, 9.0), SIZE)


def sky(view: View, air: Air) -> np.ndarray:
    """The colours (h, w, 3) of the lines of sight through the pixels' middles."""
    x, y = np.meshgrid(np.arange(SIZE[0]) + 0.5, np.arange(SIZE[1]) + 0.5)
    flat = (np.stack([x, y], -1) - np.array(SIZE) / 2) / view.scale / view.focal
    rays = flat @ view.rotation[:2] - view.rotation[2]
    sine = rays[..., 2] / np.linalg.norm(rays, axis=-1)
    high = np.exp(-np.maximum(sine, 0.0) / air.band)[..., None]
    return np.array(air.zenith) + (np.array(air.horizon) - np.array(air.zenith)) * high


def test_the_sky_is_its_equation_to_a_grain() -> None:
    image, hole = np.zeros((SIZE[1], SIZE[0], 4), np.uint8), even(np.full((3, 3), np.nan))
    Painter(SIZE).surface(image, VIEW, hole, BOX, Light(), IsoLines.none(), AIR, sky=True)
    expected = sky(VIEW, AIR) * 254 / 255
    assert np.abs(image[..., :3] - expected).max() <= 1.05
    assert np.abs(image[..., :3].mean(axis=1) - expected.mean(axis=1)).max() < 0.8
    assert (image[..., 3] == 255).all()


def test_the_sky_spares_what_stands_before_it() -> None:
    painter, (alone, both) = Painter(SIZE), np.zeros((2, SIZE[1], SIZE[0], 4), np.uint8)
    ground = even(np.zeros((3, 3)), np.full((3, 3, 3), 0.5))
    for image, sky in ((alone, False), (both, True)):
        painter.surface(image, VIEW, ground, BOX, Light(), IsoLines.none(), AIR, sky=sky)
    there = painter.depth > 0
    assert there.any() and not there.all()
    inner = binary_erosion(there)  # its edge is smoothed
    assert inner.sum() > 100 and np.array_equal(both[inner], alone[inner])
    assert (both[~there, 3] == 255).all() and not alone[~there].any()


def test_far_away_ground_has_the_colour_of_the_sky_behind_it() -> None:
    thick = Air(AIR.horizon, AIR.zenith, AIR.band, 0.5)
    painter, image = Painter(SIZE), np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    strengths = np.ones(9)
    wall = even(
        np.linspace(0, 1, 33)[None, :].repeat(33, 0), levels=np.ones((33, 33)).cumsum(0) / 4
    )
    lines = IsoLines((255, 0, 0), np.arange(9.0), strengths, strengths, strengths)
    painter.surface(image, VIEW, wall, BOX, Light(), lines, thick)
    there = painter.depth > 0
    assert there.sum() > 150
    assert np.abs(image[there][:, :3] - sky(VIEW, thick)[there]).max() < 3
