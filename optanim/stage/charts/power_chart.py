"""A sequence that is multiplied by one factor a step: its bar, its dots, and its closed form."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from optanim.stage.charts.chart import Chart
from optanim.stage.charts.scales import Linear
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import ROUND
from optanim.stage.draw.paths import polygon, polyline

HEAD = 58.0  # design pixels: height of the row with words and formula
STRIP, BAR = 76.0, 34.0  # design pixels: width of the room for the bar, and of the bar
DOT = 8.0  # design pixels: radius of a dot
UNNAMED = 10.0  # design pixels left free below an axis without names


class PowerChart(Chart):
    """``factor``^k against k as a curve, under ``words`` and a ``formula`` in Typst's notation.

    Between whole steps the curve is the real part of the power, |f|^k cos(pi k) where f is
    negative. It begins at 1. Beside it is room for a bar. ``named`` tells whether the axis of
    steps has its numbers and title.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        factor: float,
        steps: int,
        words: str,
        formula: str,
        named: bool,
    ) -> None:
        self.steps = steps
        head, body = region.rows(HEAD, None)
        place = body.cut(left=axes.LEFT_MARGIN, bottom=axes.BELOW_MARGIN if named else UNNAMED)
        titles = canvas.words("chart.step") if named else "", canvas.words("power.left")
        across, upward = Linear(0, steps, most=6, whole=True), Linear(*low_and_high(factor))
        super().__init__(canvas, place, across, upward, titles, left=STRIP, right=DOT)
        name = head.place_type(canvas.text(words, SMALL, weight="MEDIUM"), x=0.0)
        power = head.place(canvas.math(formula, BODY), x=1.0)
        self.add(self._zero(), name, power, self._curve(factor))

    @property
    def strip(self) -> float:
        """The middle of the room for the bar, as an x in scene units."""
        return self.region.at(0, 0, right=STRIP / 2)[0]

    def _zero(self) -> VMobject:
        line = self.canvas.line(self.canvas.theme.frame, 2)
        line.points = polyline(self.region.points(np.array([0.0, 1.0]), self.upward.share(0.0)))
        return line

    def _curve(self, factor: float) -> VMobject:
        k = np.linspace(0.0, self.steps, 24 * self.steps + 1)
        values = np.abs(factor) ** k * (np.cos(np.pi * k) if factor < 0 else 1.0)
        line = self.canvas.line(self.canvas.theme.muted, 2.5)
        line.points = polyline(self.locate(k, values))
        return line


class PowerDots(VGroup):
    """``values`` (n,) on a `PowerChart` up to the present, and a bar as long as the last."""

    def __init__(self, canvas: Canvas, chart: PowerChart, values: np.ndarray, color: str) -> None:
        self.chart = chart
        self.values = values[: chart.steps + 1]
        self.corners = chart.locate(np.arange(len(self.values)), self.values)
        self.dot = DOT * canvas.px * ROUND
        center, half = chart.strip, BAR * canvas.px / 2
        self.sides = center - half, center + half
        self.bar = canvas.shape(color)
        self.dots = canvas.shape(color, canvas.theme.background, 1.5)
        self.thread = canvas.line(color, 2.0)
        super().__init__(self.thread, self.bar, self.dots)

    def show_at(self, moment: Moment) -> None:
        """Draw the dots of the rows reached, and the bar of the value at ``moment``."""
        step = min(moment.step, len(self.values) - 1.0)
        row = int(step + 1e-9)
        value = np.interp(step, np.arange(len(self.values)), self.values)
        x, top = self.chart.locate(np.array([step]), np.array([value]))[0]
        _, zero = self.chart.locate(np.zeros(1), np.zeros(1))[0]
        left, right = self.sides
        self.bar.points = polygon(
            np.array([[left, zero], [right, zero], [right, top], [left, top]])
        )
        self.thread.points = polyline(np.array([[right, top], [x, top]]))
        dots = [polygon(corner + self.dot) for corner in self.corners[: row + 1]]
        self.dots.points = np.concatenate(dots)


def low_and_high(factor: float) -> tuple[float, float]:
    """The span of a chart of the powers of ``factor``, with room for its dots."""
    return min(0.0, factor) - 0.12, 1.12
