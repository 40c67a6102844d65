"""A point of the map that is no optimizer's."""

from __future__ import annotations

from manim import VMobject

from optanim.look.shapes import CIRCLE
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.ground import Plane
from optanim.stage.draw.marks import HEAD, RIM
from optanim.stage.draw.paths import polygon
from optanim.stage.draw.way import Way


class Spot(VMobject):
    """A disc of one ``color`` where a ``way`` leads, as large as a racer's head."""

    def __init__(self, canvas: Canvas, chart: Plane, way: Way, color: str) -> None:
        super().__init__(
            fill_color=color,
            fill_opacity=1.0,
            stroke_color=canvas.theme.rim,
            stroke_width=canvas.stroke(RIM),
        )
        self.chart, self.way = chart, way
        self.outline = polygon(CIRCLE * HEAD * canvas.px)

    def show_at(self, moment: Moment) -> None:
        """Be where the way is at ``moment``."""
        self.points = self.outline + self.chart.locate(self.way.at(moment.step))
