"""How far a run is from the minimum, down to the last digits of its numbers."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.runs.trajectory import Trajectory
from optanim.stage.charts.chart import Chart
from optanim.stage.charts.scales import Linear, Logarithmic
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import ROUND
from optanim.stage.draw.paths import polygon, polyline

LEAST, MOST = 1e-16, 1.0  # of the axis: the last digit of numbers near 1, and about these
FEW = 5  # numbers of steps below it, at most
CURVE, POINT = 3.0, 6.0  # design pixels: width of the curve, and radius of its end


class DistanceChart(Chart):
    """Axes for the distance of a run from the minimum against its steps ``first`` to ``last``.

    The distance's axis is logarithmic, from 1e-16 to 1; a distance of 0 stands at its lower end.
    """

    def __init__(self, canvas: Canvas, region: Region, first: int, last: int) -> None:
        steps = Linear(float(first), float(last), most=FEW, whole=True)
        ways = Logarithmic(LEAST, MOST)
        titles = canvas.words("chart.step"), canvas.words("adaptive.distance")
        super().__init__(canvas, region, steps, ways, titles)


class DistanceCurve(VGroup):
    """The distance of ``run`` on ``chart`` in ``color``, from the chart's first step to now."""

    def __init__(self, canvas: Canvas, chart: DistanceChart, run: Trajectory, color: str) -> None:
        self.first = int(chart.across.low)
        ways = np.hypot(*(run.params - run.problem.known_minimizer).T)[self.first :]
        self.corners = chart.locate(self.first + np.arange(float(len(ways))), ways)
        self.end = POINT * canvas.px * ROUND
        curve = canvas.line(color, CURVE).set_fill(opacity=0.0)
        super().__init__(curve, canvas.shape(color, canvas.theme.background, 1.5))

    def show_at(self, moment: Moment) -> None:
        """Draw the curve up to ``moment``, straight between two steps."""
        step = min(max(moment.step - self.first, 0.0), len(self.corners) - 1.0)
        index = np.arange(len(self.corners))
        here = np.array([np.interp(step, index, self.corners[:, side]) for side in (0, 1)])
        curve, point = self.submobjects
        curve.points = polyline(np.vstack([self.corners[: int(step + 1e-9) + 1], here]))
        point.points = polygon(here + self.end)
