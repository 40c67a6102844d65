"""The name of the goal on a chart of losses has no curve behind it."""

from __future__ import annotations

import numpy as np
import pytest
from manim import DL, UR, Camera, ManimColor

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import Optimizer, make
from optanim.runs.problem import article, surface
from optanim.runs.trajectory import Trajectory
from optanim.stage.charts.clear import behind
from optanim.stage.charts.line_name import GAP, SAMPLE, Naming
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.type import Type
from optanim.studies.racing import Race
from tests.stage.places import rectangle


def test_behind_counts_what_passes_through_a_box() -> None:
    fall = np.array([[0.0, 4.0], [4.0, 0.0]])
    boxes = np.array([[1.5, 1.5, 2.5, 2.5], [0.0, 0.0, 1.0, 1.0], [3.0, 3.0, 4.0, 4.0]])
    assert (behind([fall], boxes) > 0).tolist() == [True, False, False]
    assert behind([fall, fall], boxes)[0] == 2 * behind([fall], boxes)[0]


@pytest.mark.parametrize(
    ("names", "steps"),
    [(("GD",), 30), (("GD", "Momentum"), 30), (("GD", "RMSprop", "Adam"), 220)],
)
def test_no_curve_passes_through_the_goals_name(names: tuple[str, ...], steps: int) -> None:
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    runs = Race.of(article(), [make(name) for name in names], steps).trajectories
    chart = LossChart(canvas, rectangle(-3.0, -1.0, 2.0, 1.2), runs, steps, 1e-3)
    (name,) = [part for part in chart.get_family() if isinstance(part, Type)
               and "within" in part.words.replace(" ", "")]  # fmt: skip
    assert chart.region.left < name.get_left()[0] and name.get_right()[0] < chart.region.right
    for run in runs.values():
        x, y = chart.locate(np.arange(steps + 1.0), run.losses).T
        fine = np.linspace(name.get_left()[0], name.get_right()[0], 2000)
        heights = np.interp(fine, x, y)
        assert not ((heights > name.get_bottom()[1]) & (heights < name.get_top()[1])).any()


@pytest.mark.parametrize(
    ("racer", "side"), [(make("RMSprop", lr=0.05), 0), (make("GD", lr=2.0), 1)]
)
def test_a_curve_that_leaves_the_chart_is_seen_to(racer: Optimizer, side: int) -> None:
    """Hollow at the edge where it left; while the loss is on the chart there is no such mark."""
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    runs = Race.of(surface("saddle"), [racer], 30).trajectories
    ((name, run),) = runs.items()
    chart = LossChart(canvas, rectangle(-3.0, -1.0, 2.0, 1.2), runs, 30, 1e-3)
    curve = LossCurve(canvas, chart, run, name)
    point, outlet = curve.submobjects[1:]
    left = next(k for k in range(31) if not 0.0 <= chart.upward.share(run.losses[k]) <= 1.0)
    curve.show_at(Moment(left - 1.0))
    assert len(point.points) and not any(len(part.points) for part in outlet)
    curve.show_at(Moment(30.0))
    assert not len(point.points) and all(len(part.points) for part in outlet)
    low, high = chart.locate(np.array([left - 1.0, left]), run.losses[left - 1 : left + 1])[:, 0]
    assert low - 0.15 < outlet.get_center()[0] < high + 0.15
    edge = (chart.region.bottom, chart.region.top)[side]
    assert abs(outlet.get_center()[1] - edge) < 0.2


@pytest.mark.parametrize(
    ("right", "name"), [(3.0, "escaped:L<−0.002"), (-0.6, "L<−0.002"), (-2.2, "")]
)
def test_the_loss_below_which_all_have_escaped_is_drawn_and_named_as_there_is_room(
    right: float, name: str
) -> None:
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    runs = Race.of(surface("saddle"), [make("GD", lr=0.05)], 30).trajectories
    chart = LossChart(canvas, rectangle(-3.0, -1.0, right, 1.2), runs, 30, 0.002)
    limit, *_ = [part for part in chart.get_family() if len(part.points)
                 and part.get_stroke_color() == ManimColor(DARK.limit)]  # fmt: skip
    drawn = (limit.points[0, 1] - chart.region.bottom) / chart.region.size[1]
    assert drawn == pytest.approx(float(chart.upward.share(-0.002)))
    written = [part.words for part in chart.get_family() if isinstance(part, Type)]
    assert [words for words in written if "L<" in words] == ([name] if name else [])


def test_a_mark_alone_stands_where_the_name_has_no_room() -> None:
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    racers = [make(name) for name in ("GD", "Momentum", "RMSprop", "Adam")]
    runs = Race.of(article(), racers, 100).trajectories
    chart = LossChart(canvas, rectangle(-1.2, -1.0, 1.2, 1.2), runs, 100, 1e-3)
    written = [part.words for part in chart.get_family() if isinstance(part, Type)]
    assert "✓" in written and not any("within" in words for words in written)


def test_a_deep_chart_follows_losses_without_a_minimum_to_the_lowest() -> None:
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    runs = Race.of(surface("saddle"), [make("RMSprop", lr=0.05)], 30).trajectories
    lowest = min(run.losses.min() for run in runs.values())
    for deep in (False, True):
        chart = LossChart(canvas, rectangle(-3.0, -1.0, 2.0, 1.2), runs, 30, 1e-3, deep=deep)
        assert (0.0 <= float(chart.upward.share(lowest)) <= 1.0) == deep


def test_a_ghosts_curve_is_dashed_and_goes_the_same_way() -> None:
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    runs = Race.of(article(), [make("GD")], 30).trajectories
    chart = LossChart(canvas, rectangle(-3.0, -1.0, 2.0, 1.2), runs, 30, 1e-3)
    solid, ghost = (LossCurve(canvas, chart, runs["GD"], "GD", ghost) for ghost in (False, True))
    for curve in (solid, ghost):
        curve.show_at(Moment(12.0))
    assert len(ghost[0].get_subpaths()) > 5 and len(solid[0].get_subpaths()) == 1
    way = chart.locate(np.arange(31.0), runs["GD"].losses)
    heights = np.interp(ghost[0].points[:, 0], way[:, 0], way[:, 1])
    assert np.allclose(ghost[0].points[:, 1], heights, atol=1e-6)


@pytest.mark.parametrize(
    ("y", "curves"),
    [
        (1.15, [[(-3.0, 1.19), (2.0, 0.6)]]),  # the line near the top, a curve through its names
        (0.1, [[(-3.0, 0.3), (2.0, 0.3)], [(-3.0, -0.1), (2.0, -0.1)]]),  # close on both sides
        (-0.9, [[(-3.0, -0.7), (2.0, 1.1)]]),  # at the line there is room at the right alone
    ],
)
def test_the_name_of_a_line_is_clear_wherever_there_is_room(
    y: float, curves: list[list[tuple[float, float]]]
) -> None:
    region, half = rectangle(-3.0, -1.0, 2.0, 1.2), np.array([0.7, 0.12])
    ways = [np.array(curve) for curve in curves]
    place = Naming(region, ways, half, y).place()
    assert place.clear
    lead = np.array([(SAMPLE + GAP) * region.px if place.led else 0.0, 0.0])
    low, high = place.middle - half - lead, place.middle + half
    assert (low > region.low).all() and (high < region.high).all()
    x = np.linspace(low[0], high[0], 500)
    for way in [*ways, np.array([(region.left, y), (region.right, y)])]:
        heights = np.interp(x, *way.T)
        assert not ((heights > low[1]) & (heights < high[1])).any()
    assert place.led == (abs(place.middle[1] - y) > 0.3)


def test_a_name_with_no_room_at_all_stands_at_its_line() -> None:
    region = rectangle(-3.0, -1.0, 2.0, 1.2)
    ways = [np.array([(-3.0, y), (2.0, y)]) for y in np.arange(-1.0, 1.2, 0.1)]
    place = Naming(region, ways, np.array([0.7, 0.12]), 0.05).place()
    assert not place.clear and not place.led
    assert abs(place.middle[1] - 0.05) < 0.3


def test_the_name_keeps_clear_of_a_controls_curve_too() -> None:
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    racers = [make("GD", lr=0.8), make("GD", "nearer", lr=0.3)]
    runs = Race.of(surface("saddle"), racers, 30).trajectories
    one, control = runs.values()
    where = rectangle(-3.0, -1.0, 2.0, 1.2)
    chart = LossChart(canvas, where, {"GD": one}, 30, 1.0, others=[control])
    (name,) = [part for part in chart.get_family() if isinstance(part, Type) and "L<" in part.words]
    box = [*(name.get_corner(DL)[:2]), *(name.get_corner(UR)[:2])]
    ways = [chart.locate(np.arange(31.0), run.losses) for run in (one, control)]
    assert behind(ways, np.array([box])) == 0
    assert behind(ways[1:], np.array([_named_without(canvas, where, one)])) > 0


def _named_without(canvas: Canvas, where: Region, run: Trajectory) -> list[float]:
    """Where the name of the limit stands on a chart that does not know of a control."""
    chart = LossChart(canvas, where, {"GD": run}, 30, 1.0)
    (name,) = [part for part in chart.get_family() if isinstance(part, Type) and "L<" in part.words]
    return [*(name.get_corner(DL)[:2]), *(name.get_corner(UR)[:2])]
