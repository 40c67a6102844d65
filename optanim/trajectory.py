"""Every step of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

import numpy as np

from optanim.immutable import Immutable
from optanim.run import Run


class Outcome(Enum):
    """How a run ends, as a sentence."""

    ARRIVED = "arrived at the minimum"
    ON_ITS_WAY = "still on its way"
    CYCLING = "cycling without arriving"
    SETTLED_ELSEWHERE = "settled away from the minimum"
    DIVERGED = "diverged"


@dataclass(frozen=True, eq=False)
class Trajectory(Immutable):
    """T steps: row k of ``params`` and its like is what holds before step k, row 0 the start.

    ``params`` and ``gradients`` have shape (T+1, 2) as (intercept, slope), ``losses`` (T+1,),
    ``lrs`` (T,). ``gradients[k]`` is what the optimizer is given at step k, ``losses[k]`` the
    full loss. ``state`` holds torch's state before step k under torch's names, shape (T+1, 2) or
    (T+1,), zeros where torch has none yet. ``varying`` holds further hyperparameters that a
    schedule changed, shape (T,) or (T, n). Where a run turns non-finite it ends before that row,
    so that T may be less than ``run.steps``. All arrays are float64 and read-only.
    """

    run: Run
    params: np.ndarray
    losses: np.ndarray
    gradients: np.ndarray
    lrs: np.ndarray
    state: Mapping[str, np.ndarray]
    torch_version: str
    varying: Mapping[str, np.ndarray] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        mappings = (self.state, self.varying)
        for array in (self.params, self.losses, self.gradients, self.lrs):
            array.setflags(write=False)
        for name, mapping in zip(("state", "varying"), mappings, strict=True):
            for array in mapping.values():
                array.setflags(write=False)
            object.__setattr__(self, name, MappingProxyType(dict(mapping)))

    @property
    def steps(self) -> int:
        """T, the number of steps taken."""
        return len(self.params) - 1

    def at(self, step: float) -> np.ndarray:
        """The parameters (2,) at ``step``, on the straight line between rows; the ends beyond."""
        step = min(max(step, 0.0), float(self.steps))
        row = min(int(step), self.steps - 1)
        return self.params[row] + (step - row) * (self.params[row + 1] - self.params[row])

    @property
    def excess(self) -> np.ndarray:
        """How far each loss is above the problem's minimum, shape (T+1,)."""
        return self.losses - self.run.problem.loss.minimum

    def arrival(self, tolerance: float = 1e-3) -> int | None:
        """The first step from which on the loss stays within ``tolerance`` of the minimum."""
        away = np.flatnonzero(~(self.excess < tolerance))
        step = 0 if len(away) == 0 else int(away[-1]) + 1
        return step if step <= self.steps and self.steps == self.run.steps else None

    def first_touch(self, tolerance: float = 1e-3) -> int | None:
        """The first step at which the loss is within ``tolerance`` of the minimum."""
        near = np.flatnonzero(self.excess < tolerance)
        return int(near[0]) if len(near) else None

    @property
    def divergence(self) -> int | None:
        """The step after which the run has diverged, or None.

        Either it turned non-finite, and this is the last finite row, or its final loss is above
        ten times the start's, and this is the last row at which the loss was not above it.
        """
        if self.steps < self.run.steps:
            return self.steps
        if not self.losses[-1] > 10.0 * self.losses[0]:
            return None
        return int(np.flatnonzero(self.losses <= self.losses[0])[-1])

    @property
    def outcome(self) -> Outcome:
        """How the run ends, at the tolerance 1e-3.

        Away from the minimum: settled where the steps of the last tenth together are shorter
        than a millionth of the way from the start; cycling where the steps of the last fifth
        together are at least nine tenths as long as those of the fifth before, and more than
        ten times as long as the distance that they make.
        """
        if self.divergence is not None:
            return Outcome.DIVERGED
        if self.arrival() is not None:
            return Outcome.ARRIVED
        moves = np.diff(self.params, axis=0)
        lengths = np.hypot(*moves.T)
        travelled = np.hypot(*(self.params[-1] - self.params[0]))
        if lengths[-max(self.steps // 10, 1) :].sum() <= 1e-6 * max(travelled, 1.0):
            return Outcome.SETTLED_ELSEWHERE
        fifth = self.steps // 5
        if fifth < 4:
            return Outcome.ON_ITS_WAY
        before, last = lengths[-2 * fifth : -fifth].sum(), lengths[-fifth:].sum()
        made = np.hypot(*(self.params[-1] - self.params[-fifth - 1]))
        if last >= 0.9 * before and last > 10.0 * made:
            return Outcome.CYCLING
        return Outcome.ON_ITS_WAY
