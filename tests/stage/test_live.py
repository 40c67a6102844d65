"""What follows a run from frame to frame: the line among the data, and numbers that count."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Camera

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stage.boards.equation import Equation
from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.charts.live_line import LiveLine
from optanim.stage.draw.canvas import BODY, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.pointer import Pointer
from optanim.stage.draw.ticker import BLANK, Glyphs, Ticker
from optanim.studies.standardizing import measured
from tests.stage.places import rectangle

REGION = rectangle(-6.0, -2.0, 2.0, 3.0)


@pytest.fixture(scope="module")
def canvas() -> Canvas:
    return Canvas.of(Camera(), DARK, Words.load("en"))


@pytest.fixture(scope="module")
def glyphs(canvas: Canvas) -> Glyphs:
    return Glyphs(canvas, BODY)


@pytest.fixture(scope="module")
def run() -> Trajectory:
    return trace(Run(article(), make("GD"), steps=8))


def data(plot: DataPlot, points: np.ndarray) -> np.ndarray:
    """The data (n, 2) that scene ``points`` (n, 3) stand for."""
    (left, right), (low, high) = plot.spans
    share = (points[:, :2] - REGION.low) / REGION.size
    return np.array([left, low]) + share * [right - left, high - low]


@pytest.mark.parametrize("step", [0.0, 1.0, 2.4, 8.0])
def test_line_residuals_and_mark_are_those_of_the_step(
    canvas: Canvas, run: Trajectory, step: float
) -> None:
    plot = DataPlot(canvas, run.problem, REGION, lines=run.params)
    view = LiveLine(canvas, plot, run, "GD")
    view.show_at(Moment(step))
    row = int(min(step, 7))
    a, b = run.params[row] + (step - row) * (run.params[row + 1] - run.params[row])
    residuals, line, _, core = view
    ends = data(plot, line.points[[0, -1]])
    assert ends[:, 1] == pytest.approx(a + b * ends[:, 0])
    assert ends[1, 0] - ends[0, 0] > np.ptp(run.problem.x)
    feet, tops = data(plot, residuals.points[::4]), data(plot, residuals.points[3::4])
    assert np.array_equal(np.sort(feet[:, 0]), feet[:, 0]) and len(feet) == 60
    assert feet[:, 1] == pytest.approx(-2 + 2 * feet[:, 0], abs=0.01)
    assert tops == pytest.approx(np.column_stack([feet[:, 0], a + b * feet[:, 0]]))
    assert data(plot, core.get_center()[None])[0] == pytest.approx([0, a], abs=1e-6)


def test_points_move_with_their_x(canvas: Canvas, run: Trajectory) -> None:
    plot = DataPlot(canvas, run.problem, REGION)
    dots = plot.dots.points.copy()
    plot.take(measured(run.problem, zero=2.0))
    (left, right), _ = plot.spans
    assert plot.dots.points[:, 0] == pytest.approx(dots[:, 0] - 2 * REGION.size[0] / (right - left))
    assert plot.dots.points[:, 1] == pytest.approx(dots[:, 1])


def test_digits_are_of_one_width_and_a_sign_has_room(glyphs: Glyphs) -> None:
    widths = {glyphs.width(letter) for letter in "0123456789+−" + BLANK}
    assert max(widths) - min(widths) < 1e-9
    assert glyphs.width("11.1") == pytest.approx(glyphs.width("88.8"))
    tops = [glyphs.set(digit)[:, 1].max() for digit in "17"]
    assert tops == pytest.approx([glyphs.height] * 2, rel=0.05)


def test_an_x_is_not_a_times_sign_and_stands_on_the_baseline(
    canvas: Canvas, glyphs: Glyphs
) -> None:
    alone = canvas.text("x", BODY).points
    drawn = glyphs.set("x")
    assert np.ptp(drawn, axis=0) == pytest.approx(np.ptp(alone, axis=0), abs=1e-6)
    assert drawn[:, 1].min() == pytest.approx(0, abs=0.02 * glyphs.height)


def test_a_ticker_set_right_ends_at_its_place(glyphs: Glyphs) -> None:
    ticker = Ticker(glyphs, "#FFFFFF", np.array([1.0, 0.5, 0.0]), "8", align=1.0)
    edge = ticker.points[:, 0].max()
    ticker.write("−1234.8")
    assert ticker.points[:, 0].max() == pytest.approx(edge)
    assert edge < 1.0


def test_the_equation_tells_the_parameters(canvas: Canvas, glyphs: Glyphs, run: Trajectory) -> None:
    equation = Equation(glyphs, "#FFFFFF", REGION, run)
    assert equation.words == f"y = {BLANK}2.00 + 9.00 x"
    equation.show_at(Moment(1.0))
    a, b = run.params[1]
    assert equation.words == f"y = {BLANK}{a:.2f} − {-b:.2f} x"


def test_a_pointer_ends_short_of_what_it_points_at(canvas: Canvas) -> None:
    tail, tip = np.array([-5.5, 2.0]), np.array([-5.5, -1.0])
    shaft, plate, text = Pointer(canvas, tail, tip, "too low", REGION, short=0.2)
    assert shaft.points[:, 1].min() == pytest.approx(-0.8)
    assert plate.get_left()[0] >= REGION.left and plate.get_center()[0] > -5.5
    assert text.get_center() == pytest.approx(plate.get_center())
    _, below, _ = Pointer(canvas, tail, tip, "too low", REGION, beyond=True)
    assert below.get_top()[1] < -1.0 and below.get_left()[0] >= REGION.left
