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
                       (((-4.9, 4.0), (-4.9, 3.0), (-4.9, 2.0)), [1, 0])):  # fmt: skip
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
    assert len({tuple(side) for side in SIDES}) == len(SIDES) == 8


def test_where_a_racer_is_off_the_map_its_name_is_not_asked_for(canvas, chart) -> None:
    """It stands on the map while it is seen, wherever it would stand when it is not."""
    run = Walking((4.9, 0.0), (4.9, 0.0), *[(-5.2, 0.0)] * 30)
    steps = np.concatenate([np.linspace(0.0, 1.0, 5), np.arange(2.0, 31.0)])
    text = {"one": canvas.text("a long name", SMALL)}
    assert best_sides(canvas, chart, {"one": run}, text, steps)["one"].tolist() == [-1, 0]
