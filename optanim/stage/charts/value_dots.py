"""Dots that follow a run on a logarithmic scale: one row each, with label, number and ticks.

Such a scale has no zero at which a bar could begin: only places on it can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VMobject

from optanim.base import numbers
from optanim.stage.charts.scales import Logarithmic
from optanim.stage.charts.value_rows import Quantity, ValueRows
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import ROUND
from optanim.stage.draw.paths import joined, polygon, polyline

DOT = 12.0  # design pixels: radius of a dot
TICK = 7.0  # design pixels: half the length of a tick on a row's line
FOOT = 44.0  # design pixels: height of the row of labels below
LIMIT = 0.4  # share of a row from its middle to either end of a limit's mark


class ValueDots(ValueRows):
    """A dot a quantity on a faint line with ticks; the first appears where its value is.

    ``limits`` (number of quantities,) are marked across the lines.
    """

    foot = FOOT

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        quantities: Sequence[Quantity],
        scale: Logarithmic,
        limits: Sequence[float] = (),
    ) -> None:
        self.limits = limits
        self.dot = DOT * canvas.px * ROUND
        super().__init__(canvas, region, quantities, scale)

    def _first(self, values: np.ndarray) -> float:
        return float(values[0])

    def _outline(self, row: Region, value: float) -> np.ndarray:
        return polygon(row.at(self._share(value), 0.5)[:2] + self.dot)

    def _shape(self, quantity: Quantity) -> VMobject:
        return self.canvas.shape(quantity.color, self.canvas.theme.background, 2.0)

    def _ground(self) -> list[VMobject]:
        """The lines of all rows, with ticks, the labels below them, and the limits' marks."""
        canvas, line = self.canvas, self.canvas.line(self.canvas.theme.frame, 2)
        shares, labels = self.across.ticks(self.field.width)
        pieces = [(row, x, TICK) for row in self.rows for x in shares]
        line.points = joined([
            *(polyline(np.array([row.at(0, 0.5), row.at(1, 0.5)])) for row in self.rows),
            *(_upright(row, x, height) for row, x, height in pieces),
        ])  # fmt: skip
        marks = canvas.line(canvas.theme.limit, 4)
        marks.points = joined(
            _upright(row, self._share(limit), LIMIT * row.height)
            for row, limit in zip(self.rows, self.limits, strict=False)
        )
        return [line, axes.below(canvas, self.field, shares, labels, ""), marks]

    def _decimals(self, index: int, value: float) -> int:
        return numbers.decimals(value)


def _upright(row: Region, x: float, half: float) -> np.ndarray:
    """An upright line through ``row`` at share ``x``, ``half`` design pixels up and down."""
    return polyline(np.array([row.at(x, 0.5, up=-half), row.at(x, 0.5, up=half)]))
