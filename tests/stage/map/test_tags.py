"""On which side of their heads names stand."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Camera

from optanim.base.window import Window
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.runs.problem import article
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.tags import SIDES, best_sides
from optanim.stage.map.walker import tag_offset
from tests.stage.places import rectangle

STEPS = np.linspace(0.0, 2.0, 21)


@pytest.fixture(scope="module")
def canvas() -> Canvas:
    return Canvas.of(Camera(), DARK, Words.load("en"))


@pytest.fixture(scope="module")
def chart(canvas: Canvas) -> ContourMap:
    return ContourMap(canvas, article(), Window((-5.0, 5.0), (-5.0, 5.0)), rectangle(-3, -3, 3, 3))


class Walking:
    """What walks through ``rows``, straight from one to the next."""

    def __init__(self, *rows: tuple[float, float]) -> None:
        self.params = np.array(rows)

    def at(self, step: float) -> np.ndarray:
        """Where it is."""
        return np.array([np.interp(step, range(len(self.params)), p) for p in self.params.T])


def test_at_the_edge_a_name_stands_on_the_side_of_the_map(canvas, chart) -> None:
    text = {"one": canvas.text("a long name", SMALL)}
    for rows, side in ((((4.9, 0.0), (4.9, 1.0), (4.9, 2.0)), [-1, 0]),
                       (((-4.9, 4.0), (-4.9, 3.5), (-4.9, 3.0)), [1, 0])):  # fmt: skip
        assert (
            best_sides(canvas, chart, {"one": Walking(*rows)}, text, STEPS)["one"].tolist() == side
        )


@pytest.mark.parametrize("count", [2, 3, 6])
def test_names_of_racers_side_by_side_do_not_cover_one_another(canvas, chart, count) -> None:
    """Sampled points of every name's plate lie in no other's, and in no head."""
    runs = {f"racer {k}": Walking((-2.0, k - 2.5), (0.0, k - 2.5), (2.0, k - 2.5))
            for k in range(count)}  # fmt: skip
    texts = {name: canvas.text(name, SMALL) for name in runs}
    sides = best_sides(canvas, chart, runs, texts, STEPS)
    for step in STEPS:
        boxes = []
        for name, run in runs.items():
            half = half_size(plate(canvas, texts[name]))
            here = chart.locate(run.at(step)) + tag_offset(canvas, half, sides[name])
            boxes.append((here[:2] - half, here[:2] + half))
        for k, (low, high) in enumerate(boxes):
            for other_low, other_high in boxes[k + 1 :]:
                assert (np.minimum(high, other_high) - np.maximum(low, other_low)).min() <= 1e-9


def test_every_side_is_another_one() -> None:
    assert len({tuple(side) for side in SIDES}) == len(SIDES) == 12


def test_where_a_racer_is_off_the_map_its_name_is_not_asked_for(canvas, chart) -> None:
    """It stands on the map while it is seen, wherever it would stand when it is not."""
    run = Walking((4.9, 0.0), (4.9, 0.0), *[(-5.2, 0.0)] * 30)
    steps = np.concatenate([np.linspace(0.0, 1.0, 5), np.arange(2.0, 31.0)])
    text = {"one": canvas.text("a long name", SMALL)}
    assert best_sides(canvas, chart, {"one": run}, text, steps)["one"].tolist() == [-1, 0]


def _box(canvas, chart, text, here, side) -> tuple[np.ndarray, np.ndarray]:
    """The lower left and the upper right corner of a name's plate."""
    half = half_size(plate(canvas, text))
    middle = chart.locate(np.array(here))[:2] + tag_offset(canvas, half, side)[:2]
    return middle - half, middle + half


def test_where_the_film_stands_counts_more_than_where_all_pass(canvas, chart) -> None:
    """Somebody is at the right for a moment while all stand, and elsewhere for long."""
    one, two = Walking((0.0, 4.0), (0.0, 4.0)), Walking((0.5, 4.0), (-0.5, 4.0))
    text = {name: canvas.text("name", SMALL) for name in ("one", "two")}
    steps = np.full(20, 1.0)
    for held, hidden in (([0.0] * 5, -1), ([], 1)):
        side = best_sides(canvas, chart, {"one": one, "two": two}, text, steps, held=held)["one"]
        low, high = _box(canvas, chart, text["one"], (0.0, 4.0), side)
        for step, sign in ((0.0, 1), (1.0, -1)):
            here = chart.locate(two.at(step))[:2]
            covered = bool(((low < here) & (here < high)).all())
            assert not covered or sign == hidden


def test_a_name_leaves_the_map_only_where_nothing_else_helps(canvas, chart) -> None:
    """Not even to cover a head less, which is bad enough."""
    walls = {f"{y}": Walking((4.0, y), (4.0, y)) for y in (-0.4, 0.0, 0.4)}
    runs = {"one": Walking((4.7, 0.0), (4.7, 0.0)), **walls}
    texts = {name: canvas.text("a long name", SMALL) for name in runs}
    sides = best_sides(canvas, chart, runs, texts, STEPS)
    low, high = _box(canvas, chart, texts["one"], (4.7, 0.0), sides["one"])
    assert (low >= chart.region.low).all() and (high <= chart.region.high).all()


def test_names_keep_off_trails_and_numbers_if_they_can(canvas) -> None:
    """A racer that has come from the right has its name elsewhere; so where a number stands."""
    place = canvas, article(), Window((-5.0, 5.0), (-5.0, 5.0)), rectangle(-3, -3, 3, 3)
    chart, labelled = ContourMap(*place), ContourMap(*place, labelled=True)
    text = {"one": canvas.text("name", SMALL)}
    came = Walking((4.0, -2.0), (-1.0, -2.0))
    side = best_sides(canvas, chart, {"one": came}, text, np.array([1.0]), held=[1.0])["one"]
    low, high = _box(canvas, chart, text["one"], (-1.0, -2.0), side)
    y = chart.locate(np.array([-1.0, -2.0]))[1]
    assert not (low[1] < y < high[1] and high[0] > chart.locate(np.array([-0.9, -2.0]))[0])
    number = labelled.labels[1].get_center()[:2]
    beside = (number - [0.4, 0.0] - labelled.region.low) / labelled.unit - 5.0
    stands = Walking(tuple(beside), tuple(beside))
    side = best_sides(canvas, labelled, {"one": stands}, text, STEPS)["one"]
    low, high = _box(canvas, labelled, text["one"], beside, side)
    assert not ((low < number) & (number < high)).all()
