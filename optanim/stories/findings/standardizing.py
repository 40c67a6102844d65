"""Detectors for what standardising x does to a regression and to a run on it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import Problem
from optanim.runs.trajectory import Trajectory
from optanim.stories.findings.finding import Finding
from optanim.studies import worst_case

VALLEY, ROUND = 2.0, 1.01
"""A loss is a valley from this condition number on, and a round bowl up to this one."""
ALIKE = 1e-9
"""Relative difference of two curvatures up to which they are one but for rounding."""
CLOSE, MOST_LEFT = 1 / 30, 0.5
"""Shares: of the way that is left where a walker looks as if it were there; of what creeps."""
STRAIGHT = 0.1
"""A step goes straight at a point where it is off by at most this, in degrees."""


def elongated(problem: Problem) -> Finding:
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
    return Finding("elongated", 0, values)


def worst_start(problem: Problem) -> Finding | None:
    """No learning rate is the quickest from every start, so that one has to be chosen.

    A start along one direction is at the minimum after a single step at 1 / lambda of that
    direction, and these rates differ unless the bowl is round. ``values``: the ``rate`` that is
    best for the worst start, and those of the two directions, ``along`` and ``across``.
    """
    if problem.condition_number <= ROUND:
        return None
    along, across = (1.0 / float(bend) for bend in problem.eigen[0])
    values = {"rate": worst_case.rate(problem), "along": along, "across": across}
    return Finding("worst start", 0, values)


def creeps(trajectory: Trajectory) -> Finding | None:
    """A run at the rate that is best for the worst start: each step leaves most of the way to go.

    The step is the first from which it stays within a thirtieth of its start's distance from the
    minimum while it has not arrived. ``values``: the share ``left`` of the way by a step, along
    the valley and across it alike. None where less than half is left, or the run arrives sooner.
    """
    problem, home = trajectory.problem, trajectory.problem.known_minimizer
    factors = np.abs(1.0 - float(trajectory.lrs[0]) * problem.eigen[0])
    away = np.linalg.norm(trajectory.params - home, axis=1)
    far = np.flatnonzero(away > CLOSE * away[0])
    step, arrived = int(far[-1]) + 1, trajectory.arrival(TOLERANCE)
    if np.ptp(factors) > ALIKE or factors[0] < MOST_LEFT or arrived is None or arrived <= step:
        return None
    return Finding("creeps", step, {"left": float(factors[0])}, trajectory.label)


def every_start(problem: Problem) -> Finding | None:
    """One learning rate is the quickest from every start: all directions bend alike, to rounding.

    ``values``: that ``rate``, with which a single step leads home wherever it begins.
    """
    flat, steep = problem.eigen[0]
    if not np.isclose(flat, steep, rtol=ALIKE):
        return None
    return Finding("every start", 0, {"rate": worst_case.rate(problem)})


def rounder(before: Problem, after: Problem) -> Finding | None:
    """A change of x has made the loss rounder.

    ``values``: the condition numbers ``before`` and ``after``, how much the loss bends across the
    valley, ``steep`` and ``less``, and the constant learning rates that are quickest from the worst
    start, ``then`` and ``now``.
    """
    kappas = before.condition_number, after.condition_number
    if not kappas[1] < kappas[0]:
        return None
    values = {"before": kappas[0], "after": kappas[1]}
    rates = {"then": worst_case.rate(before), "now": worst_case.rate(after)}
    bends = {"steep": float(before.eigen[0][1]), "less": float(after.eigen[0][1])}
    return Finding("rounder", 0, values | rates | bends)


def round_bowl(before: Problem, after: Problem) -> Finding | None:
    """A change of x has made a bowl of a valley: the loss bends alike in all directions, or nearly.

    ``values``: the condition numbers ``before``, two or more, and ``after``, within a hundredth
    of one.
    """
    kappas = before.condition_number, after.condition_number
    if kappas[0] < VALLEY or kappas[1] > ROUND:
        return None
    return Finding("round bowl", 0, {"before": kappas[0], "after": kappas[1]})


def nothing_gained(
    before: Trajectory, after: Trajectory, tolerance: float = TOLERANCE
) -> Finding | None:
    """At one learning rate the run after a change of x arrives no sooner than the one before.

    ``values``: the ``rate``, and the steps ``before`` and ``after`` until each stays within
    ``tolerance`` of its minimum.
    """
    rate, first, second = float(before.lrs[0]), before.arrival(tolerance), after.arrival(tolerance)
    if float(after.lrs[0]) != rate or first is None or second is None or second < first:
        return None
    values = {"rate": rate, "before": first, "after": second}
    return Finding("nothing_gained", second, values, after.label)


def one_step(runs: Mapping[str, Trajectory], tolerance: float = TOLERANCE) -> Finding | None:
    """The last of ``runs`` takes a single step to the minimum, all others more.

    ``values``: by name the steps until each stays within ``tolerance`` of its minimum.
    """
    steps = {name: run.arrival(tolerance) for name, run in runs.items()}
    *others, last = steps.values()
    if last != 1 or any(other is None or other <= 1 for other in others):
        return None
    return Finding("own rate", 1, steps)


def points_home(trajectory: Trajectory) -> Finding | None:
    """The first step goes straight at the minimum, to within a tenth of a degree.

    ``values``: the ``rate``, and the ``angle`` between step and way home in degrees.
    """
    home = trajectory.problem.minimizer - trajectory.params[0]
    step = trajectory.params[1] - trajectory.params[0]
    across = home[0] * step[1] - home[1] * step[0]
    angle = float(np.degrees(np.arctan2(abs(across), home @ step)))
    if angle > STRAIGHT:
        return None
    values = {"rate": float(trajectory.lrs[0]), "angle": angle}
    return Finding("points_home", 0, values, trajectory.label)
