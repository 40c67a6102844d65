"""How a map must grow to keep a walker in sight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optanim.base.immutable import Immutable
from optanim.base.window import Window
from optanim.runs.trajectory import Trajectory

MARGIN = 0.9
"""The share of the way from the fixed point to the window's edge that the walker may use."""


@dataclass(frozen=True, eq=False)
class Growth(Immutable):
    """A window that grows about a fixed point ``about`` (2,), and never shrinks again.

    ``scales`` (T+1,), 1 or more, is its size at every row, in sizes of ``window``; between two
    rows it is linear.
    """

    window: Window
    about: np.ndarray
    scales: np.ndarray

    @classmethod
    def following(cls, window: Window, run: Trajectory, about: np.ndarray, until: int) -> Growth:
        """Keeps ``run`` within until row ``until``, and stays as it is from then on.

        ``about`` must lie in ``window``. The least scale that holds a point is a convex function
        of it, so that on the straight way between two rows the walker is never outside.
        """
        low, high = (np.array(side) for side in zip(window.intercept, window.slope, strict=True))
        away = run.params[: until + 1] - about
        need = np.maximum(away / (high - about), away / (low - about)).max(axis=1) / MARGIN
        held = np.maximum.accumulate(np.maximum(need, 1.0))
        return cls(window, about, np.append(held, np.full(run.steps - until, held[-1])))

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
