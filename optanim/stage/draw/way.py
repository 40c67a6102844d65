"""What leads through the parameter plane: a run, or the way of a point that is no optimizer's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np


class Way(Protocol):
    """Anything that is somewhere in the parameter plane at every step."""

    def at(self, step: float) -> np.ndarray:
        """The parameters (2,) at ``step``."""


@dataclass(frozen=True, eq=False)
class Tour:
    """The way of a point that is moved by hand: straight from one of ``stops`` (n, 2) to the next.

    It is at the first of them at step 0, and each step leads to the next.
    """

    stops: np.ndarray

    def at(self, step: float) -> np.ndarray:
        """The parameters (2,) at ``step``; the ends beyond."""
        number = np.arange(len(self.stops))
        return np.array([np.interp(step, number, side) for side in self.stops.T])
