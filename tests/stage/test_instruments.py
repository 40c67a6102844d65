"""Box, bars, numbers, tail and zero line: drawn where the numbers say."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Camera, tempconfig

from optanim.base.window import Window
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stage.charts.bars import Bar, Bars
from optanim.stage.charts.scales import Linear, Logarithmic
from optanim.stage.charts.value_dots import DOT, ValueDots
from optanim.stage.charts.value_rows import Quantity
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.ticker import Glyphs, Ticker
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.step_box import StepBox, first_step_box
from optanim.stage.map.tail import Tail
from optanim.stage.map.zero_line import ZeroLine
from optanim.stories.anatomy.adaptive import Multipliers
from tests.stage.places import rectangle

PLACE = rectangle(-3.0, -2.0, 3.0, 2.0)


@pytest.fixture(scope="module")
def canvas() -> Canvas:
    with tempconfig({"pixel_width": 1920, "pixel_height": 1080}):
        return Canvas.of(Camera(), DARK, Words.load())


@pytest.fixture(scope="module")
def run() -> Trajectory:
    return trace(Run(article(), make("RMSprop"), steps=20))


@pytest.fixture(scope="module")
def chart(canvas: Canvas) -> ContourMap:
    return ContourMap(canvas, article(), Window((-6.0, 6.0), (2.0, 10.0)), PLACE)


def box(canvas: Canvas, chart: ContourMap, run: Trajectory) -> StepBox:
    return StepBox(canvas, chart, run.params, Multipliers.of(run).step, DARK.focus)


@pytest.mark.parametrize("step", [0, 1, 7, 19])
def test_the_box_leads_from_corner_to_corner_of_the_step(canvas, chart, run, step) -> None:
    corners = box(canvas, chart, run).corners(Moment(float(step), 1.0))
    ends = chart.locate(run.params[step : step + 2])[:, :2]
    assert np.allclose(corners.min(axis=0), ends.min(axis=0), atol=1e-12)
    assert np.allclose(corners.max(axis=0), ends.max(axis=0), atol=1e-12)
    assert np.allclose(np.hypot(*np.diff(corners, axis=0).T)[:2], np.abs(np.diff(ends, axis=0)))


def test_the_first_steps_box_leads_downhill_too(canvas, chart, run) -> None:
    """RMSprop's first step goes down along both axes."""
    points = first_step_box(canvas, chart, run, DARK.focus).points[:, :2]
    start, end = chart.locate(run.params[:2])[:, :2]
    assert (end < start).all()
    assert np.allclose(points.min(axis=0), end) and np.allclose(points.max(axis=0), start)


def test_the_box_grows_changes_and_stays(canvas, chart, run) -> None:
    view = box(canvas, chart, run)
    view.show_at(Moment(0.0, 0.0))
    assert len(view.points) == 0
    halfway, before, after = (view.corners(Moment(2.0, lead)) for lead in (0.5, 0.0, 1.0))
    assert np.allclose(before, view.corners(Moment(1.7, 1.0)))
    assert np.allclose(halfway, (before + after) / 2)
    last = view.corners(Moment(19.6, 1.0))
    assert np.allclose(last, view.corners(Moment(20.0, 0.0)))
    assert np.allclose(last, view.corners(Moment(20.0, 1.0)))


def test_the_box_of_a_step_back_does_not_shrink_to_nothing(canvas, chart) -> None:
    """To and fro between two places it stays the one box between them."""
    points = np.array([[-2.0, 4.0], [1.0, 8.0]] * 3)
    view = StepBox(canvas, chart, points[:-1], np.diff(points, axis=0), DARK.focus)
    low, high = chart.locate(points[:2])[:, :2]
    for row, lead in ((1, 0.3), (2, 0.5), (3, 0.9)):
        corners = view.corners(Moment(float(row), lead))
        assert np.allclose(corners.min(axis=0), low) and np.allclose(corners.max(axis=0), high)


def test_a_box_beyond_the_map_is_cut_at_its_edge(canvas, chart, run) -> None:
    wide = StepBox(canvas, chart, run.params, np.full((20, 2), 3.0), DARK.focus)
    wide.show_at(Moment(0.0, 1.0))
    x, y, _ = wide.points.T
    assert y.max() == pytest.approx(PLACE.top) and x.max() < PLACE.right
    assert y.min() == pytest.approx(chart.locate(np.array([2.0, 9.0]))[1])
    off = StepBox(canvas, chart, run.params + 50.0, np.full((20, 2), 3.0), DARK.focus)
    off.show_at(Moment(0.0, 1.0))
    assert len(off.points) == 0


def bars(canvas: Canvas, *rows: list[float], **keywords) -> Bars:
    made = [
        Bar(canvas.text(name), np.array(values), DARK.focus)
        for name, values in zip("ABCD", rows, strict=False)
    ]
    scale = keywords.pop("scale", Linear.holding(*(bar.values for bar in made)))
    return Bars(canvas, PLACE, made, scale)


def test_a_linear_bar_is_as_long_as_its_value_and_starts_at_zero(canvas) -> None:
    view = bars(canvas, [4.0, -2.0], [1.0, 2.0])
    left, right = view.field.left, view.field.right
    zero = left + (right - left) * 2 / 6
    for step, values in ((0.0, (4.0, 1.0)), (1.0, (-2.0, 2.0))):
        view.show_at(Moment(step, 1.0))
        for shape, value in zip(view.shapes, values, strict=True):
            ends = shape.points[:, 0].min(), shape.points[:, 0].max()
            expected = sorted((zero, zero + (right - left) * value / 6))
            assert np.allclose(ends, expected, atol=1e-12)


@pytest.mark.parametrize("scale", [Linear(1.0, 5.0), Linear(-5.0, -1.0), Logarithmic(1e-3, 1.0)])
def test_there_are_no_bars_on_a_scale_without_a_zero(canvas, scale) -> None:
    with pytest.raises(ValueError, match="a bar begins at 0"):
        bars(canvas, [2.0, 3.0], scale=scale)


def dots(canvas: Canvas, *rows: list[float], scale: Logarithmic, limits=()) -> ValueDots:
    made = [
        Quantity(canvas.text(name), np.array(values), DARK.focus)
        for name, values in zip("ABCD", rows, strict=False)
    ]
    return ValueDots(canvas, PLACE, made, scale, limits)


def test_on_a_logarithmic_scale_dots_stand_where_the_ticks_say(canvas) -> None:
    scale = Logarithmic.holding(np.array([0.002, 0.5]))
    assert (scale.low, scale.high) == (pytest.approx(1e-3), pytest.approx(1.0))
    view = dots(canvas, [0.01, 0.1], [0.1, 0.1], scale=scale, limits=(0.1, 0.01))
    left, right = view.field.left, view.field.right
    middles = []
    for step in (0.0, 1.0):
        view.show_at(Moment(step, 1.0))
        middles.append([shape.get_center()[0] for shape in view.shapes])
        sizes = [[shape.width, shape.height] for shape in view.shapes]
        assert np.allclose(sizes, 2 * DOT * canvas.px)
    thirds = left + (right - left) * np.array([[1, 2], [2, 2]]) / 3
    assert np.allclose(middles, thirds, atol=1e-12)
    marks = view.submobjects[2].points.reshape(2, 4, 3)
    assert np.allclose(marks[:, :, 0], thirds[0, ::-1, None], atol=1e-12)


def test_the_first_dot_appears_at_its_value_and_grows_from_nowhere(canvas) -> None:
    view = dots(canvas, [0.01, 0.1], scale=Logarithmic(1e-3, 1.0))
    assert len(view.shapes[0].points) == 0
    shown = [view.shown(Moment(0.0, lead))[0] for lead in (0.1, 0.5, 1.0)]
    assert shown == pytest.approx([0.01] * 3)


def test_bars_move_with_the_lead_and_stay_while_the_step_is_taken(canvas) -> None:
    view = bars(canvas, [4.0, 2.0, 8.0])
    at = {moment: view.shown(Moment(*moment))[0]
          for moment in ((0.0, 0.0), (0.0, 0.5), (0.9, 1.0), (1.0, 0.0), (1.0, 0.5), (3.0, 0.0),
                         (3.0, 1.0))}  # fmt: skip
    assert list(at.values()) == pytest.approx([0.0, 2.0, 4.0, 4.0, 3.0, 8.0, 8.0])


def test_before_the_first_announcement_there_are_neither_bars_nor_numbers(canvas) -> None:
    view = bars(canvas, [4.0, 2.0])
    view.show_at(Moment(0.0, 0.0))
    assert len(view.shapes[0].points) == len(view.numbers[0].points) == 0
    view.show_at(Moment(0.0, 0.1))
    assert len(view.shapes[0].points) and len(view.numbers[0].points)


@pytest.mark.parametrize(
    ("scale", "value", "text"),
    [
        (Linear(0.0, 10.0), 3.14159, "3.14"),
        (Linear(-1.0, 10.0), -0.001, "0.00"),
        (Linear(-1.0, 10.0), -0.5, "−0.50"),
        (Logarithmic(1e-3, 1.0), 0.0086853, "0.00869"),
        (Logarithmic(1e-3, 1.0), 0.0999999, "0.100"),
    ],
)
def test_numbers_have_three_digits_and_no_negative_zero(canvas, scale, value, text) -> None:
    make = dots if isinstance(scale, Logarithmic) else bars
    view = make(canvas, [value, 9.0], scale=scale)
    view.show_at(Moment(0.0, 1.0))
    assert view.numbers[0].words == text


def test_numbers_that_count_are_right_aligned_and_their_digits_even(canvas) -> None:
    place = np.array([1.0, 0.5, 0.0])
    ticker = Ticker(Glyphs(canvas, 34.0, letters="18.−"), DARK.text, place, "", align=1.0)
    edges = {}
    for text in ("111", "888", "−8.8"):
        ticker.write(text)
        edges[text] = ticker.points[:, 0].min(), ticker.points[:, 0].max()
        assert edges[text][1] <= 1.0
    middles = [np.mean(edges[text]) for text in ("111", "888")]
    assert middles[0] == pytest.approx(middles[1], abs=0.02)
    ticker.write("8")
    assert ticker.get_center()[1] == pytest.approx(0.5, abs=0.01)
    ticker.write("")
    assert len(ticker.points) == 0


def test_a_tail_holds_the_last_steps_only(canvas, chart, run) -> None:
    tail = Tail(canvas, chart, run, DARK.focus, length=3)
    tail.show_at(Moment(10.5))
    ends = tail.points[[0, -1], :2]
    assert np.allclose(ends[0], chart.locate(run.params[7])[:2])
    assert np.allclose(ends[1], chart.locate(run.at(10.5))[:2])
    late = Tail(canvas, chart, run, DARK.focus, length=30, first=9)
    late.show_at(Moment(10.0))
    assert np.allclose(late.points[0, :2], chart.locate(run.params[9])[:2])


def test_on_the_zero_line_the_gradient_has_no_such_coordinate(canvas, chart) -> None:
    problem = article()
    for axis in (0, 1):
        line = ZeroLine(canvas, chart, problem, axis, "zero").submobjects[0]
        window, region = chart.window, chart.region
        corner = np.array([window.intercept[0], window.slope[0]])
        params = (line.points[:, :2] - [region.left, region.bottom]) / chart.unit + corner
        gradients = problem.loss.gradient(params)
        assert np.abs(gradients[:, axis]).max() < 1e-9
        assert np.abs(gradients[:, 1 - axis]).max() > 1.0
