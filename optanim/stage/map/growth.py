"""How large a map must be at each step to keep a walker in sight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from optanim.base.immutable import Immutable
from optanim.base.window import Window
from optanim.runs.trajectory import Trajectory

MARGIN = 0.9
"""The share of the way from the fixed point to the window's edge that the walker may use."""


@dataclass(frozen=True, eq=False)
class Growth(Immutable):
    """A window that is scaled about a fixed point ``about`` (2,).

    ``scales`` (T+1,) is its size at every row, in sizes of ``window``; between two rows it is
    linear.
    """

    window: Window
    about: np.ndarray
    scales: np.ndarray

    @classmethod
    def following(cls, window: Window, run: Trajectory, about: np.ndarray, until: int) -> Growth:
        """Grows to keep ``run`` within until row ``until``, never shrinks, and then stays.

        ``about`` must lie in ``window``, which is the smallest.
        """
        need = _needs(window, run.params[: until + 1], about)
        held = np.maximum.accumulate(np.maximum(need, 1.0))
        return cls(window, about, np.append(held, np.full(run.steps - until, held[-1])))

    @classmethod
    def holding(
        cls, window: Window, run: Trajectory, about: np.ndarray, last: int, least: float
    ) -> Growth:
        """Holds the ``last`` steps of ``run`` at every row: comes closer, and steps back again.

        ``about`` must lie in ``window``. The scale is never below ``least``.
        """
        need = np.maximum(_needs(window, run.params, about), least)
        before = np.concatenate([np.full(last, least), need])
        return cls(window, about, sliding_window_view(before, last + 1).max(axis=1))

    def at(self, step: float) -> float:
        """The scale at ``step``."""
        return float(np.interp(step, np.arange(len(self.scales)), self.scales))

    def scaled(self, scale: float) -> Window:
        """The window at ``scale``."""
        sides = zip(self.about, (self.window.intercept, self.window.slope), strict=True)
        intercept, slope = (
            (float(at + scale * (low - at)), float(at + scale * (high - at)))
            for at, (low, high) in sides
        )
        return Window(intercept, slope)

    def lost(self, run: Trajectory) -> int | None:
        """The first row of ``run`` that lies outside the window of its own row, if any."""
        for row, scale in enumerate(self.scales):
            window = self.scaled(scale)
            sides = zip(run.params[row], (window.intercept, window.slope), strict=True)
            if not all(low <= value <= high for value, (low, high) in sides):
                return row
        return None


def _needs(window: Window, params: np.ndarray, about: np.ndarray) -> np.ndarray:
    """The least scales (n,) of ``window`` about ``about`` (2,) that hold ``params`` (n, 2).

    Each is a convex function of the point that it holds: on the straight way between two rows a
    walker is never outside where the scale is linear between them.
    """
    low, high = window.corners
    away = params - about
    return np.asarray(np.maximum(away / (high - about), away / (low - about)).max(axis=1) / MARGIN)
