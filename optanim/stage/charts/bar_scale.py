"""From numbers to shares of a length, evenly or by powers of ten."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class BarScale:
    """From ``low`` to ``high``; bars start at zero, on a logarithmic scale at its lower end."""

    low: float
    high: float
    log: bool = False

    @classmethod
    def linear(cls, *values: np.ndarray) -> BarScale:
        """The smallest linear scale that holds zero and all ``values``."""
        every = np.concatenate([np.ravel(part) for part in values])
        return cls(min(0.0, float(every.min())), max(0.0, float(every.max())))

    @classmethod
    def logarithmic(cls, *values: np.ndarray) -> BarScale:
        """Whole powers of ten that hold all ``values``, which are positive."""
        every = np.log10(np.concatenate([np.ravel(part) for part in values]))
        low, high = np.floor(every.min()), np.ceil(every.max())
        return cls(float(10.0**low), float(10.0 ** max(high, low + 1)), log=True)

    @property
    def origin(self) -> float:
        """The share of the width at which bars start."""
        return 0.0 if self.log else float(self.shares(0.0))

    def shares(self, values: np.ndarray | float) -> np.ndarray:
        """Shares of the width at which ``values`` lie, kept between 0 and 1."""
        ends = np.array([self.low, self.high])
        if self.log:
            values, ends = np.log10(np.maximum(values, self.low)), np.log10(ends)
        return np.clip((np.asarray(values) - ends[0]) / (ends[1] - ends[0]), 0.0, 1.0)
