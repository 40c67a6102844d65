"""Both directions' charts are equally high, and what they show is said once, beside both."""

from __future__ import annotations

import pytest
from manim import Camera

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.charts.power_chart import PowerChart
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.views.descent_view import DescentView
from optanim.stage.views.directions_view import DirectionsView
from optanim.studies.racing import Race


@pytest.mark.parametrize("size", [(480, 270), (360, 270), (270, 480)])
def test_two_charts_have_one_height_and_one_title(size: tuple[int, int]) -> None:
    canvas = framed(*size)
    race = Race.of(article(), [make("GD", lr=0.1)], 30)
    view = DescentView(canvas, Sheet.of(canvas), race, 5, 1e-3)
    parts = DirectionsView(view, view.run, 14)
    shown = [part for share in parts.shares for part in share.get_family()]
    along, across = (part.region for part in shown if isinstance(part, PowerChart))
    assert along.height == pytest.approx(across.height) and along.height > 120.0
    (title,) = (part for part in shown if isinstance(part, Type) and part.words == "shareleft")
    assert across.bottom < title.get_bottom()[1] and title.get_top()[1] < along.top
    for part in shown:
        if isinstance(part, Type) and part is not title:
            assert part.get_left()[0] > title.get_right()[0]


def framed(width: int, height: int) -> Canvas:
    """Of a frame so many pixels large, 8 units on its shorter side."""
    unit = min(width, height) / 8.0
    size = {"frame_width": width / unit, "frame_height": height / unit}
    camera = Camera(pixel_width=width, pixel_height=height, **size)
    return Canvas.of(camera, DARK, Words.load("en"))
