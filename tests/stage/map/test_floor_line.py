"""The floor of a valley, and how far from it one has landed, on a map of the article's loss."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Camera, Mobject

from optanim.base.window import Window
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import path_inside
from optanim.stage.draw.paths import polyline
from optanim.stage.draw.plates import around, half_size
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.floor_line import FloorLine, off_floor
from optanim.studies.racing import Race
from tests.references import article_directions, article_minimizer


@pytest.fixture
def canvas() -> Canvas:
    return Canvas.of(Camera(), DARK, Words.load("en"))


def test_the_floor_runs_through_the_minimum_along_the_flat_direction(canvas: Canvas) -> None:
    race = Race.of(article(), [make("GD", lr=0.1)], 8)
    chart = ContourMap(canvas, race.problem, race.window, canvas.frame.inset(200))
    floor = FloorLine(canvas, chart, race.problem)
    (line,), (board, _) = floor, floor.sign
    lowest, (_, directions) = chart.locate(article_minimizer()), article_directions()
    away = (line.points - lowest)[:, :2] @ directions[:, 1]
    assert np.abs(away).max() < 0.01 * canvas.px
    assert np.ptp(line.points[:, 0]) > 0.9 * chart.region.size[0]
    for corner in (board.get_corner((-1, -1, 0)), board.get_corner((1, 1, 0))):
        assert (chart.region.low < corner[:2]).all() and (corner[:2] < chart.region.high).all()


def test_names_keep_clear_of_what_is_there(canvas: Canvas) -> None:
    """That of the floor, and that of the ruler: wherever something else stands.

    Six of each are more than fit beside the floor's ends and right beside the head.
    """
    run = Race.of(article(), [make("GD", lr=0.1)], 8).trajectories["GD"]
    chart = ContourMap(canvas, run.problem, Window((-8.0, 8.0), (-4.0, 10.0)), canvas.frame)
    taken: list[Mobject] = [*chart.minimum]
    for _ in range(6):
        names = [
            FloorLine(canvas, chart, run.problem, taken).sign[0],
            off_floor(canvas, chart, run.problem, run.params[5], "off", taken)[1][0],
        ]
        for name in names:
            for other in taken:
                apart = np.abs(name.get_center() - other.get_center())[:2]
                assert (apart - half_size(name) - half_size(other)).max() > -1e-9
        taken += names


def test_names_keep_clear_of_trails(canvas: Canvas) -> None:
    """Wherever those have come along; and the ruler is without its name, which stands above all."""
    run = Race.of(article(), [make("GD", lr=0.1)], 8).trajectories["GD"]
    chart = ContourMap(canvas, run.problem, Window((-8.0, 8.0), (-4.0, 10.0)), canvas.frame)
    ends = []
    for turn in (0.0, 1.5):
        trail = canvas.line("#FFFFFF", 4.0)
        middle = chart.locate(run.params[5])[:2] if not ends else ends[0].get_center()[:2]
        way = np.array([[-1.0, turn], [1.0, -turn]]) * 60.0 * canvas.px + middle
        trail.points = polyline(way)
        ruler, name = off_floor(canvas, chart, run.problem, run.params[5], "off", [trail])
        assert len(ruler) == 3 and name[1].words == "off"
        assert not path_inside(way, around(name, canvas.px))
        ends.append(name)
    assert np.abs(ends[0].get_center() - ends[1].get_center()).max() > 0.0


def test_the_ruler_is_as_long_as_one_is_off(canvas: Canvas) -> None:
    race = Race.of(article(), [make("GD", lr=0.1)], 8)
    chart = ContourMap(canvas, race.problem, race.window, canvas.frame.inset(200))
    run, (_, directions) = race.trajectories["GD"], article_directions()
    for step in (0, 5):
        off = (run.params[step] - article_minimizer()) @ directions[:, 1]
        start, end = off_floor(canvas, chart, run.problem, run.params[step], "off")[0][0].points[
            [0, 3], :2
        ]
        assert np.hypot(*(end - start)) == pytest.approx(abs(off) * chart.unit)
        assert np.allclose(end, chart.locate(run.params[step])[:2])
