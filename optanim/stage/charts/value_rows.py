"""Numbers that follow a run, one row each: label, place on a common scale, number."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import RIGHT, VGroup, VMobject

from optanim.base import numbers
from optanim.stage.charts.scales import Scale
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import NOTHING
from optanim.stage.draw.ticker import Glyphs, Ticker

GAP = 18.0  # design pixels at the left and at the right of what is drawn


@dataclass(frozen=True, eq=False)
class Quantity:
    """``label`` (a text or a formula), and one of ``values`` (n,) a step.

    What stands for it moves during the ``part`` (start, end) of the moment's lead.
    """

    label: VMobject
    values: np.ndarray
    color: str
    part: tuple[float, float] = (0.0, 1.0)


class ValueRows(VGroup, ABC):
    """Quantities of one scale, in rows from the top of ``region`` down; `Bars` or `ValueDots`.

    Before step k they show ``values[k]``, to which they move during their part of the moment's
    lead, from where they were; they stay while the step is taken.
    """

    foot = 0.0
    """Design pixels that stay free below the rows."""

    def __init__(
        self, canvas: Canvas, region: Region, quantities: Sequence[Quantity], scale: Scale
    ) -> None:
        self.canvas, self.quantities, self.across = canvas, quantities, scale
        glyphs = Glyphs(canvas, SMALL, letters="0123456789.−")
        region = region.cut(bottom=self.foot)
        self.field = region.cut(left=self._labels_width() + GAP, right=self._room(glyphs) + GAP)
        self.rows = self.field.rows(*[None] * len(quantities))
        heights = [row.center[1] for row in self.rows]
        for quantity, height in zip(quantities, heights, strict=True):
            quantity.label.next_to((region.left, height, 0.0), RIGHT, buff=0.0)
        self.shapes = [self._shape(quantity) for quantity in quantities]
        self.numbers = [
            Ticker(glyphs, canvas.theme.text, np.array([region.right, height, 0.0]), "", align=1.0)
            for height in heights
        ]
        labels = (quantity.label for quantity in quantities)
        super().__init__(*self._ground(), *labels, *self.shapes, *self.numbers)
        self.show_at(Moment(0.0, 0.0))

    def shown(self, moment: Moment) -> np.ndarray:
        """The values (number of rows,) at ``moment``."""
        step = int(moment.step + 1e-9)
        now = np.array([_at(each.values, step) for each in self.quantities])
        before = np.array([self._before(each.values, step) for each in self.quantities])
        return before + self._grown(moment) * (now - before)

    def show_at(self, moment: Moment) -> None:
        """Draw what stands for the values at ``moment``, and write their numbers."""
        blank = (self._grown(moment) == 0.0) & (moment.step < 1.0 - 1e-9)
        for index, value in enumerate(self.shown(moment)):
            shape, ticker = self.shapes[index], self.numbers[index]
            shape.points = NOTHING if blank[index] else self._outline(self.rows[index], value)
            ticker.write("" if blank[index] else self._number(index, value))

    @abstractmethod
    def _first(self, values: np.ndarray) -> float:
        """From where what stands for ``values`` sets off before the first step."""

    @abstractmethod
    def _outline(self, row: Region, value: float) -> np.ndarray:
        """The points of what stands for ``value`` in ``row``."""

    @abstractmethod
    def _shape(self, quantity: Quantity) -> VMobject:
        """The empty path in which that is drawn."""

    @abstractmethod
    def _ground(self) -> Sequence[VMobject]:
        """What lies behind all rows."""

    @abstractmethod
    def _decimals(self, index: int, value: float) -> int:
        """How many decimals ``value`` is written with in row ``index``."""

    def _share(self, value: float) -> float:
        """The share of the width at which ``value`` stands, never beyond the scale's ends."""
        return float(np.clip(self.across.share(np.array(value)), 0.0, 1.0))

    def _before(self, values: np.ndarray, step: int) -> float:
        return _at(values, step - 1) if step else self._first(values)

    def _grown(self, moment: Moment) -> np.ndarray:
        return np.array([moment.part(*each.part) for each in self.quantities])

    def _labels_width(self) -> float:
        return max(self.canvas.width_of(each.label) for each in self.quantities)

    def _room(self, glyphs: Glyphs) -> float:
        """How wide the widest number gets, in design pixels."""
        ends = [(i, end) for i, each in enumerate(self.quantities) for end in _ends(each.values)]
        return max(glyphs.width(self._number(i, end)) for i, end in ends) / self.canvas.px

    def _number(self, index: int, value: float) -> str:
        return numbers.fixed(value, self._decimals(index, value))


def _at(values: np.ndarray, row: int) -> float:
    """The value of ``row``, of the last one where there are fewer."""
    return float(values[min(row, len(values) - 1)])


def _ends(values: np.ndarray) -> tuple[float, float]:
    return float(values.min()), float(values.max())
