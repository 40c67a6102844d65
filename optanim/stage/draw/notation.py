"""How the numbers along an axis are written where they would be long, or all look alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optanim.base.numbers import number, power
from optanim.stage.draw.canvas import SMALL, Canvas

FAR = 1e3  # widths of an axis: numbers this large are counted from a round number near them
SMALLEST, LARGEST = 1e-2, 1e5  # beyond these, numbers are counted in powers of ten
DIGITS = 3  # of an axis's width: finer than any tick


@dataclass(frozen=True)
class Notation:
    """Numbers from ``low`` to ``high`` as they are, or above a round ``base``, in a ``unit``.

    From 2000001 to 2000005 they are written 1 to 5, and the axis's title says "above 2000000"; up
    to 4e-8 they are written up to 4, "in 10⁻⁸".
    """

    low: float
    high: float

    @property
    def base(self) -> float:
        """The round number above which they are counted, 0 where they are not far from it."""
        span = self.high - self.low
        if max(abs(self.low), abs(self.high)) < FAR * span:
            return 0.0
        unit = 10.0 ** np.ceil(np.log10(span))
        return float(np.round((self.low + self.high) / 2 / unit) * unit)

    @property
    def exponent(self) -> int:
        """The power of ten in which they are counted, 0 where none is needed."""
        largest = max(abs(self.low - self.base), abs(self.high - self.base))
        return 0 if SMALLEST <= largest < LARGEST else int(np.floor(np.log10(largest)))

    def label(self, tick: float) -> str:
        """How ``tick`` is written."""
        unit = 10.0**self.exponent
        decimals = DIGITS - int(np.floor(np.log10((self.high - self.low) / unit)))
        return number(round(float(tick - self.base) / unit, decimals))

    def title(self, canvas: Canvas, name: str) -> str:
        """The axis's ``name`` and what its numbers are."""
        if self.base:
            name = canvas.words("axis.above", name=name, base=number(self.base, 15))
        if self.exponent:
            name = canvas.words("axis.in", name=name, unit=power(self.exponent))
        return name

    def room(self, canvas: Canvas) -> float:
        """How much wider than the name alone a title is, in design pixels, about."""
        name, told = "x", self.title(canvas, "x")
        return canvas.width_of(canvas.text(told, SMALL)) - canvas.width_of(canvas.text(name, SMALL))
