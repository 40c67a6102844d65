"""The same regression with x measured otherwise: from another zero, in another unit.

Every line keeps its meaning. With x' = (x - zero) / unit the line y = a + b x reads
y = (a + b zero) + (b unit) x', so a start is carried along, and its loss stays what it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optanim.base.immutable import Immutable
from optanim.losses import MeanSquaredError
from optanim.runs.problem import Problem

RAW, CENTRED, SCALED = 0, 1, 2
"""The phases of standardising: x as measured, with mean 0, with mean 0 and deviation 1."""


def measured(problem: Problem, zero: float, unit: float = 1.0) -> Problem:
    """``problem`` with x counted from ``zero`` in steps of ``unit``, its start the same line."""
    x, y = (problem.x - zero) / unit, problem.y.copy()
    a, b = problem.start
    start = np.array([a + b * zero, b * unit])
    for array in (x, y, start):
        array.setflags(write=False)
    return replace(problem, loss=MeanSquaredError(x, y), start=start)


@dataclass(frozen=True, eq=False)
class Standardizing(Immutable):
    """The way of a problem from its raw x over the centred to the scaled one."""

    raw: Problem

    def at(self, phase: float) -> Problem:
        """The problem at ``phase``, from 0 (raw) over 1 (centred) to 2 (scaled).

        In between x is centred in part: minus a share of its mean; then scaled in part: divided
        by a power of its deviation. Raises ValueError beyond.
        """
        if not RAW <= phase <= SCALED:
            raise ValueError(f"phase={phase} must be between {RAW} and {SCALED}")
        return measured(self.raw, *self._scale(phase))

    def raw_line(self, phase: float, params: np.ndarray) -> np.ndarray:
        """The line (2,) in the raw x that ``params`` (2,) are in the x of ``phase``."""
        zero, unit = self._scale(phase)
        a, b = params
        return np.array([a - b * zero / unit, b / unit])

    def _scale(self, phase: float) -> tuple[float, float]:
        """From where, and in which unit, x is measured at ``phase``."""
        mean, deviation = float(np.mean(self.raw.x)), float(np.std(self.raw.x))
        return min(phase, 1.0) * mean, deviation ** max(phase - 1.0, 0.0)

    @property
    def phases(self) -> tuple[Problem, Problem, Problem]:
        """Raw, centred, scaled."""
        return self.at(RAW), self.at(CENTRED), self.at(SCALED)
