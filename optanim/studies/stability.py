"""Gradient descent at shares of its stability limit, the learning rate 2 / lambda_max.

At a share below 1 it converges on a quadratic loss, above 1 it diverges. Racers are called by
their share, as in "0.95".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from optanim.optimizers.optimizer import Optimizer, make
from optanim.runs.problem import Problem
from optanim.runs.trajectory import Trajectory
from optanim.studies.racing import Race
from optanim.studies.sweeping import Sweep, sweep


def at_shares(problem: Problem, shares: Sequence[float], steps: int) -> Race:
    """Gradient descent at each of ``shares`` of the limit, as verified trajectories."""
    return _race(problem, (_rate(problem, share) for share in shares), steps)


def across(
    problem: Problem, span: tuple[float, float], count: int, steps: int, tolerance: float, kept: int
) -> Sweep:
    """A sweep over ``count`` rates from ``span[0]`` to ``span[1]`` of the limit, ascending.

    Their shares of it are rounded to twelve decimals, and the limit itself is always among them.
    """
    shares = np.unique(np.append(np.round(np.linspace(*span, count), 12), 1.0))
    values = [_rate(problem, share) for share in shares]
    return sweep(problem, make("GD"), values, "lr", steps, tolerance, kept)


def confirmed(found: Sweep, shares: Sequence[float], numbers: Sequence[int]) -> Race:
    """torch runs at the swept rates nearest to ``shares`` of the limit and at those ``numbers``.

    Raises NotVerified where a run and the sweep differ by more than 1e-12 of their size.
    """
    values = np.array(found.values)
    nearest = [np.argmin(np.abs(values - _rate(found.problem, share))) for share in shares]
    chosen = [found.values[index] for index in sorted({*map(int, nearest), *numbers})]
    race = _race(found.problem, chosen, found.steps)
    for verified in race.verified.values():
        found.confirm(verified)
    return race


def share(problem: Problem, rate: float) -> float:
    """``rate`` in units of the limit."""
    return rate / problem.stability_limit()


def factor(trajectory: Trajectory) -> float:
    """By what the first step multiplied the distance across the valley, with its sign.

    Across is the direction of the Hessian's largest eigenvalue. A number that is nothing but
    rounding, less than 1e-9, is given as 0.
    """
    problem = trajectory.problem
    _, directions = problem.eigen
    first, second = (trajectory.params[:2] - problem.minimizer) @ directions[:, -1]
    measured = float(second / first)
    return measured if abs(measured) > 1e-9 else 0.0


def _rate(problem: Problem, share: float) -> float:
    return float(share * problem.stability_limit())


def _race(problem: Problem, rates: Iterable[float], steps: int) -> Race:
    optimizers: list[Optimizer] = [
        make("GD", label=f"{share(problem, rate):.4g}", lr=rate) for rate in rates
    ]
    return Race.of(problem, optimizers, steps)
