"""A race: several optimizers on one problem, from one start, every run verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from optanim.base.immutable import Immutable
from optanim.base.window import Window
from optanim.optimizers.optimizer import Optimizer
from optanim.proof import archive
from optanim.proof.verification import Verified
from optanim.runs.problem import Problem
from optanim.runs.run import Run
from optanim.runs.trajectory import Trajectory
from optanim.studies.sweeping import Sweep

REACH, FARTHER, MOST_ARROWS = 4.0, 3.0, 300
"""How high and how far what is in view may lie, and how many of a run's gradient steps are kept in
view."""


@dataclass(frozen=True, eq=False)
class Race(Immutable):
    """Verified trajectories by racer's name, on one problem and over the same number of steps.

    ``control`` is one that a caption's "because" is held against, or None. ``sweeps`` by racer's
    name are those by which learning rates were chosen, none where they were given.
    """

    problem: Problem
    verified: Mapping[str, Verified]
    control: Verified | None = None
    sweeps: Mapping[str, Sweep] = field(default_factory=lambda: MappingProxyType({}))
    trajectories: Mapping[str, Trajectory] = field(init=False)

    def __post_init__(self) -> None:
        made = {name: verified.trajectory for name, verified in self.verified.items()}
        object.__setattr__(self, "trajectories", MappingProxyType(made))

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
    def of_runs(
        cls,
        runs: Mapping[str, Run],
        control: Run | None = None,
        sweeps: Mapping[str, Sweep] | None = None,
        progress: Callable[[int], None] = lambda done: None,
    ) -> Race:
        """Fetch ``runs``, by racer's name; all on one problem and from one start.

        ``progress`` is called with the number done.
        """
        fetched = {}
        for done, (name, run) in enumerate(runs.items(), start=1):
            fetched[name] = archive.fetch(run)
            progress(done)
        problem = next(iter(runs.values())).problem
        held = control and archive.fetch(control)
        return cls(problem, MappingProxyType(fetched), held, MappingProxyType(dict(sweeps or {})))

    @property
    def steps(self) -> int:
        """The number of steps of the longest run."""
        return max(trajectory.steps for trajectory in self.trajectories.values())

    @property
    def window(self) -> Window:
        """The smallest window that holds minimizer, rows and gradient steps, a tenth left free.

        Rows and steps whose loss lies more than four times as high above the minimum as the
        start's do not count, nor those far beyond where most racers get: a run that diverges or
        flies off leaves the window instead of blowing it up. A surface that knows its window is
        shown in that, where all of this lies inside it or, of a surface without a minimum, the
        start does.
        """
        problem, loss = self.problem, self.problem.loss
        corners = [problem.start[None], *([problem.minimizer[None]] if self._has_goal else [])]
        away = [np.zeros(1), *([np.hypot(*(place - problem.start).T) for place in corners[1:]])]
        heights = [loss.on_grid(place) for place in corners]
        for run in (proof.trajectory for proof in self.proofs.values()):
            rows = np.unique(np.linspace(0, run.steps, MOST_ARROWS).astype(int))[:-1]
            ends = run.params[rows] - run.lrs[rows, None] * run.gradients[rows]
            with np.errstate(all="ignore"):
                heights += [run.losses, loss.on_grid(ends)]
            corners += [run.params, ends]
            away += [np.hypot(*(rows - problem.start).T) for rows in (run.params, ends)]
        points = np.concatenate(corners)
        near = np.concatenate(away) <= self._reach(away)
        points = points[near & self._matters(np.concatenate(heights))]
        usual = problem.window
        if usual is not None and usual.holds(points if self._has_goal else problem.start).all():
            return usual
        return Window.around(points, margin=0.1)

    def _reach(self, away: Sequence[np.ndarray]) -> float:
        """How far from the start what is in view may lie, of the distances ``away`` from it.

        Three times as far as the minimizer and most racers get: on a plateau a racer may fly off
        without ever meeting a high loss.
        """
        farthest = [float(np.nanmax(rows)) for rows in away]
        racers = sorted(farthest[-2 * len(self.proofs) :: 2])
        most = racers[(len(racers) - 1) // 2]
        reach = FARTHER * max(most, farthest[1] if self._has_goal else 0.0)
        return reach or float("inf")

    @property
    def _has_goal(self) -> bool:
        return self.problem.minimizer is not None

    def _matters(self, losses: np.ndarray) -> np.ndarray:
        """Which of ``losses`` (n,) are those of no outlier, shape (n,)."""
        loss = self.problem.loss
        start = float(loss.value(self.problem.start))
        least = loss.minimum if np.isfinite(loss.minimum) else start - loss.scale
        return np.abs(losses - least) <= REACH * max(start - least, 1e-3)

    @property
    def controlled(self) -> str:
        """The racer that the control is held against: the first of the same class."""
        held = self.control.trajectory.optimizer.torch_class
        return next(
            (name for name, t in self.trajectories.items() if t.optimizer.torch_class == held),
            next(iter(self.trajectories)),
        )

    @property
    def proofs(self) -> dict[str, Verified]:
        """Every verified run by racer's name, the control as ``control``."""
        return {**self.verified, **({"control": self.control} if self.control else {})}

    @property
    def fingerprints(self) -> dict[str, str]:
        """The fingerprint of every run, by the same names."""
        return {name: proof.trajectory.run.fingerprint for name, proof in self.proofs.items()}
