"""A run's way over a surface, and how losses become its heights."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.base.window import Window
from optanim.landscape.landscape import Landscape
from optanim.look.theme import DARK
from optanim.raster import HeightField
from optanim.runs.problem import article, surface
from optanim.stage.surface.elevation import INSIDE, elevate
from optanim.stage.surface.track import Track

CELLS = 32


@pytest.fixture(scope="module")
def slope() -> HeightField:
    """A surface whose height is 0.2 + 0.5 u at the share u of its first side."""
    u = np.linspace(0.0, 1.0, CELLS + 1)
    height = np.broadcast_to(0.2 + 0.5 * u, (CELLS + 1, CELLS + 1)).copy()
    flat = np.zeros_like(height)
    return HeightField(u, u, height, np.zeros((*height.shape, 3)), flat, flat)


def track(field: HeightField, *rows: tuple[float, float]) -> Track:
    return Track.of(field, np.array(rows), lambda share: field.height(*share.T))


def test_a_way_is_straight_seen_from_above_and_lies_on_the_surface(slope) -> None:
    way = track(slope, (0.1, 0.2), (0.7, 0.8), (0.2, 0.9))
    for point, step in zip(way.way, way.steps, strict=True):
        u = np.interp(step, [0, 1, 2], [0.1, 0.7, 0.2])
        v = np.interp(step, [0, 1, 2], [0.2, 0.8, 0.9])
        assert point == pytest.approx([u, v, 0.2 + 0.5 * u], abs=1e-6)
    assert np.abs(np.diff(way.way[:, :2], axis=0)).max() <= 1.0 / CELLS + 1e-12
    assert way.steps[way.dots].tolist() == [0.0, 1.0, 2.0]


def test_a_way_that_leaves_and_comes_back_has_points_on_the_edge(slope) -> None:
    way = track(slope, (0.5, 0.5), (1.5, 0.5), (0.5, 0.5))
    there = np.isfinite(way.way[:, 2])
    steps = way.steps[there]
    assert steps[steps <= 1.0].max() == pytest.approx(0.5)
    assert steps[steps >= 1.0].min() == pytest.approx(1.5)
    assert way.way[there, 0].max() == pytest.approx(1.0)


def test_what_crosses_the_surface_within_one_step_is_seen_on_it(slope) -> None:
    way = track(slope, (-1.0, 0.5), (2.0, 0.5))
    over = way.way[np.isfinite(way.way[:, 2])]
    assert over[[0, -1], 0] == pytest.approx([0.0, 1.0])
    assert np.isnan(track(slope, (-1.0, 1.5), (2.0, 1.5)).way[:, 2]).all()


def test_between_vertices_a_way_follows_the_loss_not_the_facets() -> None:
    """On a bowl of few cells, whose facets lie above it, half-way through a cell as everywhere."""
    u = np.linspace(0.0, 1.0, 5)
    bowl = (u - 0.5) ** 2 + (u[:, None] - 0.5) ** 2
    flat = np.zeros_like(bowl)
    field = HeightField(u, u, bowl, np.zeros((5, 5, 3)), flat, flat)
    rows = np.array([(0.1, 0.2), (0.9, 0.6)])
    way = Track.of(field, rows, lambda share: ((share - 0.5) ** 2).sum(axis=1))
    exact = ((way.way[:, :2] - 0.5) ** 2).sum(axis=1)
    assert way.way[:, 2] == pytest.approx(exact, abs=1e-12)
    assert (field.height(*way.way[:, :2].T) - exact).max() > 0.02


def test_until_ends_where_the_run_is(slope) -> None:
    way = track(slope, (0.1, 0.2), (0.7, 0.8), (0.2, 0.9))
    points, steps, dots = way.until(1.5)
    assert points[-1] == pytest.approx([0.45, 0.85, 0.425], abs=1e-6) and steps[-1] == 1.5
    assert steps[dots].tolist() == [0.0, 1.0]


def test_heights_are_smooth_roots_of_the_loss_from_the_lowest_to_the_highest() -> None:
    problem, window = article(), Window((-6.0, 2.0), (-2.0, 6.0))
    land = Landscape.of(problem, window, 80, 80)
    height, field, _ = elevate(DARK, land, (6.0, 6.0, 2.0))
    x, y = problem.x, problem.y

    def roots(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        a, b = 8.0 * u[..., None] - 6.0, 8.0 * v[..., None] - 2.0
        return np.sqrt(((y - a - b * x) ** 2).mean(axis=-1) + height.offset)

    low, shares = np.sqrt(height.low + height.offset), np.linspace(0.0, 1.0, INSIDE)
    top = roots(*np.meshgrid(shares, shares)).max()
    assert height.top == pytest.approx(top**2 - height.offset)
    u, v = np.meshgrid(field.u[::7], field.v[::7])
    assert u.min() < -4.0 and v.max() > 3.0  # it runs on beyond the window
    drawn = field.height(u, v)
    assert drawn == pytest.approx((roots(u, v) - low) / (top - low), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize(("name", "side", "falls"), [("saddle", 1, True), ("himmelblau", 5, False)])
def test_lines_run_on_below_and_above_the_windows_own_at_the_same_distances(name, side, falls):
    """A saddle's land falls below its window's lowest loss; below a minimum there are no lines."""
    land = Landscape.of(surface(name), Window((-side, side), (-side, side)), 40, 40, kind="none")
    height, field, lines = elevate(DARK, land, (4.0, 4.0, 1.0))
    losses, step = lines.values + height.low, land.levels[1] - land.levels[0]
    assert (
        np.allclose(np.diff(losses), step) and np.isin(land.levels.round(9), losses.round(9)).all()
    )
    finite = field.levels[np.isfinite(field.heights)] + height.low
    assert (losses[0] < land.levels[0]) == falls and losses[0] > finite.min()
    assert losses[0] - step <= finite.min() + 1e-6 and losses[-1] + step >= finite.max()
