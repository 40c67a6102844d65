"""A map that comes closer to a minimum and steps back: its law, and what it shows at any scale."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Camera

from optanim.base.errors import OptanimError
from optanim.base.window import Window
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article, surface
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import contains
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.ticker import Glyphs
from optanim.stage.map.growth import Growth
from optanim.stage.map.lens_map import LensMap
from optanim.stage.views.long_run_view import LETTERS
from tests.references import article_excess, article_minimizer
from tests.stage.places import rectangle

WINDOW, ABOUT = Window((-3.0, -1.0), (1.0, 3.0)), np.array([-2.0, 2.0])
LAST, TOLERANCE = 12, 1e-3


@pytest.fixture(scope="module")
def run() -> Trajectory:
    return trace(Run(article(), make("RMSprop"), steps=200))


@pytest.fixture(scope="module")
def chart(run: Trajectory) -> LensMap:
    canvas = Canvas.of(Camera(), DARK, Words.load())
    region, ground = rectangle(-2.0, -2.0, 2.0, 2.0), rectangle(-3.0, -2.5, 2.0, 3.0)
    glyphs = Glyphs(canvas, SMALL, letters=LETTERS)
    return LensMap(canvas, run.problem, region, run, LAST, TOLERANCE, glyphs, ground)


@given(st.lists(st.tuples(*[st.floats(-1e4, 1e4)] * 2), min_size=3, max_size=30), st.data())
def test_the_last_steps_are_in_sight_and_no_window_is_too_small(
    rows: list, data: st.DataObject
) -> None:
    params, last = np.array(rows), data.draw(st.integers(0, 5))
    walked = SimpleNamespace(params=params, steps=len(rows) - 1)
    growth = Growth.holding(WINDOW, walked, ABOUT, last, 0.01)
    assert len(growth.scales) == len(rows) and growth.scales.min() >= 0.01
    for step in np.linspace(0, len(rows) - 1, 40):
        row = min(int(step), len(rows) - 2)
        here = params[row] + (step - row) * (params[row + 1] - params[row])
        assert growth.scaled(growth.at(step)).holds(here[None]).all()
    for row in range(len(rows)):
        window = growth.scaled(growth.scales[row])
        assert window.holds(params[max(row - last, 0) : row + 1]).all()


def test_it_comes_closer_and_steps_back(chart: LensMap, run: Trajectory) -> None:
    jumping = SimpleNamespace(params=np.concatenate([run.params, run.params[:1]]), steps=201)
    scales = Growth.holding(WINDOW, jumping, ABOUT, LAST, 0.01).scales
    assert scales[-1] == scales[0] > 100 * scales[-2]
    assert np.all(np.diff(chart.growth.scales) <= 0)


@pytest.mark.parametrize("step", [0.0, 33.3, 120.0])
def test_lines_are_the_losses_that_they_name_at_every_scale(chart: LensMap, step: float) -> None:
    chart.show_at(Moment(step))
    corner = np.array([chart.window.intercept[0], chart.window.slope[0]])
    seen = 0
    for loss, line in zip([*chart.losses, TOLERANCE], [*chart.lines, chart.goal], strict=True):
        points = line.points[::4, :2]
        inner = points[contains(chart.ground.inset(3.0), points)] if len(points) else points
        params = (inner - chart.region.low) / chart.unit + corner
        assert np.allclose(article_excess(params), loss, rtol=1e-6)
        seen += len(inner) > 0
    assert seen >= 4


def test_numbers_stand_below_their_lines(chart: LensMap) -> None:
    chart.show_at(Moment(120.0))
    here = chart.locate(article_minimizer())
    shown = {loss: label for loss, label in zip(chart.losses, chart.numbers, strict=True)
             if len(label.points) and label.get_fill_opacity() == 1.0}  # fmt: skip
    assert shown and TOLERANCE not in shown
    for loss, label in shown.items():
        low = chart.lines[chart.losses.index(loss)].points[:, 1].min()
        assert abs(label.get_center()[0] - here[0]) < 0.02 and label.get_top()[1] < low


def test_the_goals_line_says_what_it_is(chart: LensMap) -> None:
    """On a plate above it, in its colour, where it is large enough; far off there is no room."""
    chart.show_at(Moment(120.0))
    board, name = chart.sign
    assert name.words == "✓within0.001" and name.get_color() == chart.goal.get_color()
    assert np.abs(name.get_center() - board.get_center()).max() < 0.02 < chart.sign.half.min()
    gap = name.get_bottom()[1] - chart.goal.points[:, 1].max()
    assert 0.0 < gap < 0.5 * name.height + 20.0 * chart.canvas.px
    middle = name.get_center()[0] - chart.locate(article_minimizer())[0]
    assert abs(middle) < 1.3 * chart.sign.half[0]
    chart.show_at(Moment(0.0))
    assert len(board.points) == len(name.points) == 0


def test_what_is_written_is_there_wholly_or_not_at_all(chart: LensMap, run: Trajectory) -> None:
    """At any scale: half faded it could not be read."""
    counts = set()
    for step in np.linspace(0.0, run.steps, 150):
        chart.show_at(Moment(float(step)))
        for label in (*chart.numbers, *chart.sign):
            assert not len(label.points) or label.get_fill_opacity() > 0.9
        counts.add(sum(len(label.points) > 0 for label in (*chart.numbers, *chart.sign)))
    assert len(counts) > 1


def test_a_sign_stands_where_its_walker_crosses_it_the_least(chart: LensMap) -> None:
    """One that comes down from the upper left has it to the right, and the other way round."""
    sides = []
    for sign in (-1.0, 1.0):
        ways = (
            np.outer(0.97 ** np.arange(200), [sign * 4.0, 7.0]) * (-1.0) ** np.arange(200)[:, None]
        )
        run = SimpleNamespace(
            params=article_minimizer() + ways, steps=199, losses=np.array([400.0])
        )
        place = chart.canvas, chart.problem, chart.region
        sides.append(LensMap(*place, run, LAST, TOLERANCE, chart.glyphs).lean)
    assert sides[0] > 0.0 > sides[1]


def test_axes_on_a_ground_that_goes_on_can_be_read_on_any_colour(chart: LensMap) -> None:
    """Their numbers are as dark as text; on a map that ends, they stand on the bare frame."""
    theme, run = chart.canvas.theme, trace(Run(article(), make("RMSprop"), steps=30))
    alone = LensMap(chart.canvas, run.problem, chart.region, run, 2, TOLERANCE, chart.glyphs)
    colors = (chart.labels_now.get_fill_color(), alone.labels_now.get_fill_color())
    assert [c.to_hex() for c in colors] == [theme.text.upper(), theme.muted.upper()]


def test_the_goal_fills_the_closest_view(chart: LensMap, run: Trajectory) -> None:
    chart.show_at(Moment(float(run.steps)))
    assert np.ptp(chart.goal.points[:, 0]) == pytest.approx(0.7 * 4.0, rel=1e-3)


def test_only_a_quadratic_loss_looks_alike_at_every_scale(chart: LensMap) -> None:
    run = trace(Run(surface("rosenbrock"), make("GD", lr=1e-4), steps=2))
    with pytest.raises(OptanimError, match="not quadratic"):
        LensMap(chart.canvas, run.problem, chart.region, run, 2, TOLERANCE, chart.glyphs)
