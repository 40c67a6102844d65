"""The map's heights and level lines against the loss itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.window import Window
from optanim.landscape.landscape import Landscape
from optanim.runs.problem import article, surface


def test_heights_are_the_root_of_the_loss_at_the_cells_middles() -> None:
    problem, window = article(), Window((-6.0, 2.0), (0.0, 4.0))
    land = Landscape.of(problem, window, columns=4, rows=2)
    intercepts, slopes = [-5.0, -3.0, -1.0, 1.0], [1.0, 3.0]
    for i, slope in enumerate(slopes):
        for j, intercept in enumerate(intercepts):
            loss = np.mean((problem.y - intercept - slope * problem.x) ** 2)
            assert np.isclose(land.heights[i, j], np.sqrt(loss), rtol=1e-9)


def test_level_lines_lie_on_their_level() -> None:
    problem = article()
    land = Landscape.of(problem, Window((-8.0, 8.0), (-4.0, 10.0)), 400, 400)
    for level in land.levels:
        for line in land.lines(level):
            roots = np.sqrt([problem.loss.value(point) for point in line[::7]])
            assert np.max(np.abs(roots - level)) < 0.02


@given(scale=st.floats(1e-3, 1e3), lines=st.integers(4, 30))
def test_levels_are_round_even_and_about_as_many_as_asked(scale: float, lines: int) -> None:
    window = Window((-2 - scale, -2 + scale), (2 - scale, 2 + scale))
    land = Landscape.of(article(), window, 40, 40, lines)
    spacing = land.levels[0]
    assert np.allclose(np.diff(land.levels), spacing)
    assert lines / 2.6 - 1 <= len(land.levels) <= lines
    mantissa = spacing / 10.0 ** np.floor(np.log10(spacing) + 1e-9)
    assert np.isclose(mantissa, [1, 2, 3, 4, 5]).any()
    assert land.levels[-1] < land.top


def test_a_saddle_without_a_minimum_below_has_one_colour_in_every_window() -> None:
    """x^2 - y^2 rises to 4 and falls to -200 here: the colours span as much above 0 as below."""
    for window in (Window((-2.0, 2.0), (-2.0, 2.0)), Window((-2.0, 2.0), (0.0, 14.0))):
        land = Landscape.of(surface("saddle"), window, 200, 200)
        assert np.isclose(float(land.share(np.float64(0.0))), 0.5)
        shares = land.share(land.heights)
        assert shares.min() >= 0.0 and shares.max() <= 1.0
