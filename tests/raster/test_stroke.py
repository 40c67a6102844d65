"""Lines and discs against the equations for their cover, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.raster import Painter, Pen
from optanim.raster.stroke import Nib, Tint, blend, cross_fade, dots, polyline, visible

HEIGHT, WIDTH = 48, 64
Y, X = np.mgrid[:HEIGHT, :WIDTH] + 0.5


def buffers() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint32)
    tiles = np.zeros((-(-HEIGHT // 16), -(-WIDTH // 16)), np.uint8)
    return mask, tiles, np.zeros((HEIGHT, WIDTH), np.float32)


def nib(radius: float, halo: float = 0.0, hidden: float = 1.0) -> Nib:
    return Nib(*map(np.float32, (radius, halo, hidden, 1.0)))


def points(*places: tuple[float, float]) -> np.ndarray:
    return np.array([(*place, 1.0) for place in places], np.float32)


def away(start: tuple[float, float], end: tuple[float, float]) -> np.ndarray:
    """The distance of every pixel's middle from the segment, by projection onto it."""
    (x0, y0), way = start, np.subtract(end, start)
    square = way @ way
    along = 0.0 if square == 0 else ((X - x0) * way[0] + (Y - y0) * way[1]) / square
    along = np.clip(along, 0.0, 1.0)
    return np.hypot(X - x0 - along * way[0], Y - y0 - along * way[1])


@pytest.mark.parametrize("end", [(50.5, 40.2), (50.0, 8.0), (9.0, 44.0), (9.5, 8.25)])
def test_a_lines_cover_follows_the_distance(end: tuple[float, float]) -> None:
    start, (mask, tiles, depth) = (9.5, 8.25), buffers()
    fresh = np.ones(2, np.float32)
    polyline(mask, tiles, depth, points(start, end), fresh, nib(2.0, 1.5))
    distance = away(start, end)
    for shift, radius in ((24, 2.0), (16, 3.5)):
        cover = np.clip(radius - distance + 0.5, 0.0, 1.0)
        assert np.abs((mask >> shift & 255) / 255 - cover).max() < 1 / 200


def test_where_a_line_crosses_itself_it_is_no_darker() -> None:
    cross = points((5, 5), (40, 40), (40, 5), (5, 40))
    whole, alone = buffers(), [buffers() for _ in range(3)]
    polyline(*whole, cross, np.ones(4, np.float32), nib(2.5))
    for k, part in enumerate(alone):
        polyline(*part, cross[k : k + 2], np.ones(2, np.float32), nib(2.5))
    assert np.array_equal(whole[0], np.max([part[0] for part in alone], axis=0))


def test_a_disc_is_round() -> None:
    mask, tiles, depth = buffers()
    dots(mask, tiles, depth, points((30.0, 20.0)), np.ones(1, np.float32), nib(6.0))
    cover = np.clip(6.0 - away((30, 20), (30, 20)) + 0.5, 0.0, 1.0)
    assert np.abs((mask >> 24) / 255 - cover).max() < 1 / 200


def test_freshness_runs_evenly_from_end_to_end() -> None:
    mask, tiles, depth = buffers()
    fresh = np.array([0.0, 1.0], np.float32)
    polyline(mask, tiles, depth, points((10.0, 20.5), (50.0, 20.5)), fresh, nib(1.0))
    row = (mask[20, 10:50] & 255) / 255
    assert np.allclose(row, (np.arange(10, 50) + 0.5 - 10) / 40, atol=1 / 200)


def test_blending_draws_the_equations_and_empties_the_mask() -> None:
    mask, tiles, depth = buffers()
    polyline(mask, tiles, depth, points((9, 9), (50, 30)), np.array([0, 1], "f4"), nib(4.0, 2.0))
    image = np.full((HEIGHT, WIDTH, 4), 100, np.uint8)
    core, around, middle, fresh = ((mask >> shift & 255) / 255.0 for shift in (24, 16, 8, 0))
    core, around = core * 0.8, around * 0.5 * 0.8
    color, halo = np.array([250.0, 120.0, 10.0]), np.array([0.0, 20.0, 40.0])
    bright = (1 - 0.7 * 0.38 * (1 - middle)) * (0.4 + 0.6 * fresh)
    ink = np.minimum(color * bright[..., None] + 38 * 0.7 * middle[..., None] ** 3, 255)
    kept = ((1 - around) * (1 - core))[..., None]
    expected = 100 * kept + halo * (around * (1 - core))[..., None] + ink * core[..., None]
    floats = map(np.float32, (0.5, 0.8, 0.7, 0.4))
    blend(
        mask, tiles, image.view("u4")[..., 0], Tint(color.astype("f4"), halo.astype("f4"), *floats)
    )
    assert np.abs(image[..., :3] - expected).max() <= 1.0
    assert np.abs(image[..., 3] - (100 * kept + 255 * (1 - kept))[..., 0]).max() <= 1.0
    assert not mask.any() and not tiles.any() and (image != 100).any()


def test_a_point_is_visible_by_the_farthest_of_the_pixels_around() -> None:
    depth = np.zeros((4, 4), np.float32)
    depth[:, 2:] = 0.5
    assert visible(depth, 1.0, 2.0, 0.1, 1.0)  # beside the wall
    assert visible(depth, 2.0, 2.0, 0.1, 1.0)  # on its edge
    assert not visible(depth, 3.0, 2.0, 0.1, 1.0) and visible(depth, 3.0, 2.0, 0.6, 1.0)
    assert visible(depth, 3.0, 2.0, 0.4995, 1.0015) and visible(depth, -5.0, 2.0, 0.0, 1.0)


def test_hidden_parts_are_covered_by_their_share() -> None:
    painter, image = Painter((WIDTH, HEIGHT)), np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    painter.depth[:, 32:] = 2.0
    painter.lines(image, [points((4, 20), (60, 20))], Pen((200, 200, 200), 3.0, hidden=0.25))
    assert image[20, 10, 0] == 200 and abs(int(image[20, 50, 0]) - 50) <= 1


def test_cross_fading_is_between_before_and_after() -> None:
    random = np.random.default_rng(0)
    before, after = random.integers(0, 256, (2, 9, 7, 4)).astype(np.uint8)
    for share in (0.0, 0.3, 1.0):
        image = after.copy()
        cross_fade(image, before, share)
        mixed = before + share * (after.astype(float) - before)
        assert np.abs(image - mixed).max() <= 2.0
        assert share > 0.0 or np.array_equal(image, before)
        assert share < 1.0 or np.array_equal(image, after)
