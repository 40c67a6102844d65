"""Names of curves stand beside the ends that these have got to."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Camera

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.stage.charts.chart import Chart
from optanim.stage.charts.end_names import APART, EndNames, apart
from optanim.stage.charts.scales import Linear
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from tests.stage.places import rectangle

UP, DOWN = np.linspace(5.0, 9.0, 11), np.linspace(5.0, 1.0, 11)


def test_heights_are_kept_apart_in_their_order_and_below_the_top() -> None:
    moved = apart(np.array([3.0, 1.0, 2.9, 3.0]), 0.5, top=3.2)
    assert moved == pytest.approx([2.7, 1.0, 2.2, 3.2])
    assert apart(np.array([1.0, 5.0]), 0.5, top=9.0) == pytest.approx([1.0, 5.0])


def test_a_name_stands_beside_its_end_once_it_has_one_of_its_own() -> None:
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    chart = Chart(canvas, rectangle(-3.0, -3.0, 3.0, 3.0), Linear(0, 10), Linear(0, 10), ("", ""))
    names = EndNames(chart, [canvas.text(word) for word in ("1.05", "0.5")], [UP, DOWN])
    names.show_at(Moment(0.0))
    assert [len(name.points) for name in names] == [0, 0]
    names.show_at(Moment(6.5))
    ends = chart.locate(np.full(2, 6.5), np.array([UP[6] + 0.2, DOWN[6] - 0.2]))
    for name, end in zip(names, ends, strict=True):
        assert name.get_center()[1] == pytest.approx(end[1])
        assert 0.0 < name.get_left()[0] - end[0] < 0.2
    same = EndNames(chart, [canvas.text(word) for word in "ab"], [UP, UP])
    same.show_at(Moment(10.0))
    low, high = sorted(name.get_center()[1] for name in same)
    assert high - low == pytest.approx(APART * canvas.px)
