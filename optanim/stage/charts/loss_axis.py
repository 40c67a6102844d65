"""An axis for losses that span orders of magnitude, whatever their sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optanim.base import numbers
from optanim.base.immutable import Immutable
from optanim.losses.loss import Loss

LEAST = 1e-16  # the smallest difference from the minimum that is shown unless told otherwise
NOTHING = 1e-300  # what no difference counts as: below any axis
APART = 50.0  # design pixels between two ticks, about
TALL = 1e4
"""Losses this many times as high above the minimum as any start leave the axis."""


@dataclass(frozen=True)
class LossAxis(Immutable):
    """From ``low`` to ``high`` in the measure of the axis.

    A loss with a minimum is measured by the decimal logarithm of the loss, or of its excess over
    a minimum that is below 0, or larger than all that the loss can fall by; one without by
    asinh(loss / ``unit``), which is linear about 0 and logarithmic beyond on both sides.
    """

    low: float
    high: float
    floor: float = 0.0
    unit: float | None = None

    @classmethod
    def of(cls, loss: Loss, curves: Sequence[np.ndarray], least: float = LEAST) -> LossAxis:
        """The axis for ``curves``, the losses (n,) of some runs, row 0 at the start.

        No difference from the minimum that is smaller than ``least`` is shown: curves end there.
        """
        losses = np.concatenate(curves)
        if not np.isfinite(loss.minimum):
            most = 10.0 * max(loss.scale, *(abs(curve[0]) for curve in curves))
            low, high = max(losses.min(), -most), min(losses.max(), most)
            axis = cls(0.0, 1.0, unit=0.1 * max(loss.scale, 1e-12))
            ends = axis._measure(np.array([min(low, 0.0), max(high, 0.0)]))
            return cls(float(ends[0]) - 0.2, float(ends[1]) + 0.2, unit=axis.unit)
        start = max(curve[0] for curve in curves)
        floor = loss.minimum if start - loss.minimum < abs(loss.minimum) else min(loss.minimum, 0.0)
        excess = losses - floor
        most = TALL * max(LEAST, start - floor)
        low = np.floor(np.log10(max(excess.min(), least)))
        high = np.ceil(np.log10(max(min(excess.max(), most), least)))
        return cls(float(low), float(max(high, low + 1.0)), floor)

    @property
    def title(self) -> str:
        """The name of its title in the catalogue."""
        return "chart.excess" if self.floor else "chart.loss"

    def share(self, losses: np.ndarray | float) -> np.ndarray:
        """Where losses (n,) stand between the ends, 0 to 1."""
        return (self._measure(losses) - self.low) / (self.high - self.low)

    def ticks(self, length: float) -> tuple[np.ndarray, list[str]]:
        """Where ticks stand, 0 to 1, on an edge of ``length`` design pixels, and their labels."""
        most = max(2, int(length / APART))
        if self.unit is None:
            powers = numbers.whole_ticks(self.low, self.high, most)
            return (powers - self.low) / (self.high - self.low), [
                numbers.plain_power(p) for p in powers
            ]
        powers = 10.0 ** np.arange(-3.0, 7.0)
        values = np.concatenate([[0.0], *([[-p, p] for p in powers])])
        shares = self.share(values)
        chosen: list[int] = []
        for index in [0, *range(len(values) - 1, 0, -1)]:
            near = any(abs(shares[index] - shares[other]) < 1.0 / most for other in chosen)
            if 0.02 <= shares[index] <= 0.98 and not near:
                chosen.append(index)
        return shares[chosen], [numbers.number(values[index]) for index in chosen]

    def _measure(self, losses: np.ndarray | float) -> np.ndarray:
        if self.unit is not None:
            return np.arcsinh(losses / self.unit)
        return np.log10(np.maximum(losses - self.floor, NOTHING))
