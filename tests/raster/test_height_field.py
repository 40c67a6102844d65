"""Slopes, holes and rims of a grid of heights."""

from __future__ import annotations

import numpy as np

from optanim.raster import HeightField


def field(heights: np.ndarray) -> HeightField:
    return HeightField(heights, np.ones((*heights.shape, 3)), np.zeros(heights.shape))


def test_slopes_are_those_of_a_plane_in_units_of_u_and_v() -> None:
    u, v = np.meshgrid(np.linspace(0, 1, 7), np.linspace(0, 1, 5))
    slopes = field(0.3 + 2.0 * u - 0.5 * v).slopes
    assert slopes.shape == (5, 7, 2) and np.allclose(slopes, [2.0, -0.5], atol=1e-5)


def test_beside_a_hole_a_slope_is_one_sided_and_alone_it_is_none() -> None:
    heights = np.array([[0.0, 1.0, np.nan, 4.0, np.nan], [0.0, 1.0, 2.0, 3.0, 4.0]])
    along_u = field(heights).slopes[0, :, 0]
    assert np.allclose(along_u, [4.0, 4.0, 0.0, 0.0, 0.0])


def test_a_cell_with_a_corner_that_is_not_finite_is_a_hole_with_a_rim() -> None:
    heights = np.zeros((4, 5))
    heights[1, 2] = np.inf
    made = field(heights)
    solid = np.ones((3, 4), bool)
    solid[:2, 1:3] = False
    assert np.array_equal(made.solid, solid) and np.isnan(made.heights[1, 2])
    rim = {frozenset(map(int, pair)) for pair in made.rim}
    # The rim of the grid but for the two edges on the hole, and the hole's other six edges.
    around = {(k, k + 1) for k in (0, 3, 15, 16, 17, 18)}
    around |= {(0, 5), (5, 10), (10, 15), (4, 9), (9, 14), (14, 19)}
    hole = {(1, 6), (6, 11), (3, 8), (8, 13), (11, 12), (12, 13)}
    assert rim == {frozenset(pair) for pair in around | hole}
