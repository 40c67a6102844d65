"""A path with fewer corners is drawn as the whole one would be."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.stage.draw.thin import LONG, bends, columns, corners

PIXEL = 0.01


def distances(points: np.ndarray, path: np.ndarray) -> np.ndarray:
    """How far each of ``points`` (n, 2) is from ``path`` (m, 2), piece by piece."""
    start, way = path[:-1], np.diff(path, axis=0)
    length = np.maximum((way**2).sum(axis=1), 1e-300)
    share = ((points[:, None] - start) * way).sum(axis=2) / length
    feet = start + np.clip(share, 0.0, 1.0)[..., None] * way
    return np.sqrt(((points[:, None] - feet) ** 2).sum(axis=2)).min(axis=1)


def test_what_is_left_out_lies_within_half_a_pixel_of_what_is_drawn() -> None:
    path = np.cumsum(np.random.default_rng(0).normal(0.0, 0.002, (4 * LONG, 2)), axis=0)
    kept = corners(path, PIXEL)
    assert kept[0] == 0 and kept[-1] == len(path) - 1 and len(kept) < len(path) / 2
    assert distances(path[::7], path[kept]).max() <= 0.5 * PIXEL + 1e-12


def test_every_column_keeps_its_ends_and_its_extremes() -> None:
    x = np.sort(np.random.default_rng(1).uniform(0.0, 3.0, 3 * LONG))
    curve = np.stack([x, np.random.default_rng(2).normal(size=len(x))], axis=-1)
    kept = columns(curve, PIXEL)
    assert np.all(np.diff(kept) > 0) and len(kept) < len(curve)
    for column in range(300):
        inside = np.flatnonzero((x >= column * PIXEL) & (x < (column + 1) * PIXEL))
        left = np.intersect1d(inside, kept)
        if len(inside):
            assert left[0] == inside[0] and left[-1] == inside[-1]
            heights = curve[inside, 1]
            assert np.ptp(curve[left, 1]) == np.ptp(heights) and len(left) <= 4


@pytest.mark.parametrize("thin", [corners, columns])
def test_a_short_path_is_kept_whole(thin) -> None:
    points = np.zeros((LONG, 2))
    assert np.array_equal(thin(points, PIXEL), np.arange(LONG))


def test_what_is_left_out_between_bends_lies_on_the_lines_that_are_drawn() -> None:
    turns = np.linspace(0.0, 2.0 * np.pi, 400)
    path = np.concatenate([
        np.stack([np.cos(turns), np.sin(turns)], axis=-1),
        np.linspace([1.0, 0.0], [9.0, 4.0], 300),
    ])  # fmt: skip
    kept = bends(path, PIXEL)
    assert kept[0] == 0 and kept[-1] == len(path) - 1 and 8 < len(kept) < 40
    assert distances(path, path[kept]).max() <= PIXEL + 1e-12
    assert bends(path[:1], PIXEL).tolist() == [0]
