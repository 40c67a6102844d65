"""A race: several optimizers on one problem, from one start, every run verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from optanim.base.immutable import Immutable
from optanim.base.window import Window
from optanim.optimizers.optimizer import Optimizer
from optanim.proof import archive
from optanim.proof.verification import Verified, verify
from optanim.runs.problem import Problem
from optanim.runs.run import Run
from optanim.runs.trajectory import Trajectory
from optanim.studies.outlook import window_of
from optanim.studies.sweeping import Sweep

WIDEST = 16.0 / 9.0
"""Width over height of a map, or the other way round, at most."""


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

    def __repr__(self) -> str:
        """The problem and the racers."""
        return f"<Race: {', '.join(self.verified)} on {self.problem.name}, {self.steps} steps>"

    @classmethod
    def of(
        cls,
        problem: Problem,
        optimizers: Sequence[Optimizer],
        steps: int,
        control: Optimizer | None = None,
    ) -> Race:
        """Fetch every run from the archive, or trace and verify it."""
        runs = {each.label: Run(problem, each, steps=steps) for each in optimizers}
        return cls.of_runs(runs, Run(problem, control, steps=steps) if control else None)

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
        held = archive.fetch(control) if control else None
        seen = _seen(problem, fetched)
        if seen is not problem:
            fetched = {name: _on(seen, verified) for name, verified in fetched.items()}
            held = _on(seen, held) if held else None
        return cls(seen, MappingProxyType(fetched), held, MappingProxyType(dict(sweeps or {})))

    def only(self, *names: str) -> Race:
        """The race of those ``names`` alone, without a control."""
        kept = MappingProxyType({name: self.verified[name] for name in names})
        swept = MappingProxyType({name: s for name, s in self.sweeps.items() if name in names})
        return Race(self.problem, kept, sweeps=swept)

    @property
    def steps(self) -> int:
        """The number of steps of the longest run; 1 where the first step of all leads nowhere."""
        return max(1, *(trajectory.steps for trajectory in self.trajectories.values()))

    @property
    def window(self) -> Window:
        """The part of the parameter plane that shows all of it; see `outlook.window_of`."""
        return window_of(self.problem, [proof.trajectory for proof in self.proofs.values()])

    @property
    def controlled(self) -> str:
        """The racer that the control is held against: the first of the same class, or of all."""
        alike = list(self.trajectories)
        if self.control is not None:
            held = self.control.trajectory.optimizer.torch_class
            alike = [name for name in alike if self._class_of(name) == held] or alike
        return alike[0]

    def _class_of(self, name: str) -> str:
        return self.trajectories[name].optimizer.torch_class

    @property
    def proofs(self) -> dict[str, Verified]:
        """Every verified run by racer's name, the control as ``control``."""
        return {**self.verified, **({"control": self.control} if self.control else {})}

    @property
    def fingerprints(self) -> dict[str, str]:
        """The fingerprint of every run, by the same names."""
        return {name: proof.trajectory.run.fingerprint for name, proof in self.proofs.items()}


def _seen(problem: Problem, verified: Mapping[str, Verified]) -> Problem:
    """``problem``, knowing of the minima where its racers ended or that maps of them may show."""
    trajectories = [each.trajectory for each in verified.values()]
    ends = np.array([trajectory.params[-1] for trajectory in trajectories])
    window = window_of(problem, trajectories)
    shown = window.shaped(WIDEST).intercept, window.shaped(1.0 / WIDEST).slope
    loss = problem.loss.seen_from(ends).looked_through(shown)
    return problem if loss is problem.loss else replace(problem, loss=loss)


def _on(problem: Problem, verified: Verified) -> Verified:
    """The same steps, proven on ``problem``, of which more minima are known."""
    trajectory = verified.trajectory
    return verify(replace(trajectory, run=replace(trajectory.run, problem=problem)))
