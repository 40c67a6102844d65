"""Steps until the loss stays small, against a swept value, for one sweep or for several."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from optanim.base import numbers
from optanim.stage.charts.chart import Chart
from optanim.stage.charts.scales import Logarithmic, Scale
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import joined, polyline
from optanim.studies.sweeping import Sweep

CURVE = 5.0  # design pixels: width of a curve
NEVER = 96.0  # design pixels: height of the band for what never arrives


class StepsChart(Chart):
    """Axes for ``sweeps``, all over the same values and steps: the steps upward, logarithmic.

    What does not arrive within the steps that were taken lies in a band of its own on top.
    ``across`` is the scale of the swept values, ``title`` their name; ``steps`` is under which the
    catalogue names the steps.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        sweeps: Sequence[Sweep],
        across: Scale,
        title: str,
        steps: str = "sweep.steps",
    ) -> None:
        self.sweeps, self.sweep = tuple(sweeps), sweeps[0]
        self.values = np.array(self.sweep.values)
        arrivals = np.concatenate([sweep.arrivals for sweep in sweeps])
        arrivals = arrivals[np.isfinite(arrivals)]
        most = float(self.sweep.steps)
        lowest = max(float(arrivals.min()), 1.0) if len(arrivals) else most / 10
        upward = Logarithmic(numbers.round_down(lowest / 1.2), most)
        titles = title, canvas.words(steps, tolerance=self.sweep.tolerance)
        super().__init__(canvas, region, across, upward, titles, top=NEVER)
        self.add(self._band())

    def locate(
        self, values: np.ndarray, arrivals: np.ndarray, lane: float | None = None
    ) -> np.ndarray:
        """Scene points (n, 2) of ``arrivals`` (n,) at ``values`` (n,); infinite: in the band.

        There they lie at the share ``lane`` of its height, in its middle unless given.
        """
        places = super().locate(values, arrivals)
        share = 0.5 if lane is None else lane
        never = self.field.top + share * (self.region.top - self.field.top)
        places[~np.isfinite(arrivals), 1] = never
        return places

    def corners(self, sweep: Sweep) -> np.ndarray:
        """The scene points (n, 2) of a sweep's curve: in the band each has a lane of its own."""
        lane = (self.sweeps.index(sweep) + 1.0) / (len(self.sweeps) + 1.0)
        return self.locate(self.values, sweep.arrivals, lane)

    def _band(self) -> VGroup:
        """The band of what never arrives, and its label on the axis: curves run all through it."""
        canvas = self.canvas
        edge = canvas.line(canvas.theme.frame, 1.5)
        edge.points = polyline(np.array([self.field.at(0, 1), self.field.at(1, 1)]))
        label = canvas.words("sweep.never")
        room = self.region.cut(bottom=self.field.height)
        return VGroup(edge, axes.beside(canvas, room, np.array([0.5]), [label], ""))


class SweepCurve(VGroup):
    """A sweep's curve from the first value to the present one, ``moment.step`` being its number."""

    def __init__(
        self, canvas: Canvas, chart: StepsChart, sweep: Sweep, color: str, whole: bool = False
    ) -> None:
        super().__init__(canvas.line(color, CURVE), canvas.line(color, CURVE))
        self.whole = whole
        self.corners = chart.corners(sweep)
        self.arrives = np.isfinite(sweep.arrivals)

    def show_at(self, moment: Moment) -> None:
        """Draw what arrives as one line, what does not as another, none across the gap."""
        last = len(self.corners) if self.whole else round(moment.step) + 1
        for line, kind in zip(self.submobjects, (True, False), strict=True):
            cuts = np.flatnonzero(np.diff(self.arrives[:last])) + 1
            pieces = np.split(np.arange(last), cuts)
            drawn = [polyline(self.corners[p]) for p in pieces if self.arrives[p[0]] == kind]
            line.points = joined(drawn)
