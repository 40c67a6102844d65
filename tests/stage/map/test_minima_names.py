"""Several minima of one map have names, which a race's result uses, too."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from manim import Camera

from optanim.base.window import Window
from optanim.look import race_words
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import surface
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.plates import half_size
from optanim.stage.draw.type import Type
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.minima_names import minima_names
from optanim.stories.findings.story import endings
from optanim.studies.racing import Race

CANVAS = Canvas.of(Camera(), DARK, Words.load("en"))
WHOLE = Window((-8.0, 8.0), (-6.0, 6.0))


def named(window: Window, way: np.ndarray | None = None, loss: str = "himmelblau") -> list[Type]:
    problem = surface(loss)
    chart = ContourMap(CANVAS, problem, window, CANVAS.frame.inset(150))
    ways = [np.zeros((2, 2)) if way is None else way]
    names = [part for part in minima_names(CANVAS, chart, problem, ways) if isinstance(part, Type)]
    for name in names:
        low, high = name.get_corner((-1, -1, 0))[:2], name.get_corner((1, 1, 0))[:2]
        assert (low > chart.region.low).all() and (high < chart.region.high).all()
    for one, other in combinations(names, 2):
        apart = np.abs(one.get_center() - other.get_center())[:2]
        assert (apart - half_size(one) - half_size(other)).max() > 0.0
    return names


def test_each_has_the_name_that_the_result_gives_it() -> None:
    race = Race.of(surface("himmelblau"), [make("GD", lr=0.01)], 200)
    said = race_words.outcome(CANVAS.words, race, "GD", endings(race, 1e-3)["GD"])
    names = [name.words for name in named(WHOLE)]
    assert len(names) == len(set(names)) == 4
    assert sum(name in "".join(said.split()) for name in names) == 1


@pytest.mark.parametrize("loss", ["rosenbrock", "saddle"])
def test_a_single_minimum_needs_none(loss: str) -> None:
    assert not named(WHOLE, loss=loss)


def test_those_out_of_view_have_none_and_the_only_one_in_view_neither() -> None:
    assert not named(Window((2.0, 4.0), (1.0, 3.0)))
    assert len(named(Window((1.0, 5.0), (-3.0, 3.0)))) == 2


def test_a_name_makes_way_for_who_walks_there() -> None:
    """A way along one side of the minimum (3, 2), and back: the name is on another side."""
    before = next(name for name in named(WHOLE) if name.words == "(3,2)").get_center()
    minimum = np.array([3.0, 2.0])
    problem = surface("himmelblau")
    chart = ContourMap(CANVAS, problem, WHOLE, CANVAS.frame.inset(150))
    towards = (before - chart.locate(minimum))[:2] / chart.unit
    way = np.stack([minimum, minimum + 2.0 * towards, minimum])
    after = next(name for name in named(WHOLE, way) if name.words == "(3,2)").get_center()
    assert np.hypot(*(after - before)[:2]) > 0.1
