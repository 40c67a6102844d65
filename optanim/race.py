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

    @property
    def steps(self) -> int:
        """The number of steps of the longest run."""
        return max(run.steps for run in self.runs.values())

    @property
    def window(self) -> Window:
        """The smallest window that holds every run, every gradient step and the minimizer.

        A tenth of its size is left free around them.
        """
        runs = [*self.runs.values()]
        if self.control is not None:
            runs.append(self.control.trajectory)
        points = [self.problem.minimizer[None]]
        for run in runs:
            tips = run.params[:-1] - run.lrs[:, None] * run.gradients[:-1]
            points += [run.params, tips]
        corners = np.concatenate(points)
        return Window.around(corners, margin=0.1)

    @property
    def proofs(self) -> dict[str, Verified]:
        """Every verified run by racer's name, the control as ``control``."""
        return {**self.verified, **({"control": self.control} if self.control else {})}

    @property
    def fingerprints(self) -> dict[str, str]:
        """The fingerprint of every run, by the same names."""
        return {name: proof.trajectory.run.fingerprint for name, proof in self.proofs.items()}
