"""From numbers to shares of a length: evenly, or by powers of ten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from optanim.base import numbers
from optanim.stage.draw.axes import APART, MOST, fitting_ticks

FEW = 3  # powers of ten: where fewer lie on an axis, it is labelled between them too


class Scale(Protocol):
    """Where numbers stand along an edge of a chart."""

    @property
    def low(self) -> float:
        """What stands at the edge's beginning, in the measure of the scale."""

    @property
    def high(self) -> float:
        """What stands at its end."""

    def share(self, values: np.ndarray | float) -> np.ndarray:
        """Where ``values`` stand between the edge's ends, 0 to 1; beyond them off the chart."""

    def ticks(self, length: float) -> tuple[np.ndarray, list[str]]:
        """The shares (n,) of ticks on an edge of ``length`` design pixels, and their labels."""


@dataclass(frozen=True)
class Linear:
    """From ``low`` to ``high``, evenly.

    At most ``most`` ticks, at ``whole`` numbers only if that is wanted.
    """

    low: float
    high: float
    most: int = MOST
    whole: bool = False

    @classmethod
    def holding(cls, *values: np.ndarray) -> Self:
        """The smallest scale that holds zero and all ``values``."""
        every = np.concatenate([np.ravel(part) for part in values])
        return cls(min(0.0, float(every.min())), max(0.0, float(every.max())))

    def share(self, values: np.ndarray | float) -> np.ndarray:
        """Where ``values`` stand: 0 at ``low``, 1 at ``high``, evenly between and beyond."""
        return (np.asarray(values) - self.low) / (self.high - self.low)

    def ticks(self, length: float) -> tuple[np.ndarray, list[str]]:
        """At round numbers, as many as have room."""
        ticks = fitting_ticks(self.low, self.high, length, self.most, self.whole)
        return self.share(ticks), [numbers.number(tick) for tick in ticks]


@dataclass(frozen=True)
class Logarithmic:
    """From ``low`` to ``high``, both positive, by powers of ten.

    What is lower, such as the 0 that a run may reach to the last bit, stands at the lower end.
    """

    low: float
    high: float

    @classmethod
    def holding(cls, *values: np.ndarray) -> Self:
        """Whole powers of ten that hold all ``values``, which are positive."""
        every = np.log10(np.concatenate([np.ravel(part) for part in values]))
        low, high = np.floor(every.min()), np.ceil(every.max())
        return cls(float(10.0**low), float(10.0 ** max(high, low + 1)))

    def share(self, values: np.ndarray | float) -> np.ndarray:
        """Where ``values`` stand: 0 at ``low``, 1 at ``high``, powers of ten equally apart."""
        low, high = np.log10([self.low, self.high])
        return (np.log10(np.maximum(values, self.low)) - low) / (high - low)

    def ticks(self, length: float) -> tuple[np.ndarray, list[str]]:
        """At powers of ten, or where the scale holds few of them at 1, 2 and 5 times each."""
        low, high = np.log10([self.low, self.high])
        powers = numbers.power_ticks(low, high, max(2, int(length / APART)))
        if high - low < FEW - 1:
            ticks = numbers.round_numbers(self.low, self.high)
            return self.share(ticks), [numbers.number(tick) for tick in ticks]
        shares = (powers - low) / (high - low)
        return shares, [numbers.plain_power(power) for power in powers]
