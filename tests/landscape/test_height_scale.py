"""Heights, levels and numbers of losses that are negative, missing, or of any size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.window import Window
from optanim.landscape.height_scale import KINDS, HeightScale, suitable, ticks
from optanim.landscape.landscape import Landscape
from optanim.runs.problem import surface

FORMULAS = {
    "none": lambda e: e,
    "sqrt": np.sqrt,
    "log1p": lambda e: np.log(1 + e),
    "smooth-sqrt": lambda e: np.sqrt(e + 4.0) - 2.0,
}


@pytest.mark.parametrize("kind", KINDS)
def test_heights_follow_the_formula_and_lead_back(kind: str) -> None:
    losses = np.array([-3.0, -2.5, 0.0, 7.0, 1e6])
    floor = 0.0 if kind == "none" else -3.0
    scale = HeightScale(kind, floor, 4.0 if kind == "smooth-sqrt" else 0.0)
    heights = scale.height(losses)
    assert np.allclose(heights, FORMULAS[kind](losses - floor))
    assert np.allclose(scale.loss(heights), losses, atol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_where_there_is_no_loss_there_is_no_height(kind: str) -> None:
    heights = HeightScale(kind).height(np.array([1.0, np.nan, np.inf, -np.inf]))
    assert np.isfinite(heights).tolist() == [True, False, False, False]


@given(
    kind=st.sampled_from(KINDS),
    floor=st.sampled_from([0.0, -78.3]),
    top=st.floats(1e-2, 1e8),
    most=st.integers(3, 16),
)
def test_levels_ascend_within_and_never_crowd(kind, floor, top, most) -> None:
    scale = HeightScale(kind, floor, 1.0 if kind == "smooth-sqrt" else 0.0)
    low, high = (float(scale.height(np.float64(end))) for end in (floor, floor + top))
    found = ticks(scale, low, high, most)
    assert np.all((low < found) & (found < high)) and len(found) <= most + 1
    if len(found) > 1:
        assert np.diff(found).min() > 0.99 * (high - low) / most / 2.6


def test_rosenbrock_has_levels_in_every_decade() -> None:
    land = Landscape.of(surface("rosenbrock"), Window((-2, 2), (-1, 3)), 200, 200, 16, "log1p")
    losses = land.scale.loss(land.levels)
    for decade in (1, 10, 100, 1000):
        assert np.isclose(losses, decade, rtol=1e-6).any()


def test_a_loss_below_zero_is_drawn_above_its_minimum() -> None:
    problem = surface("styblinski-tang")
    land = Landscape.of(problem, Window((-5, 5), (-5, 5)), 200, 200, 12, "sqrt")
    x = -5 + (np.arange(200) + 0.5) / 20
    each = 0.5 * (x**4 - 16 * x**2 + 5 * x)
    t = np.roots([2, 0, -16, 2.5]).real.min()
    lowest = 0.5 * (t**4 - 16 * t**2 + 5 * t)
    expected = np.sqrt(each[None] + each[:, None] - 2 * lowest)
    assert np.allclose(land.heights, expected, atol=1e-6)
    assert land.low == 0.0 and np.isfinite(land.heights).all()


def test_a_pole_does_not_take_all_colours() -> None:
    problem = surface("rosenbrock")
    losses = np.full((100, 100), 1.0) + np.linspace(0, 9, 100)
    losses[50, 50] = 1e12
    loss = type("Poled", (type(problem.loss),), {"on_grid": lambda self, params: losses})()
    poled = type(problem)("poled", loss, problem.start, problem.axes)
    land = Landscape.of(poled, Window((0, 1), (0, 1)), 100, 100, 8, "none")
    assert 9.0 < land.top < 11.0


def test_the_suitable_scale_tames_what_towers() -> None:
    grid = np.stack(np.meshgrid(np.linspace(-2, 2, 40), np.linspace(-1, 3, 40)), axis=-1)
    assert suitable(surface("rosenbrock").loss.on_grid(grid), 0.0) == "log1p"
    assert suitable(surface("ackley").loss.on_grid(grid), 0.0) == "none"
    assert suitable(surface("saddle").loss.on_grid(grid), -np.inf) == "none"


def test_a_loss_too_large_to_vary_in_a_window_is_flat() -> None:
    land = Landscape.of(surface("saddle"), Window((0, 1), (1e20, 1e20)), 9, 9, 12, "none")
    assert np.ptp(land.heights) == 0.0 and land.low < land.top
    assert len(land.levels) and np.all((land.low < land.levels) & (land.levels < land.top))
