"""A race: several optimizers on one problem, from one start, every run verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from optanim import archive
from optanim.immutable import Immutable
from optanim.optimizer import Optimizer
from optanim.problem import Problem, Window
from optanim.run import Run
from optanim.trajectory import Trajectory
from optanim.verify import Verified

REACH = 4.0


@dataclass(frozen=True, eq=False)
class Race(Immutable):
    """Verified runs by racer's name, on one problem and over the same number of steps.

    ``control`` is a run that a caption's "because" is held against, or None.
    """

    problem: Problem
    verified: Mapping[str, Verified]
    control: Verified | None = None
    runs: Mapping[str, Trajectory] = field(init=False)

    def __post_init__(self) -> None:
        runs = {name: verified.trajectory for name, verified in self.verified.items()}
        object.__setattr__(self, "runs", MappingProxyType(runs))

    @classmethod
    def of(
        cls,
        problem: Problem,
        optimizers: Sequence[Optimizer],
        steps: int,
        control: Optimizer | None = None,
    ) -> Race:
        """Fetch every run from the archive, or trace and verify it."""
        fetched = {
            optimizer.label: archive.fetch(Run(problem, optimizer, steps=steps))
            for optimizer in optimizers
        }
        held = control and archive.fetch(Run(problem, control, steps=steps))
        return cls(problem, MappingProxyType(fetched), held)

    @classmethod
    def of_runs(cls, runs: Mapping[str, Run], control: Run | None = None) -> Race:
        """Fetch ``runs``, by racer's name; all on one problem and from one start."""
        fetched = {name: archive.fetch(run) for name, run in runs.items()}
        problem = next(iter(runs.values())).problem
        return cls(problem, MappingProxyType(fetched), control and archive.fetch(control))

    @property
    def steps(self) -> int:
        """The number of steps of the longest run."""
        return max(run.steps for run in self.runs.values())

    @property
    def window(self) -> Window:
        """The smallest window that holds minimizer, rows and gradient steps, a tenth left free.

        Rows and steps whose loss lies more than four times as high above the minimum as the
        start's do not count: a run that diverges leaves the window instead of blowing it up. A
        surface that knows its window is shown in that, where all of this lies inside it or, of a
        surface without a minimum, the start does.
        """
        problem = self.problem
        corners = [problem.start[None], *([problem.minimizer[None]] if self._has_goal else [])]
        runs = [proof.trajectory for proof in self.proofs.values()]
        for run in runs:
            corners += [run.params, run.params[:-1] - run.lrs[:, None] * run.gradients[:-1]]
        points = np.concatenate(corners)
        points = points[self._matters(points)]
        usual = problem.window
        if usual is not None:
            held = usual.holds(points if self._has_goal else problem.start[None])
            if held.all():
                return usual
        return Window.around(points, margin=0.1)

    @property
    def _has_goal(self) -> bool:
        return self.problem.minimizer is not None

    def _matters(self, points: np.ndarray) -> np.ndarray:
        """Which of ``points`` (n, 2) are no outliers, shape (n,)."""
        loss, start = self.problem.loss, self.problem.start
        with np.errstate(all="ignore"):
            values = np.array([float(loss.value(point)) for point in points])
        height = float(loss.value(start))
        least = loss.minimum if np.isfinite(loss.minimum) else height - loss.scale
        return np.abs(values - least) <= REACH * max(height - least, 1e-3)

    @property
    def proofs(self) -> dict[str, Verified]:
        """Every verified run by racer's name, the control as ``control``."""
        return {**self.verified, **({"control": self.control} if self.control else {})}

    @property
    def fingerprints(self) -> dict[str, str]:
        """The fingerprint of every run, by the same names."""
        return {name: proof.trajectory.run.fingerprint for name, proof in self.proofs.items()}
