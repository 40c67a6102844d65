"""What a sweep found: steps until the loss stays small, against the swept value."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import LEFT, VGroup, VMobject

from optanim.base import numbers
from optanim.look.shapes import CIRCLE
from optanim.stage.charts.chart import Chart
from optanim.stage.charts.scales import Linear, Logarithmic
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import joined, polygon, polyline
from optanim.studies.racing import Race
from optanim.studies.sweeping import Sweep

CURVE = 5.0  # design pixels: width of the curve
MARK = 8.5  # design pixels: radius of a torch run's mark
RING = 15.0  # design pixels: radius of the cursor's ring
NEVER = 64.0  # design pixels: height of the band for what never arrives
LABEL = 56.0  # design pixels between the limit's line and its name


class SweepChart(Chart):
    """Axes for ``sweep``: the value linear, the steps logarithmic, above them "never".

    What does not arrive within the steps that were taken lies in a band of its own on top.
    ``limit`` is a value that gets a dashed line and ``label``, a formula.
    """

    def __init__(
        self, canvas: Canvas, region: Region, sweep: Sweep, title: str, limit: float, label: str
    ) -> None:
        self.sweep, self.values = sweep, np.array(sweep.values)
        arrivals = sweep.arrivals[np.isfinite(sweep.arrivals)]
        lowest = float(arrivals.min()) if len(arrivals) else sweep.steps / 10
        values = Linear(0.0, 1.02 * float(self.values.max()))
        steps = Logarithmic(numbers.round_down(lowest / 1.2), float(sweep.steps))
        titles = title, canvas.words("sweep.steps", tolerance=sweep.tolerance)
        super().__init__(canvas, region, values, steps, titles, top=NEVER)
        self.add(self._band(), self._limit(limit, label))

    def locate(self, values: np.ndarray, arrivals: np.ndarray) -> np.ndarray:
        """Scene points (n, 2) of ``arrivals`` (n,) at ``values`` (n,); infinite: in the band."""
        places = super().locate(values, arrivals)
        places[~np.isfinite(arrivals), 1] = self.never
        return places

    @property
    def never(self) -> float:
        """The height at which lies what does not arrive, in scene units."""
        return (self.field.top + self.region.top) / 2

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

    def marks(self, race: Race, color: str) -> VMobject:
        """A disc with a dark rim for each run of ``race``, at its own value and arrival."""
        marks = self.canvas.shape(color, self.canvas.theme.rim, 3)
        runs = race.trajectories.values()
        values = np.array([run.optimizer.settings[self.sweep.keyword] for run in runs])
        arrivals = np.array([run.arrival(self.sweep.tolerance) for run in runs], dtype=float)
        spots = self.locate(values, np.where(np.isnan(arrivals), np.inf, arrivals))
        disc = CIRCLE * MARK * self.canvas.px
        marks.points = joined(polygon(spot + disc) for spot in spots)
        return marks

    def _band(self) -> VGroup:
        """The band of what never arrives, and its name."""
        canvas = self.canvas
        edge = canvas.line(canvas.theme.frame, 1.5)
        edge.points = polyline(np.array([self.field.at(0, 1), self.field.at(1, 1)]))
        words = canvas.words("sweep.never", steps=self.sweep.steps)
        name = canvas.text(words, SMALL, canvas.theme.muted)
        room = self.region.cut(bottom=self.field.height)
        return VGroup(edge, room.place_type(name, x=0.5))

    def _limit(self, value: float, label: str) -> VGroup:
        """A dashed line, its name well to the left, where a cliff below the limit leaves room."""
        canvas = self.canvas
        x = self.locate(np.array([value]), np.ones(1))[0, 0]
        line = canvas.line(canvas.theme.accent, 3)
        ends = np.array([[x, self.region.bottom], [x, self.region.top]])
        line.points = canvas.dashes(ends)
        name = canvas.math(label, SMALL, canvas.theme.accent)
        name.next_to((x, self.field.at(0, 0.86)[1], 0.0), LEFT, buff=LABEL * canvas.px)
        return VGroup(line, name)


class SweepCurve(VGroup):
    """The curve from the first value to the present one, ``moment.step`` being its number."""

    def __init__(self, canvas: Canvas, chart: SweepChart, color: str, whole: bool = False) -> None:
        super().__init__(canvas.line(color, CURVE), canvas.line(color, CURVE))
        self.whole = whole
        sweep = chart.sweep
        self.corners = chart.locate(chart.values, sweep.arrivals)
        self.arrives = np.isfinite(sweep.arrivals)

    def show_at(self, moment: Moment) -> None:
        """Draw what arrives as one line, what does not as another, none across the gap."""
        last = len(self.corners) if self.whole else round(moment.step) + 1
        for line, kind in zip(self.submobjects, (True, False), strict=True):
            cuts = np.flatnonzero(np.diff(self.arrives[:last])) + 1
            pieces = np.split(np.arange(last), cuts)
            drawn = [polyline(self.corners[p]) for p in pieces if self.arrives[p[0]] == kind]
            line.points = joined(drawn)


class SweepCursor(VGroup):
    """A line up from the axis at the present value, and a ring where it meets the curve."""

    def __init__(self, canvas: Canvas, chart: SweepChart) -> None:
        super().__init__(
            canvas.line(canvas.theme.text, 2.0, 0.7), canvas.line(canvas.theme.text, 3.5)
        )
        self.corners = chart.locate(chart.values, chart.sweep.arrivals)
        self.foot, self.radius = chart.region.bottom, RING * canvas.px
        self.ring = polygon(CIRCLE * self.radius)

    def show_at(self, moment: Moment) -> None:
        """Stand at the value number ``moment.step``, rounded: only swept values are shown."""
        here = self.corners[round(moment.step)]
        line, ring = self.submobjects
        ends = np.array([[here[0], self.foot], [here[0], here[1] - self.radius]])
        line.points = polyline(ends)
        ring.points = self.ring + np.append(here, 0.0)
