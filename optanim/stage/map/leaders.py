"""What leads from the true places of racers to their heads, where those are set out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import VGroup, VMobject

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import contains
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.marks import ROUND
from optanim.stage.draw.paths import NOTHING, polygon, polyline
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.crowd import Crowd

WIDTH, EDGE = 3.6, 1.4  # design pixels: of a leader, and of its rim on either side
DOT = 4.0  # design pixels: radius of the dot at a leader's end, without its stroke


def leaders(
    canvas: Canvas, chart: ContourMap, runs: Mapping[str, Trajectory], crowd: Crowd
) -> list[VMobject]:
    """What is drawn over trails and below names and heads, where racers walk in a ``crowd``.

    A thin line to each head that is set out, the crosses of the map's minima once more, which
    trails and lines would hide, and a dot on each head's true place.
    """
    if not crowd.spreads:
        return []
    lines = [Leader(canvas, chart, run, name, crowd) for name, run in runs.items()]
    return [*lines, _Crosses(chart), *(line.dot for line in lines)]


class Leader(VMobject):
    """A thin line from a head's true place to where it is set out; ``dot`` marks that place."""

    def __init__(
        self, canvas: Canvas, chart: ContourMap, run: Trajectory, name: str, crowd: Crowd
    ) -> None:
        super().__init__(stroke_color=canvas.theme.racer(name), fill_opacity=0.0)
        _outlined(self, canvas)
        self.run, self.chart, self.crowd = run, chart, crowd
        self.dot = _Dot(canvas, name)

    def show_at(self, moment: Moment) -> None:
        """Lead to where the head is at ``moment``, if it is set out."""
        here = self.chart.locate(self.run.at(moment.step))
        place = self.crowd.place(self.run, moment.step, here)
        alone = place is here or not contains(self.chart.region, here)
        self.points = NOTHING if alone else polyline(np.array([here, place]))
        self.dot.points = NOTHING if alone else self.dot.shape + here


class _Dot(VMobject):
    """Moved by its leader."""

    def __init__(self, canvas: Canvas, name: str) -> None:
        color = canvas.theme.racer(name)
        super().__init__(stroke_color=color, fill_color=color, fill_opacity=1.0)
        _outlined(self, canvas)
        self.shape = polygon(DOT * canvas.px * ROUND[::2])

    def show_at(self, moment: Moment) -> None:
        """Nothing: it is where its leader has put it."""


class _Crosses(VGroup):
    """The crosses on a map's minima, none where these are a line."""

    def __init__(self, chart: ContourMap) -> None:
        super().__init__(*(chart.minimum.copy() if chart.crossed else ()))

    def show_at(self, moment: Moment) -> None:
        """Nothing: they never move."""


def _outlined(mark: VMobject, canvas: Canvas) -> None:
    """Give ``mark`` the width of a leader and a rim."""
    mark.set_stroke(width=canvas.stroke(WIDTH))
    mark.set_stroke(canvas.theme.rim, canvas.stroke(WIDTH + 2.0 * EDGE), 1.0, background=True)
