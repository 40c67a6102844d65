"""An axis for losses: by powers of ten above a minimum, evenly where there is none."""

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
FALL, RISE = 4.0, 1.0
"""Without a minimum, losses leave the axis that are farther below the brink, or above the start,
than so many times the way from the start down to the brink."""
AIR = 0.06  # of such an axis: what stays free at both ends


@dataclass(frozen=True)
class LossAxis(Immutable):
    """From ``low`` to ``high`` in the measure of the axis.

    A loss with a minimum is measured by the decimal logarithm of the loss, or of its excess over
    a minimum that is below 0, or larger than all that the loss can fall by. One without is
    measured as it is, on an ``even`` axis.
    """

    low: float
    high: float
    floor: float = 0.0
    even: bool = False

    @classmethod
    def of(
        cls,
        loss: Loss,
        curves: Sequence[np.ndarray],
        least: float = LEAST,
        brink: float | None = None,
        deep: bool = False,
    ) -> LossAxis:
        """The axis for ``curves``, the losses (n,) of some runs, row 0 at the start.

        No difference from the minimum that is smaller than ``least`` is shown: curves leave the
        axis there. Where a loss has a minimum above 0 that curves come near, the axis goes on
        below it, so that they are seen to stay there. ``brink`` is the loss below which runs have
        escaped where there is no minimum; a ``deep`` axis then follows them to the lowest.
        """
        losses = np.concatenate(curves)
        if not np.isfinite(loss.minimum):
            return cls._even(loss, losses, np.array([curve[0] for curve in curves]), brink, deep)
        start = max(curve[0] for curve in curves)
        floor = loss.minimum if start - loss.minimum < abs(loss.minimum) else min(loss.minimum, 0.0)
        excess = losses - floor
        most = TALL * max(LEAST, start - floor)
        lowest, ends = max(excess.min(), least), loss.minimum - floor
        if ends > 0.0 and excess.min() < 2.0 * ends:
            lowest = min(lowest, ends / 2.0)
        low = np.floor(np.log10(lowest))
        high = np.ceil(np.log10(max(min(excess.max(), most), least)))
        return cls(float(low), float(max(high, low + 1.0)), floor)

    @classmethod
    def _even(
        cls, loss: Loss, losses: np.ndarray, starts: np.ndarray, brink: float | None, deep: bool
    ) -> LossAxis:
        first = float(starts.max())
        edge = first - loss.scale if brink is None else brink
        way = max(first - edge, loss.scale)
        bottom = -np.inf if deep else edge - FALL * way
        low = min(max(float(losses.min()), bottom), edge)
        high = max(min(float(losses.max()), first + RISE * way), first)
        air = AIR * (high - low)
        return cls(low - air, high + air, even=True)

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
        find = numbers.round_ticks if self.even else numbers.power_ticks
        ticks = find(self.low, self.high, most)
        write = numbers.number if self.even else numbers.plain_power
        return (ticks - self.low) / (self.high - self.low), [write(tick) for tick in ticks]

    def _measure(self, losses: np.ndarray | float) -> np.ndarray:
        if self.even:
            return np.asarray(losses, float)
        return np.log10(np.maximum(losses - self.floor, NOTHING))
