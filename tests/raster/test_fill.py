"""What a single quad of pixels holds: cover, opacity, iso-lines and the order of cells."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.raster import Box, IsoLines, Light, Painter
from optanim.raster.fill import Ink, Strip, fill
from tests.raster.scene import CLEAR, above, even

PLAIN = Light(0.0, 0.0)
NO_LINES = np.zeros((0, 4), np.float32)


def quad(corners: list[tuple[float, float]], color: tuple, levels=(0, 0, 0, 0)) -> np.ndarray:
    """The vertices of one cell, and four spare ones, (8, 7); corners and levels row by row."""
    rows = [(*place, 1.0, *color, level) for place, level in zip(corners, levels, strict=True)]
    return np.array([*rows, *np.zeros((4, 7))], np.float32)


def filled(vertices: np.ndarray, opacity: int = 256, lines: np.ndarray = NO_LINES) -> np.ndarray:
    """The image (20, 30, 4) of one cell over (8, 8, 8, 8), iso-lines white."""
    image, depth = np.full((20, 30, 4), 8, np.uint8), np.zeros(600, np.float32)
    numbers = map(np.float32, (lines[:, 1].max(initial=0.0) + 0.5, 1e-3, 0.0, 1.0))
    ink = Ink(np.uint32(opacity), np.uint32(0xFFFFFFFF), *numbers)
    order, solid = np.zeros(1, np.int32), np.ones((1, 1), bool)
    pixels = image.view(np.uint32).reshape(-1)
    bends, spare, lines = np.zeros((4, 3), np.float32), len(vertices) - 4, lines.astype("f4")
    for strip in (Strip(30, 0, 7), Strip(30, 7, 20)):
        fill(vertices, spare, solid, bends, order, order, pixels, depth, strip, lines, ink)
    assert np.array_equal(depth.reshape(20, 30) > 0, (image != 8).any(axis=-1))
    return image


def test_the_pixels_whose_middle_is_inside_are_filled() -> None:
    image = filled(quad([(3.5, 4.5), (10.5, 4.5), (3.5, 9.5), (10.5, 9.5)], (200, 100, 50)))
    inside = np.zeros((20, 30), bool)
    inside[4:9, 3:10] = True  # middles at 4.5 belong to it, those at 9.5 to the neighbour
    assert np.array_equal((image == (200, 100, 50, 255)).all(axis=-1), inside)


@pytest.mark.parametrize("opacity", [64, 128, 255])
def test_a_translucent_cell_covers_by_its_opacity(opacity: int) -> None:
    image = filled(quad([(3, 4), (12, 4), (3, 9), (12, 9)], (200, 100, 50)), opacity)
    share = opacity / 256
    expected = np.array([200, 100, 50, 255]) * share + 8 * (1 - share)
    assert np.abs(image[6, 5:10] - expected).max() <= 1.0


@pytest.mark.parametrize("radius", [0.7, 1.5, 4.0])
def test_an_iso_line_runs_where_the_level_is_whole_as_wide_as_asked(radius: float) -> None:
    """Levels rise from 0 to 2 over twenty pixels: line 1 at x = 14."""
    vertices = quad([(4, 4), (24, 4), (4, 16), (24, 16)], (0, 0, 0), (0.01, 2.01, 0.01, 2.01))
    lines = np.array([[1.0, radius, 0.5, 1.0]])
    row = filled(vertices, 256, lines)[10, 4:24, 0].astype(int)
    cover = np.clip(radius + 0.5 - np.abs(np.arange(4, 24) + 0.5 - 13.9), 0, 1)
    assert row.max() > 90 and np.abs(row - 255 * 0.5 * cover).max() < 2


@pytest.mark.parametrize(("pixels", "share"), [(10, 1.0), (6, 2 / 3), (4.5, 2 / 9), (3, 0.0)])
def test_lines_that_stand_too_dense_fade(pixels: float, share: float) -> None:
    """Minor ones by their own distance; every fifth, of five times the distance, does not."""
    vertices = quad([(4, 4), (24, 4), (4, 16), (24, 16)], (0, 0, 0), [0, 20 / pixels] * 2)
    for step, left in ((1.0, share), (5.0, 1.0)):
        lines = np.array([[1.0, 1.0, 1.0, 1.0 / step]])
        drawn = filled(vertices, 256, lines)[10, :, 0]
        at = int(4 + pixels)
        assert abs(int(drawn[at - 1 : at + 1].max()) - 255 * left) <= 3


def test_lines_are_found_wherever_the_last_cell_left_off() -> None:
    """Many lines within one cell: each is drawn at its place, whichever comes first."""
    for levels in ([0.5, 9.5] * 2, [9.5, 0.5] * 2, [0.5, 0.5, 9.5, 9.5]):
        vertices = quad([(0, 0), (30, 0), (0, 20), (30, 20)], (0, 0, 0), levels)
        lines = np.array([[k, 0.5, 1.0, 0.01] for k in range(1, 10)])
        image = filled(vertices, 256, lines)[..., 0]
        row = image[10] if levels[0] != levels[1] else image[:, 10]
        bright = np.flatnonzero((row[1:-1] > row[:-2]) & (row[1:-1] >= row[2:])) + 1
        count, reach = len(row), abs(levels[3] - levels[0])
        wanted = (np.arange(1, 10) - 0.5) / reach * count
        wanted = count - wanted if levels[0] > 1 else wanted
        assert len(bright) == 9 and np.abs(bright + 0.5 - np.sort(wanted)).max() < 1.0


def test_the_last_cell_drawn_is_on_top() -> None:
    """Two walls, one behind the other: whichever way the grid runs, the near one is seen."""
    heights = np.zeros((3, 41))
    heights[:, 10], heights[:, 30] = 0.5, 0.5
    colors = np.zeros((3, 41, 3))
    colors[:, :20, 0], colors[:, 20:, 2] = 1.0, 1.0
    none = IsoLines.none()
    view = above((60, 60), focal=6.0)
    for mirrored in (False, True):
        way = slice(None, None, -1 if mirrored else 1)
        field = even(heights, colors[:, way])
        image = np.zeros((60, 60, 4), np.uint8)
        box = Box(np.array([-2.0, -2.0, 0.0]), np.diag([4.0, 4.0, 6.0]))
        Painter((60, 60)).surface(image, view, field, box, PLAIN, none, CLEAR)
        left, right = (0, 2) if not mirrored else (2, 0)
        assert image[30, 20, left] > 200 and image[30, 40, right] > 200
