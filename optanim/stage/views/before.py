"""What stands there before anyone races: the start, and the formula of the loss."""

from __future__ import annotations

import numpy as np
from manim import MathTypst, VGroup, VMobject

from optanim.look.formulas import LOSSES
from optanim.look.shapes import SHAPES
from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.walker import HEAD
from optanim.studies.racing import Race

PAD, AWAY = 7.0, 30.0  # pixels at 1080: around the word on its plate; from the mark to it


def start_mark(canvas: Canvas, chart: ContourMap, race: Race) -> VGroup:
    """A ring at the start, and the word beside it, towards the middle of the map."""
    theme, px = canvas.theme, canvas.px
    here = chart.locate(next(iter(race.trajectories.values())).params[0])
    ring = VMobject(
        stroke_color=theme.text, stroke_width=canvas.stroke(4),
        fill_color=theme.rim, fill_opacity=0.6,
    )  # fmt: skip
    ring.points = polygon(SHAPES["GD"] * HEAD * px) + here
    text = canvas.text(canvas.words("own.start"), SMALL)
    side = 1.0 if here[0] < chart.region.center[0] else -1.0
    text.move_to(here + np.array([side * (text.width / 2 + AWAY * px), 0.0, 0.0]))
    plate = VMobject(fill_color=theme.panel, fill_opacity=0.82, stroke_width=0.0)
    half = np.array([text.width / 2 + PAD * px, text.height / 2 + PAD * px])
    plate.points = polygon(half * np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]))
    return VGroup(ring, plate.shift(text.get_center()), text)


def formula(canvas: Canvas, region: Region, race: Race) -> list[MathTypst]:
    """The formula of the race's loss, if there is one, at the top of ``region``."""
    key = race.problem.loss.key
    if key not in LOSSES:
        return []
    math = canvas.math(LOSSES[key], LARGE)
    if math.width > region.width:
        math.scale(region.width / math.width)
    return [region.place(math, x=0.0, y=1.0)]
