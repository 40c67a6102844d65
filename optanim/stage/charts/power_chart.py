"""A sequence that is multiplied by one factor a step: its dots, and rings for them."""

from __future__ import annotations

import numpy as np
from manim import UR, VGroup, VMobject

from optanim.stage.charts.chart import Chart
from optanim.stage.charts.scales import Linear
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.clip import path_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import ROUND
from optanim.stage.draw.paths import joined, polygon, polyline

HEAD = 58.0  # design pixels: height of the row with words and formula
DOT, RING = 8.0, 13.0  # design pixels: radii of a dot, and of the ring that it falls into
NAMED, CLEAR = 0.35, 10.0  # height at which the envelope is named; design pixels to its name
UNNAMED = 10.0  # design pixels left free below an axis without names
LABELS = 80.0  # design pixels that the numbers beside the chart take


class PowerChart(Chart):
    """``factor``^k against k, under ``words`` and a ``formula`` in Typst's notation.

    ``named`` tells whether the axis of steps has its numbers and title; the other has numbers
    alone. Not in the chart are its ``powers``: there are only whole steps, so each is a ring, and a
    thin line is how large they are, |f|^k, on both sides of zero where f is negative; it has the
    name ``size``, a formula as well.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        factor: float,
        steps: int,
        words: str,
        formula: str,
        size: str,
        named: bool,
    ) -> None:
        self.steps = steps
        head, body = region.rows(HEAD, None)
        place = body.cut(left=LABELS, bottom=axes.BELOW_MARGIN if named else UNNAMED)
        titles = canvas.words("power.step") if named else "", ""
        across, upward = Linear(0, steps, most=6, whole=True), Linear(*_low_and_high(factor))
        super().__init__(canvas, place, across, upward, titles, left=RING, right=RING)
        self.add(axes.beside(canvas, place, *upward.ticks(place.height), ""))
        name = head.place_type(canvas.text(words, SMALL, weight="MEDIUM"), x=0.0)
        power = head.place(canvas.math(formula, BODY), x=1.0)
        self.add(self._zero(), name, power)
        self.powers = VGroup(*self._envelope(factor, size), self._rings(factor))

    def _zero(self) -> VMobject:
        line = self.canvas.line(self.canvas.theme.frame, 2)
        line.points = polyline(self.region.points(np.array([0.0, 1.0]), self.upward.share(0.0)))
        return line

    def _envelope(self, factor: float, size: str) -> tuple[VMobject, VMobject]:
        """The line of |f|^k, mirrored where f is negative, and its name above it."""
        k = np.linspace(0.0, self.steps, 24 * self.steps + 1)
        sizes = np.abs(factor) ** k
        line = self.canvas.line(self.canvas.theme.muted, 1.5, opacity=0.7)
        sides = (1.0, -1.0) if factor < 0 else (1.0,)
        ways = (self.locate(k, side * sizes) for side in sides)
        line.points = joined(polyline(part) for w in ways for part in path_inside(w, self.region))
        low = sizes <= NAMED
        at = int(np.argmax(low)) if low.any() else len(k) // 3
        name = self.canvas.math(size, SMALL, self.canvas.theme.muted)
        corner = self.locate(k[at : at + 1], sizes[at : at + 1])[0] + CLEAR * self.canvas.px
        return line, name.next_to(np.append(corner, 0.0), UR, buff=0.0)

    def _rings(self, factor: float) -> VMobject:
        """A ring at every whole step's power."""
        k = np.arange(self.steps + 1)
        rings = self.canvas.line(self.canvas.theme.text, 2.5)
        ring = RING * self.canvas.px * ROUND
        rings.points = joined(polygon(at + ring) for at in self.locate(k, float(factor) ** k))
        return rings


class PowerDots(VGroup):
    """``values`` (n,) on a `PowerChart` up to the present."""

    def __init__(self, canvas: Canvas, chart: PowerChart, values: np.ndarray, color: str) -> None:
        rows = values[: chart.steps + 1]
        self.corners = chart.locate(np.arange(len(rows)), rows)
        self.dot = DOT * canvas.px * ROUND
        self.dots = canvas.shape(color, canvas.theme.background, 1.5)
        super().__init__(self.dots)

    def show_at(self, moment: Moment) -> None:
        """Draw the dots of the rows reached."""
        row = int(moment.step + 1e-9)
        dots = [polygon(corner + self.dot) for corner in self.corners[: row + 1]]
        self.dots.points = np.concatenate(dots)


def _low_and_high(factor: float) -> tuple[float, float]:
    """The span of a chart of the powers of ``factor``, with room for its dots.

    It reaches as far below zero as above it where they change sides.
    """
    return (-1.0 if factor < 0 else 0.0) - 0.12, 1.12
