"""Every step of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from optanim.base.immutable import Immutable
from optanim.optimizers.optimizer import Optimizer
from optanim.runs import judging
from optanim.runs.judging import Brink
from optanim.runs.outcome import TOLERANCE, Ending, Outcome
from optanim.runs.problem import Problem
from optanim.runs.run import Run

__all__ = ["Outcome", "Trajectory"]


@dataclass(frozen=True, eq=False)
class Trajectory(Immutable):
    """T steps: row k of ``params`` and its like is what holds before step k, row 0 the start.

    ``params`` and ``gradients`` have shape (T+1, 2) as (intercept, slope), ``losses`` (T+1,),
    ``lrs`` (T,). ``gradients[k]`` is what the optimizer is given at step k, that of the step's
    batch where there are batches; ``losses[k]`` is always the full loss. ``state`` holds torch's
    state before step k under torch's names, shape (T+1, 2) or (T+1,), zeros where torch has none
    yet. ``varying`` holds further hyperparameters that a schedule changed, shape (T,) or (T, n).
    Some optimizers take the gradient elsewhere than at their answer: schedule-free ones at y, where
    the answer is x. Then ``params`` and ``losses`` are those of the answer, and
    ``gradient_points`` (T+1, 2) is where the gradients were taken; else it is None.
    Where a run turns non-finite it ends before that row, so that T may be less than
    ``run.steps``; ``beyond`` (2,) are then that row's parameters.
    All arrays are float64 and read-only.
    """

    run: Run
    params: np.ndarray
    losses: np.ndarray
    gradients: np.ndarray
    lrs: np.ndarray
    state: Mapping[str, np.ndarray]
    torch_version: str
    varying: Mapping[str, np.ndarray] = field(default_factory=lambda: MappingProxyType({}))
    beyond: np.ndarray | None = None
    gradient_points: np.ndarray | None = None

    def __post_init__(self) -> None:
        mappings = (self.state, self.varying)
        for array in (
            *(self.params, self.losses, self.gradients, self.lrs),
            *(each for each in (self.beyond, self.gradient_points) if each is not None),
        ):
            array.setflags(write=False)
        for name, mapping in zip(("state", "varying"), mappings, strict=True):
            for array in mapping.values():
                array.setflags(write=False)
            object.__setattr__(self, name, MappingProxyType(dict(mapping)))

    def __repr__(self) -> str:
        """Of whom and of what, without the arrays."""
        ran = f"{self.optimizer} on {self.problem.name}, {self.steps} steps"
        return f"<Trajectory: {ran}, final loss {self.losses[-1]:.6g}>"

    @property
    def problem(self) -> Problem:
        """What was minimised."""
        return self.run.problem

    @property
    def optimizer(self) -> Optimizer:
        """What took the steps."""
        return self.run.optimizer

    @property
    def label(self) -> str:
        """What the optimizer is called."""
        return self.run.optimizer.label

    @property
    def steps(self) -> int:
        """T, the number of steps taken."""
        return len(self.params) - 1

    @property
    def taken_at(self) -> np.ndarray:
        """Where the gradients were taken, shape (T+1, 2): mostly the parameters themselves."""
        return self.params if self.gradient_points is None else self.gradient_points

    def at(self, step: float) -> np.ndarray:
        """The parameters (2,) at ``step``, on the straight line between rows; the ends beyond."""
        step = min(max(step, 0.0), float(self.steps))
        row = max(min(int(step), self.steps - 1), 0)
        after = min(row + 1, self.steps)
        return self.params[row] + (step - row) * (self.params[after] - self.params[row])

    @property
    def excess(self) -> np.ndarray:
        """How far each loss is above the problem's minimum, shape (T+1,)."""
        return self.losses - self.problem.loss.minimum

    def arrival(self, tolerance: float = TOLERANCE) -> int | None:
        """The first step from which on the loss stays within ``tolerance`` of the minimum.

        None where it does not, and where no minimum is known to arrive at; see
        `runs.judging.arrival`.
        """
        loss = self.problem.loss
        return judging.arrival(loss, self.params, self.losses, self.run.steps, tolerance)

    def first_touch(self, tolerance: float = TOLERANCE) -> int | None:
        """The first step at which the loss is within ``tolerance`` of the minimum."""
        near = np.flatnonzero(np.abs(self.excess) < tolerance)
        return int(near[0]) if len(near) else None

    @property
    def divergence(self) -> int | None:
        """The step from which on the run has diverged, or None; see `runs.judging.ending`."""
        ended = self.ending()
        return ended.step if ended.outcome is Outcome.DIVERGED else None

    def ending(self, tolerance: float = TOLERANCE) -> Ending:
        """How the run ends, from which step on and where."""
        loss = self.problem.loss
        rows = self.params, self.losses
        return judging.ending(loss, *rows, self.run.steps, tolerance, self.beyond)

    def brink(self, tolerance: float = TOLERANCE) -> Brink | None:
        """The loss below which the run has escaped, None where nothing is escaped."""
        return judging.brink(self.problem.loss, float(self.losses[0]), tolerance)

    @property
    def outcome(self) -> Outcome:
        """How the run ends, at the usual tolerance."""
        return self.ending().outcome
