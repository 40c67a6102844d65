"""Slopes, holes and rims of a grid of heights."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.raster import HeightField
from tests.raster.scene import even


def test_slopes_are_those_of_a_plane_in_units_of_u_and_v() -> None:
    u, v = np.meshgrid(np.linspace(0, 1, 7), np.linspace(0, 1, 5))
    slopes = even(0.3 + 2.0 * u - 0.5 * v).slopes
    assert slopes.shape == (5, 7, 2) and np.allclose(slopes, [2.0, -0.5], atol=1e-5)


def test_beside_a_hole_a_slope_is_one_sided_and_alone_it_is_none() -> None:
    heights = np.array([[0.0, 1.0, np.nan, 4.0, np.nan], [0.0, 1.0, 2.0, 3.0, 4.0]])
    along_u = even(heights).slopes[0, :, 0]
    assert np.allclose(along_u, [4.0, 4.0, 0.0, 0.0, 0.0])


def test_a_cell_with_a_corner_that_is_not_finite_is_a_hole() -> None:
    heights = np.zeros((4, 5))
    heights[1, 2] = np.inf
    made = even(heights)
    solid = np.ones((3, 4), bool)
    solid[:2, 1:3] = False
    assert np.array_equal(made.solid, solid) and np.isnan(made.heights[1, 2])


def test_on_an_uneven_grid_slopes_and_bends_are_those_of_the_parabola() -> None:
    """The middle of every side of a cell lies on the surface, if half as far again as a chord."""
    u, v = np.array([0.0, 0.1, 0.15, 0.6, 2.0]), np.array([-1.0, 0.0, 0.3, 0.5])
    x, y = np.meshgrid(u, v)

    def level(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return 3.0 * x**2 - 2.0 * y**2 + x * y

    plain = np.ones((4, 5))
    made = HeightField(u, v, level(x, y), np.ones((4, 5, 3)), level(x, y), plain)
    inner = made.slopes[1:-1, 1:-1]
    exact = np.stack([6.0 * x + y, x - 4.0 * y], axis=-1)[1:-1, 1:-1]
    assert np.allclose(inner, exact, atol=1e-5)
    for k, (j, i) in enumerate([(0, 1), (1, 0), (1, 1)]):
        ends = np.array([[x[1, 1], y[1, 1]], [x[1 + j, 1 + i], y[1 + j, 1 + i]]])
        middle = level(*ends.mean(axis=0))
        assert made.bends[1, 1, k] == pytest.approx(middle - level(*ends.T).mean(), abs=1e-6)


def test_the_height_on_an_uneven_grid_is_that_of_its_triangles() -> None:
    u, v = np.array([-1.0, 0.0, 0.25, 3.0]), np.array([0.0, 0.5, 4.0])
    x, y = np.meshgrid(u, v)
    made = HeightField(u, v, 2.0 * x - y, np.ones((3, 4, 3)), x, np.ones((3, 4)))
    random = np.random.default_rng(0)
    places = random.uniform(-1.0, 3.0, 99), random.uniform(0.0, 4.0, 99)
    assert np.allclose(made.height(*places), 2.0 * places[0] - places[1], atol=1e-6)
    assert made.height(np.array(9.0), np.array(-2.0)) == pytest.approx(6.0)
