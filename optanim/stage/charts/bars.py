"""Horizontal bars that follow a run: one row a bar, with label, number and zero line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import VMobject

from optanim.base import numbers
from optanim.stage.charts.scales import Linear
from optanim.stage.charts.value_rows import Quantity, ValueRows
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon, polyline

THICK = 0.56  # share of a row that its bar fills


@dataclass(frozen=True, eq=False)
class Bar(Quantity):
    """A quantity that is drawn as a bar, ``hollow`` as its outline."""

    hollow: bool = False


class Bars(ValueRows):
    """Bars that begin at zero, so that a bar twice as long is a number twice as large.

    Raises ValueError where ``scale`` has no zero: what stands on such a scale is drawn by
    `ValueDots`.
    """

    def __init__(self, canvas: Canvas, region: Region, bars: Sequence[Bar], scale: Linear) -> None:
        if not isinstance(scale, Linear) or not scale.low <= 0.0 <= scale.high:
            raise ValueError(f"a bar begins at 0, which is not on {scale}")
        self.ends = scale.low, scale.high
        super().__init__(canvas, region, bars, scale)

    def _first(self, values: np.ndarray) -> float:
        return 0.0

    def _outline(self, row: Region, value: float) -> np.ndarray:
        """The points of a bar from zero to ``value``."""
        low, high = sorted((self._share(0.0), self._share(value)))
        bar = row.middle(height=THICK * row.height)
        return polygon(bar.cut(left=low * bar.width, right=(1.0 - high) * bar.width).corners)

    def _shape(self, quantity: Quantity) -> VMobject:
        hollow = isinstance(quantity, Bar) and quantity.hollow
        return self.canvas.shape(quantity.color, quantity.color, 2.5, 0.0 if hollow else 1.0)

    def _ground(self) -> list[VMobject]:
        """The upright line at which bars begin."""
        line, x = self.canvas.line(self.canvas.theme.frame, 2), self._share(0.0)
        line.points = polyline(np.array([self.field.at(x, 0), self.field.at(x, 1)]))
        return [line]

    def _decimals(self, index: int, value: float) -> int:
        """A bar's numbers all have the decimals of its largest."""
        largest = max(map(abs, self.ends))
        own = float(np.abs(self.quantities[index].values).max())
        return numbers.decimals(min(largest, own))
