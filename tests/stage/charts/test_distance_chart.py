"""The distance from the minimum, down to the last digits of numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from manim import Camera

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.stage.charts.distance_chart import DistanceChart, DistanceCurve
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.type import Type
from tests.references import article_loop, article_minimizer
from tests.stage.places import PX, rectangle


def test_the_curve_ends_at_the_present_distance_on_a_logarithmic_axis() -> None:
    """Of gradient descent, by a loop; what is smaller than the axis stands on its lower end."""
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    run = trace(Run(article(), make("GD"), steps=400))
    place = rectangle(0.0, 0.0, 4.0, 1.6)
    chart = DistanceChart(canvas, place, 20, 420)
    curve = DistanceCurve(canvas, chart, run, "#FFFFFF")
    ways = np.hypot(*(article_loop("GD", 60).params - article_minimizer()).T)
    for step in (20, 33, 60):
        curve.show_at(Moment(float(step)))
        *_, end = curve.submobjects
        across, up = end.get_center()[:2]
        assert across == pytest.approx((step - 20) / 400 * 4.0, abs=0.1 * PX)
        assert up == pytest.approx((np.log10(ways[step]) + 16) / 16 * 1.6, abs=0.1 * PX)
    curve.show_at(Moment(400.0))
    line, _ = curve.submobjects
    assert line.points[:, 1].min() >= -1e-9 and line.points[0, 0] == pytest.approx(0.0, abs=1e-9)


def test_numbers_of_steps_are_well_apart_below_a_wide_and_low_chart() -> None:
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    chart = DistanceChart(canvas, rectangle(0.0, 0.0, 780 * PX, 170 * PX), 83, 1600)
    numbers = [part for part in chart.bottom if isinstance(part, Type) and part.words.isdigit()]
    assert len(numbers) >= 3
    for one, other in pairwise(numbers):
        assert other.get_left()[0] - one.get_right()[0] > one.width
