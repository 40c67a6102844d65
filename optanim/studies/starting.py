"""The same runs from another start, at other learning rates, or over fewer steps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optanim.base.errors import OptanimError
from optanim.runs.run import Run
from optanim.studies.racing import Race
from optanim.studies.tuning import with_rate


def started(race: Race, start: np.ndarray) -> Race:
    """The racers of ``race`` from ``start`` (2,), as verified trajectories."""
    problem = replace(race.problem, start=start)
    runs = {name: t.run for name, t in race.trajectories.items()}
    moved = {name: replace(run, problem=problem, start=start) for name, run in runs.items()}
    return Race.of_runs(moved)


def until(race: Race, step: int, *names: str) -> Race:
    """The racers ``names`` of ``race`` over ``step`` steps, as verified trajectories."""
    runs = {name: replace(race.trajectories[name].run, steps=step) for name in names}
    return Race.of_runs(runs)


def at_multiples(run: Run, most: int) -> Race:
    """``run`` at 1 to ``most`` times its learning rate, as verified trajectories.

    Each is called by its rate as well, as in "GD 0.45". Raises OptanimError where the optimizer
    has no learning rate.
    """
    optimizer = run.optimizer
    if optimizer.lr is None:
        raise OptanimError(f"{optimizer} has no learning rate to take multiples of")
    rates = [round(times * optimizer.lr, 12) for times in range(1, most + 1)]
    return Race.of_runs({
        f"{optimizer.label} {rate:g}": replace(run, optimizer=with_rate(optimizer, rate))
        for rate in rates
    })  # fmt: skip
