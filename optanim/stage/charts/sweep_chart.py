"""What a sweep found: steps until the loss stays small, against the swept value."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import LEFT, VGroup

from optanim.look.shapes import CIRCLE
from optanim.stage.charts.scales import Linear
from optanim.stage.charts.steps_chart import NEVER, StepsChart
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon, polyline
from optanim.studies.sweeping import Sweep

RING = 15.0  # design pixels: radius of the cursor's ring
LABEL = 56.0  # design pixels between the limit's line and its name


class SweepChart(StepsChart):
    """Axes for ``sweep``: the value linear, the steps logarithmic, above them "never".

    ``limit`` is a value that gets a dashed line and ``label``, a formula.
    """

    def __init__(
        self, canvas: Canvas, region: Region, sweep: Sweep, title: str, limit: float, label: str
    ) -> None:
        values = Linear(0.0, 1.02 * float(max(sweep.values)))
        super().__init__(canvas, region, [sweep], values, title)
        self.add(self._limit(limit, label))

    def describe(self, width: int) -> dict[str, Any]:
        """Where it lies in a frame ``width`` pixels wide, and what its edges stand for."""
        scale = {
            "values": [self.across.low, self.across.high],
            "steps": [self.upward.low, self.upward.high],
            "swept": self.values.tolist(),
        }
        middle = self.region.cut(top=NEVER / 2)
        never = self.canvas.pixels(middle, width)["top"]
        return {"pixels": self.canvas.pixels(self.field, width), "never": never, **scale}

    def _limit(self, value: float, label: str) -> VGroup:
        """A dashed line, its name well to the left, where a cliff below the limit leaves room."""
        canvas = self.canvas
        x = self.locate(np.array([value]), np.ones(1))[0, 0]
        line = canvas.line(canvas.theme.limit, 3)
        ends = np.array([[x, self.region.bottom], [x, self.region.top]])
        line.points = canvas.dashes(ends)
        name = canvas.math(label, SMALL, canvas.theme.limit)
        name.next_to((x, self.field.at(0, 0.86)[1], 0.0), LEFT, buff=LABEL * canvas.px)
        return VGroup(line, name)


class SweepCursor(VGroup):
    """A line up from the axis at the present value, and a ring where it meets the curve."""

    def __init__(self, canvas: Canvas, chart: SweepChart) -> None:
        super().__init__(
            canvas.line(canvas.theme.text, 2.0, 0.7), canvas.line(canvas.theme.text, 3.5)
        )
        self.corners = chart.corners(chart.sweep)
        self.foot, self.radius = chart.region.bottom, RING * canvas.px
        self.ring = polygon(CIRCLE * self.radius)

    def show_at(self, moment: Moment) -> None:
        """Stand at the value number ``moment.step``, rounded: only swept values are shown."""
        here = self.corners[round(moment.step)]
        line, ring = self.submobjects
        ends = np.array([[here[0], self.foot], [here[0], here[1] - self.radius]])
        line.points = polyline(ends)
        ring.points = self.ring + np.append(here, 0.0)
