"""A map that grows: its law, and that it is true at every scale."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Camera

from optanim.base.window import Window
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import contains, segments_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.ticker import Glyphs
from optanim.stage.map.growing_map import GrowingMap
from optanim.stage.map.growth import Growth
from optanim.stage.map.rescaled_map import FollowedTrail
from tests.stage.places import rectangle

PROBLEM, UNTIL = article(), 20
WINDOW = Window((-6.0, 4.0), (-8.0, 12.0))


@pytest.fixture(scope="module")
def run() -> Trajectory:
    lr = 1.05 * PROBLEM.stability_limit()
    return trace(Run(PROBLEM, make("GD", lr=lr), steps=40))


@pytest.fixture(scope="module")
def chart(run: Trajectory) -> GrowingMap:
    canvas = Canvas.of(Camera(), DARK, Words.load())
    region, glyphs = rectangle(-1.0, -2.0, 1.0, 2.0), Glyphs(canvas, SMALL)
    return GrowingMap(canvas, PROBLEM, WINDOW, region, run, UNTIL, glyphs)


@given(st.lists(st.tuples(*[st.floats(-1e4, 1e4)] * 2), min_size=3, max_size=30), st.data())
def test_a_walker_is_in_sight_while_it_is_followed(rows: list, data: st.DataObject) -> None:
    params, about = np.array(rows), np.array([-2.0, 2.0])
    until = data.draw(st.integers(1, len(rows) - 1))
    walked = SimpleNamespace(params=params, steps=len(rows) - 1)
    growth = Growth.following(WINDOW, walked, about, until)
    assert len(growth.scales) == len(rows) and np.all(np.diff(growth.scales) >= 0)
    assert growth.scales[0] >= 1 and np.all(growth.scales[until:] == growth.scales[until])
    for step in np.linspace(0, until, 40):
        row = min(int(step), len(rows) - 2)
        here = params[row] + (step - row) * (params[row + 1] - params[row])
        window = growth.scaled(growth.at(step))
        for value, (low, high) in zip(here, (window.intercept, window.slope), strict=True):
            assert low <= value <= high
    lost = growth.lost(walked)
    assert lost is None or lost > until


def test_the_fixed_point_stays_where_it_is(chart: GrowingMap) -> None:
    chart.show_at(Moment(0.0))
    before = chart.locate(PROBLEM.minimizer)
    chart.show_at(Moment(13.4))
    assert chart.growth.at(13.4) > 2.0
    assert np.allclose(chart.locate(PROBLEM.minimizer), before, atol=1e-12)


@pytest.mark.parametrize("step", [0.0, 6.5, 19.0, 40.0])
def test_picture_and_level_lines_are_the_loss_of_the_present_window(
    chart: GrowingMap, step: float
) -> None:
    """Colours by the loss's definition, and level lines at whole multiples of the lowest."""
    chart.show_at(Moment(0.0))
    top, lowest = np.sqrt(_losses(_cells(chart))).max(), chart.landscape.levels[0]
    chart.show_at(Moment(step))
    expected = DARK.map_colors(np.sqrt(_losses(_cells(chart)))[::-1] / top)
    assert np.abs(chart.picture.rgba[..., :3].astype(int) - expected).max() <= 2
    seen = 0
    for line in chart.levels:
        if len(line.points) == 0 or line.get_stroke_opacity() == 0.0:
            continue
        corners = line.points[::4, :2]
        assert contains(chart.region.inset(-1e-7), corners).all()
        corner = np.array([chart.window.intercept[0], chart.window.slope[0]])
        edge = np.array([chart.region.left, chart.region.bottom])
        inner = contains(chart.region.inset(2.7), corners)  # chords end on the border elsewhere
        multiples = np.sqrt(_losses((corners[inner] - edge) / chart.unit + corner)) / lowest
        assert np.abs(multiples - np.round(multiples)).max() < 0.02 * chart.growth.at(step)
        seen += len(np.unique(np.round(multiples)))
    assert 6 <= seen <= 40


def test_the_trail_follows_its_map(chart: GrowingMap, run: Trajectory) -> None:
    trail = FollowedTrail(chart.canvas, chart, run, "#FFFFFF")
    for step in (3.0, 18.0, 30.0):
        chart.show_at(Moment(step))
        trail.show_at(Moment(step))
        assert contains(chart.region.inset(-6.75), trail.points).all()
        starts = trail.points[::4, :2]
        for row in run.params[: int(step) + 1]:
            here = chart.locate(row)
            if contains(chart.region, here):
                assert np.hypot(*(starts - here[:2]).T).min() < 0.05


def test_a_window_that_never_needs_to_grow_stays() -> None:
    calm = trace(Run(PROBLEM, make("GD", lr=0.05), steps=20))
    growth = Growth.following(WINDOW, calm, PROBLEM.minimizer, 20)
    assert np.all(growth.scales == 1.0) and growth.lost(calm) is None
    assert growth.scaled(1.0).slope == pytest.approx(WINDOW.slope)


@given(st.lists(st.tuples(*[st.floats(-3, 3)] * 4), min_size=1, max_size=20))
def test_segments_are_cut_at_the_edges(ends: list) -> None:
    region = rectangle(-1.0, -1.0, 1.0, 1.0)
    whole = np.array(ends).reshape(-1, 2, 2)
    parts, number = segments_inside(whole, region)
    assert len(number) == len(parts) and np.all(np.diff(number) > 0)
    assert contains(region.inset(-1e-7), parts.reshape(-1, 2)).all()
    share = np.linspace(0, 1, 2001)[:, None, None]
    dense = whole[:, 0] + share * (whole[:, 1] - whole[:, 0])
    inside = contains(region, dense).mean(axis=0) @ np.hypot(*(whole[:, 1] - whole[:, 0]).T)
    assert np.hypot(*(parts[:, 1] - parts[:, 0]).T).sum() == pytest.approx(inside, abs=0.06)


def _cells(chart: GrowingMap) -> np.ndarray:
    rows, columns = chart.picture.rgba.shape[:2]
    (left, right), (low, high) = chart.window.intercept, chart.window.slope
    a = left + (np.arange(columns) + 0.5) / columns * (right - left)
    b = low + (np.arange(rows) + 0.5) / rows * (high - low)
    return np.stack(np.meshgrid(a, b), axis=-1)


def _losses(params: np.ndarray) -> np.ndarray:
    """The mean squared miss, summed over moments of the data."""
    x, y, a, b = PROBLEM.x, PROBLEM.y, params[..., 0], params[..., 1]
    return (
        np.mean(y * y) + a * a + b * b * np.mean(x * x) + 2 * a * b * np.mean(x)
        - 2 * a * np.mean(y) - 2 * b * np.mean(x * y)
    )  # fmt: skip
