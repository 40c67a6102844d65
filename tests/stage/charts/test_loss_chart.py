"""The name of the goal on a chart of losses has no curve behind it."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Camera

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.charts.clear import behind
from optanim.stage.charts.loss_chart import LossChart
from optanim.stage.draw.canvas import Canvas
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


def test_a_mark_alone_stands_where_the_name_has_no_room() -> None:
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    racers = [make(name) for name in ("GD", "Momentum", "RMSprop", "Adam")]
    runs = Race.of(article(), racers, 100).trajectories
    chart = LossChart(canvas, rectangle(-1.2, -1.0, 1.2, 1.2), runs, 100, 1e-3)
    written = [part.words for part in chart.get_family() if isinstance(part, Type)]
    assert "✓" in written and not any("within" in words for words in written)
