"""One number of a run against the step, on a logarithmic axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, VGroup, VMobject

from optanim.stage.charts.chart import Chart
from optanim.stage.charts.scales import Linear, Logarithmic
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon, polyline

CURVE = 3.0  # design pixels: width of the curve
POINT = 9.0  # design pixels: radius of the racer's shape at its end
ABOVE, ASIDE = 30.0, 16.0  # design pixels from a line to the words' middle; from the right edge


class LogChart(Chart):
    """Axes for numbers on ``scale`` over steps 0 to ``steps``.

    ``title`` names the number. ``level`` (value, words) is drawn dashed, its words above it at
    the left; ``floor`` are words for the axis's lower end, at the right.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        scale: Logarithmic,
        steps: int,
        title: str,
        level: tuple[float, str] | None = None,
        floor: str = "",
    ) -> None:
        titles = canvas.words("chart.step"), title
        super().__init__(canvas, region, Linear(0, steps, whole=True), scale, titles)
        if level is not None:
            self.add(*self._level(*level))
        if floor:
            text = canvas.text(floor, SMALL, canvas.theme.muted)
            self.add(text.next_to(region.at(1, 0, right=-ASIDE, up=ABOVE), LEFT, buff=0.0))

    def _level(self, value: float, words: str) -> Sequence[VMobject]:
        color = self.canvas.theme.accent
        line = self.canvas.line(color, 2.5)
        height = float(self.upward.share(np.array(value)))
        line.points = self.canvas.dashes(self.region.points(np.array([0.0, 1.0]), height))
        text = self.canvas.text(words, SMALL, color)
        return line, text.next_to(self.region.at(0.3, height, up=ABOVE), RIGHT, buff=0.0)


class LogCurve(VGroup):
    """``values`` (n,), one a row, up to the present, with the racer's shape at its end."""

    def __init__(self, canvas: Canvas, chart: LogChart, values: np.ndarray, name: str) -> None:
        color = canvas.theme.racer(name)
        curve = canvas.line(color, CURVE)
        point = canvas.shape(color, canvas.theme.background, 2)
        super().__init__(curve, point)
        self.outline = polygon(canvas.theme.outline(name) * POINT * canvas.px)
        self.corners = chart.locate(np.arange(float(len(values))), values)

    def show_at(self, moment: Moment) -> None:
        """Draw the curve up to ``moment``, straight between two rows."""
        step = min(max(moment.step, 0.0), len(self.corners) - 1.0)
        row = int(step + 1e-9)
        after = min(row + 1, len(self.corners) - 1)
        here = self.corners[row] + (step - row) * (self.corners[after] - self.corners[row])
        curve, point = self.submobjects
        curve.points = polyline(np.concatenate([self.corners[: row + 1], here[None]]))
        point.points = self.outline + np.append(here, 0.0)
