"""How soon several racers arrive, against their learning rate: a curve a racer."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import VGroup, VMobject

from optanim.look.shapes import CIRCLE
from optanim.stage.charts.scales import Logarithmic
from optanim.stage.charts.steps_chart import StepsChart
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon, polyline
from optanim.studies.sweeping import Sweep

SHAPE, RING = 11.0, 21.0  # design pixels: radius of a racer's shape, and of the ring around a best


class RatesChart(StepsChart):
    """Axes for ``sweeps`` by racer's name, all over the same learning rates, logarithmic."""

    def __init__(self, canvas: Canvas, region: Region, sweeps: Mapping[str, Sweep]) -> None:
        first = next(iter(sweeps.values()))
        across = Logarithmic(float(min(first.values)), float(max(first.values)))
        title = canvas.words("sweep.rate")
        super().__init__(canvas, region, [*sweeps.values()], across, title, "rates.steps")
        self.by_name = sweeps

    def best(self, name: str) -> VGroup:
        """The racer's shape at its best rate, in a ring."""
        sweep, theme, px = self.by_name[name], self.canvas.theme, self.canvas.px
        here = self.corners(sweep)[sweep.best]
        shape = self.canvas.shape(theme.racer(name), theme.rim, 3)
        shape.points = polygon(theme.outline(name) * SHAPE * px + here)
        ring = self.canvas.line(theme.text, 3.5)
        ring.points = polygon(CIRCLE * RING * px + here)
        return VGroup(ring, shape)


class RatesCursor(VGroup):
    """A line up from the axis at the present rate, and every racer's shape on its curve."""

    def __init__(self, canvas: Canvas, chart: RatesChart) -> None:
        theme, px = canvas.theme, canvas.px
        shapes = {name: canvas.shape(theme.racer(name), theme.rim, 3) for name in chart.by_name}
        super().__init__(canvas.line(theme.text, 2.0, 0.7), *shapes.values())
        self.corners = [chart.corners(sweep) for sweep in chart.sweeps]
        self.outlines = [theme.outline(name) * SHAPE * px for name in shapes]
        self.region = chart.region

    def show_at(self, moment: Moment) -> None:
        """Stand at the rate number ``moment.step``, rounded: only swept rates are shown."""
        number = round(moment.step)
        line, *shapes = self.submobjects
        x = self.corners[0][number, 0]
        line.points = polyline(np.array([[x, self.region.bottom], [x, self.region.top]]))
        for shape, corners, outline in zip(shapes, self.corners, self.outlines, strict=True):
            assert isinstance(shape, VMobject)
            shape.points = polygon(outline + corners[number])
