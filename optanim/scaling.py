"""The same regression with x measured otherwise: from another zero, in another unit.

Every line keeps its meaning. With x' = (x - zero) / unit the line y = a + b x reads
y = (a + b zero) + (b unit) x', so a start is carried along, and its loss stays what it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optanim.events import Event
from optanim.immutable import Immutable
from optanim.loss import MeanSquaredError
from optanim.problem import Problem
from optanim.trajectory import Trajectory

RAW, CENTRED, SCALED = 0, 1, 2
"""The stages of standardising: as measured, mean 0, mean 0 and deviation 1."""
STRAIGHT = 0.1  # degrees


def measured(problem: Problem, zero: float, unit: float = 1.0) -> Problem:
    """``problem`` with x counted from ``zero`` in steps of ``unit``, its start the same line."""
    x, y = (problem.x - zero) / unit, problem.y.copy()
    a, b = problem.start
    start = np.array([a + b * zero, b * unit])
    for array in (x, y, start):
        array.setflags(write=False)
    return replace(problem, loss=MeanSquaredError(x, y), start=start)


def best_rate(problem: Problem) -> float:
    """The constant learning rate at which gradient descent shrinks its worst direction most.

    2 / (lambda_1 + lambda_2), by which each step leaves (kappa - 1) / (kappa + 1) of the distance:
    Polyak (1964), "Some methods of speeding up the convergence of iteration methods".
    """
    values, _ = problem.eigen
    return float(2.0 / (values[0] + values[1]))


@dataclass(frozen=True, eq=False)
class Standardizing(Immutable):
    """The way of a problem from its raw x over the centred to the scaled one."""

    raw: Problem

    def at(self, stage: float) -> Problem:
        """The problem at ``stage``, from 0 (raw) over 1 (centred) to 2 (scaled).

        In between x is centred in part: minus a share of its mean; then scaled in part: divided
        by a power of its deviation. Raises ValueError beyond.
        """
        if not RAW <= stage <= SCALED:
            raise ValueError(f"stage={stage} must be between {RAW} and {SCALED}")
        mean, deviation = float(np.mean(self.raw.x)), float(np.std(self.raw.x))
        zero = min(stage, 1.0) * mean
        unit = deviation ** max(stage - 1.0, 0.0)
        return measured(self.raw, zero, unit)

    @property
    def stages(self) -> tuple[Problem, Problem, Problem]:
        """Raw, centred, scaled."""
        return self.at(RAW), self.at(CENTRED), self.at(SCALED)


def elongated(problem: Problem) -> Event:
    """What the problem's x and its loss look like, for the words on it.

    ``values``: the number of points ``m``, the whole numbers ``low`` and ``high`` nearest to the
    ends of x, its ``deviation``, the condition number ``kappa``, and ``ratio``, its root: by so
    much a level line is longer than wide.
    """
    kappa = problem.condition_number
    values = {
        "m": len(problem.x),
        "low": round(float(problem.x.min())),
        "high": round(float(problem.x.max())),
        "deviation": float(np.std(problem.x)),
        "kappa": kappa,
        "ratio": float(np.sqrt(kappa)),
    }
    return Event("elongated", 0, values)


def rounder(before: Problem, after: Problem) -> Event | None:
    """A change of x has made the loss rounder.

    ``values``: the condition numbers ``before`` and ``after``, and the best constant learning
    rates ``then`` and ``now``.
    """
    kappas = before.condition_number, after.condition_number
    if not kappas[1] < kappas[0]:
        return None
    values = {"before": kappas[0], "after": kappas[1]}
    return Event("rounder", 0, values | {"then": best_rate(before), "now": best_rate(after)})


def nothing_gained(before: Trajectory, after: Trajectory, tolerance: float = 1e-3) -> Event | None:
    """At one learning rate the run after a change of x arrives no sooner than the one before.

    ``values``: the ``rate``, and the steps ``before`` and ``after`` until each stays within
    ``tolerance`` of its minimum.
    """
    rate, steps = float(before.lrs[0]), (before.arrival(tolerance), after.arrival(tolerance))
    if float(after.lrs[0]) != rate or None in steps or steps[1] < steps[0]:
        return None
    values = {"rate": rate, "before": steps[0], "after": steps[1]}
    return Event("nothing_gained", steps[1], values, after.run.optimizer.label)


def points_home(trajectory: Trajectory) -> Event | None:
    """The first step goes straight at the minimum, to within a tenth of a degree.

    ``values``: the ``rate``, and the ``angle`` between step and way home in degrees.
    """
    home = trajectory.run.problem.minimizer - trajectory.params[0]
    step = trajectory.params[1] - trajectory.params[0]
    across = home[0] * step[1] - home[1] * step[0]
    angle = float(np.degrees(np.arctan2(abs(across), home @ step)))
    if angle > STRAIGHT:
        return None
    values = {"rate": float(trajectory.lrs[0]), "angle": angle}
    return Event("points_home", 0, values, trajectory.run.optimizer.label)
