"""Horizontal bars that follow a run: one row a bar, with label, number and zero line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import RIGHT, Mobject, VGroup, VMobject

from optanim.base.numbers import plain_power
from optanim.stage.charts.bar_scale import BarScale
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon, polyline
from optanim.stage.draw.readout import Digits, Readout, decimals_for

THICK, GAP, TICKS = 0.56, 18.0, 44.0
"""Share of a row that its bar fills; design pixels beside the bars and for a row of ticks."""


@dataclass(frozen=True, eq=False)
class Bar:
    """``label`` (a text or a formula), and one of ``values`` (n,) a step.

    ``hollow`` bars are outlines. A ``limit`` is marked across the bar. The bar moves during the
    ``part`` (start, end) of the moment's lead.
    """

    label: Mobject
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
        self,
        canvas: Canvas,
        region: Region,
        bars: Sequence[Bar],
        scale: BarScale,
    ) -> None:
        self.canvas, self.bars, self.scale = canvas, bars, scale
        widest = max(canvas.width_of(bar.label) for bar in bars)
        largest = max(abs(scale.low), abs(scale.high))
        self.decimals = [
            decimals_for(min(largest, float(np.abs(bar.values).max()))) for bar in bars
        ]
        digits = Digits(canvas)
        room = max(digits.width(self._number(i, v)) / canvas.px for i in range(len(bars))
                   for v in (bars[i].values.min(), bars[i].values.max()))  # fmt: skip
        if scale.log:
            region = region.cut(bottom=TICKS)
        self.field = region.cut(left=widest + GAP, right=room + GAP)
        self.rows = self.field.rows(*[None] * len(bars))
        for bar, row in zip(bars, self.rows, strict=True):
            bar.label.next_to((region.left, row.center[1], 0.0), RIGHT, buff=0.0)
        self.shapes = [self._shape(bar) for bar in bars]
        self.numbers = [
            Readout(digits, np.array([region.right, row.center[1], 0.0]), canvas.theme.text)
            for row in self.rows
        ]
        super().__init__(*self._furniture(), *(bar.label for bar in bars), *self.shapes,
                         *self._limits(), *self.numbers)  # fmt: skip
        self.show(Moment(0.0, 0.0))

    def shown(self, moment: Moment) -> np.ndarray:
        """The values (number of bars,) at ``moment``."""
        last = len(self.bars[0].values) - 1
        row = int(moment.step + 1e-9)
        now = np.array([bar.values[min(row, last)] for bar in self.bars])
        rest = self.scale.low if self.scale.log else 0.0
        before = np.array(
            [bar.values[min(row, last + 1) - 1] if row else rest for bar in self.bars]
        )
        return before + self._grown(moment) * (now - before)

    def show(self, moment: Moment) -> None:
        """Draw the bars of the row at or before ``moment`` and write their numbers."""
        blank = (self._grown(moment) == 0.0) & (moment.step < 1.0 - 1e-9)
        for index, value in enumerate(self.shown(moment)):
            row, start = self.rows[index], self.scale.origin
            low, high = sorted((start, float(self.scale.shares(value))))
            edge = (1.0 - THICK) / 2
            corners = [row.at(x, y) for x, y in
                       ((low, edge), (high, edge), (high, 1 - edge), (low, 1 - edge))]  # fmt: skip
            self.shapes[index].points = (
                np.zeros((0, 3)) if blank[index] else polygon(np.array(corners))
            )
            self.numbers[index].write("" if blank[index] else self._number(index, value))

    def _grown(self, moment: Moment) -> np.ndarray:
        return np.array([moment.part(*bar.part) for bar in self.bars])

    def _number(self, index: int, value: float) -> str:
        decimals = decimals_for(value) if self.scale.log else self.decimals[index]
        return f"{round(float(value), decimals) + 0.0:.{decimals}f}".replace("-", "−")

    def _shape(self, bar: Bar) -> VMobject:
        return VMobject(
            fill_color=bar.color,
            fill_opacity=0.0 if bar.hollow else 1.0,
            stroke_color=bar.color,
            stroke_width=self.canvas.stroke(2.5),
        )

    def _furniture(self) -> list[Mobject]:
        """The zero line or, on a logarithmic scale, ticks at the powers of ten."""
        field, canvas = self.field, self.canvas
        line = canvas.line(canvas.theme.frame, 2)
        x = self.scale.origin
        line.points = polyline(np.array([field.at(x, 0), field.at(x, 1)]))
        if not self.scale.log:
            return [line]
        low, high = np.log10([self.scale.low, self.scale.high])
        powers = np.arange(round(low), round(high) + 1)
        shares = (powers - low) / (high - low)
        return [line, axes.below(canvas, field, shares, [plain_power(p) for p in powers], "")]

    def _limits(self) -> list[VMobject]:
        marks = []
        for bar, row in zip(self.bars, self.rows, strict=True):
            if bar.limit is not None:
                x = float(self.scale.shares(bar.limit))
                mark = self.canvas.line(self.canvas.theme.accent, 4)
                mark.points = polyline(np.array([row.at(x, 0.06), row.at(x, 0.94)]))
                marks.append(mark)
        return marks
