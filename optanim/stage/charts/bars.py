"""Horizontal bars that follow a run: one row a bar, with label, number and zero line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import RIGHT, VGroup, VMobject

from optanim.base import numbers
from optanim.stage.charts.scales import Linear, Logarithmic
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import NOTHING, polygon, polyline
from optanim.stage.draw.ticker import Glyphs, Ticker

THICK = 0.56  # share of a row that its bar fills
GAP = 18.0  # design pixels at the left and at the right of the bars
TICKS = 44.0  # design pixels: height of the row of ticks
LIMIT = 0.44  # share of a row from its middle to either end of a limit's mark


@dataclass(frozen=True, eq=False)
class Bar:
    """``label`` (a text or a formula), and one of ``values`` (n,) a step.

    ``hollow`` bars are outlines. A ``limit`` is marked across the bar. The bar moves during the
    ``part`` (start, end) of the moment's lead.
    """

    label: VMobject
    values: np.ndarray
    color: str
    hollow: bool = False
    limit: float | None = None
    part: tuple[float, float] = (0.0, 1.0)


class Bars(VGroup):
    """Bars of one scale, in rows from the top of ``region`` down.

    Before step k they show ``values[k]``, to which they move during their part of the moment's
    lead, from where they were; they stay while the step is taken. A logarithmic scale has ticks
    below.
    """

    def __init__(
        self, canvas: Canvas, region: Region, bars: Sequence[Bar], scale: Linear | Logarithmic
    ) -> None:
        self.canvas, self.bars, self.across = canvas, bars, scale
        self.logarithmic = isinstance(scale, Logarithmic)
        self.decimals = [self._decimals(bar) for bar in bars]
        glyphs = Glyphs(canvas, SMALL, letters="0123456789.−")
        if self.logarithmic:
            region = region.cut(bottom=TICKS)
        self.field = region.cut(left=self._labels_width() + GAP, right=self._room(glyphs) + GAP)
        self.rows = self.field.rows(*[None] * len(bars))
        heights = [row.center[1] for row in self.rows]
        for bar, height in zip(bars, heights, strict=True):
            bar.label.next_to((region.left, height, 0.0), RIGHT, buff=0.0)
        self.shapes = [self._shape(bar) for bar in bars]
        self.numbers = [
            Ticker(glyphs, canvas.theme.text, np.array([region.right, height, 0.0]), "", align=1.0)
            for height in heights
        ]
        super().__init__(
            *self._foot(), *(bar.label for bar in bars), *self.shapes, *self._limits(),
            *self.numbers,
        )  # fmt: skip
        self.show_at(Moment(0.0, 0.0))

    def shown(self, moment: Moment) -> np.ndarray:
        """The values (number of bars,) at ``moment``."""
        row, rest = int(moment.step + 1e-9), self.across.rest
        now = np.array([_at(bar.values, row) for bar in self.bars])
        before = np.array([_at(bar.values, row - 1) if row else rest for bar in self.bars])
        return before + self._grown(moment) * (now - before)

    def show_at(self, moment: Moment) -> None:
        """Draw the bars of the row at or before ``moment`` and write their numbers."""
        blank = (self._grown(moment) == 0.0) & (moment.step < 1.0 - 1e-9)
        for index, value in enumerate(self.shown(moment)):
            shape, ticker = self.shapes[index], self.numbers[index]
            shape.points = NOTHING if blank[index] else self._outline(self.rows[index], value)
            ticker.write("" if blank[index] else self._number(index, value))

    def _outline(self, row: Region, value: float) -> np.ndarray:
        """The points of a bar from where bars start to ``value``."""
        low, high = sorted((self._share(self.across.rest), self._share(value)))
        bar = row.middle(height=THICK * row.height)
        return polygon(bar.cut(left=low * bar.width, right=(1.0 - high) * bar.width).corners)

    def _share(self, value: float) -> float:
        """The share of the width at which ``value`` stands, never beyond the scale's ends."""
        return float(np.clip(self.across.share(np.array(value)), 0.0, 1.0))

    def _grown(self, moment: Moment) -> np.ndarray:
        return np.array([moment.part(*bar.part) for bar in self.bars])

    def _labels_width(self) -> float:
        return max(self.canvas.width_of(bar.label) for bar in self.bars)

    def _room(self, glyphs: Glyphs) -> float:
        """How wide the widest number gets, in design pixels."""
        ends = [(i, end) for i, bar in enumerate(self.bars) for end in _ends(bar.values)]
        return max(glyphs.width(self._number(i, end)) for i, end in ends) / self.canvas.px

    def _decimals(self, bar: Bar) -> int:
        """On a linear scale a bar's numbers all have the decimals of its largest."""
        largest = max(abs(self.across.low), abs(self.across.high))
        return numbers.decimals(min(largest, float(np.abs(bar.values).max())))

    def _number(self, index: int, value: float) -> str:
        decimals = numbers.decimals(value) if self.logarithmic else self.decimals[index]
        return numbers.fixed(value, decimals)

    def _shape(self, bar: Bar) -> VMobject:
        return self.canvas.shape(bar.color, bar.color, 2.5, 0.0 if bar.hollow else 1.0)

    def _foot(self) -> list[VMobject]:
        """The upright line at which bars start, and on a logarithmic scale the ticks."""
        line = self.canvas.line(self.canvas.theme.frame, 2)
        x = self._share(self.across.rest)
        line.points = polyline(np.array([self.field.at(x, 0), self.field.at(x, 1)]))
        if not self.logarithmic:
            return [line]
        shares, labels = self.across.ticks(self.field.width)
        return [line, axes.below(self.canvas, self.field, shares, labels, "")]

    def _limits(self) -> list[VMobject]:
        """A mark across each bar that has a limit."""
        marks = []
        for bar, row in zip(self.bars, self.rows, strict=True):
            if bar.limit is not None:
                x = self._share(bar.limit)
                mark = self.canvas.line(self.canvas.theme.accent, 4)
                mark.points = polyline(np.array([row.at(x, 0.5 - LIMIT), row.at(x, 0.5 + LIMIT)]))
                marks.append(mark)
        return marks


def _at(values: np.ndarray, row: int) -> float:
    """The value of ``row``, of the last one where there are fewer."""
    return float(values[min(row, len(values) - 1)])


def _ends(values: np.ndarray) -> tuple[float, float]:
    return float(values.min()), float(values.max())
