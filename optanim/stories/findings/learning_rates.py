"""Detectors for what gradient descent's learning rate does, in single runs and in a sweep."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optanim.runs.outcome import TOLERANCE
from optanim.runs.trajectory import Trajectory
from optanim.stories.findings.finding import Finding, in_order
from optanim.studies import stability
from optanim.studies.sweeping import Sweep

SLOW = 10.0
"""A rate is slow where it takes this many times the fewest steps, or more."""
NEAR = 0.75
"""A rate is near the limit from this share of it on."""


def above_limit(run: Trajectory) -> Finding | None:
    """The run's distance across the valley grows with every step: its rate is above the limit.

    ``values``: ``excess``, by how many percent the rate is above the limit.
    """
    if stability.factor(run) >= -1.0:
        return None
    excess = 100.0 * (stability.share(run.problem, float(run.lrs[0])) - 1.0)
    return Finding("limit", 0, {"excess": excess}, run.label)


def manners(runs: Mapping[str, Trajectory]) -> Finding | None:
    """Four rates, four ways across the valley, told by what a step multiplies the distance by.

    The first comes nearer on its side, the second lands on the valley's floor, the third jumps over
    it and comes nearer, the last jumps over it and gets away. ``values``: those ``factors``.
    """
    factors = [stability.factor(run) for run in runs.values()]
    if len(factors) != 4:
        return None
    creeps, lands, swings, flees = factors
    if not (0.0 < creeps < 1.0 and lands == 0.0 and -1.0 < swings < 0.0 and flees < -1.0):
        return None
    return Finding("manners", 1, {"factors": factors})


def overtaken(runs: Mapping[str, Trajectory], tolerance: float = TOLERANCE) -> Finding | None:
    """The largest rate that arrives does so after another, smaller one.

    ``values``: the names of both, ``larger`` and ``smaller``, the quickest of the others, and their
    steps, ``late`` and ``early``.
    """
    arrived = {name: step for name, run in runs.items() if (step := run.arrival(tolerance))}
    if len(arrived) < 2:
        return None
    largest = max(arrived, key=lambda name: float(runs[name].lrs[0]))
    late = arrived.pop(largest)
    smaller = min(arrived, key=arrived.__getitem__)
    if arrived[smaller] >= late:
        return None
    values = {"larger": largest, "smaller": smaller, "late": late, "early": arrived[smaller]}
    return Finding("overtaken", late, values, largest)


def of_sweep(found: Sweep) -> list[Finding]:
    """What a sweep over the rate shows, in order of the rate; ``step`` is the number of a value.

    ``small_rate``, the first that arrives at all, if it takes ten times the fewest steps or more;
    ``fewest``, the one that does best from the problem's start; ``cliff``, the first beyond it to
    take ten times as many; and ``beyond``, the last of all, if none from the limit on arrives.
    ``values``: the ``share`` of the limit, ``arrival``, and ``times``, how many times the fewest
    steps that is.
    """
    arrives = np.isfinite(found.arrivals)
    best, last = found.best, len(found.values) - 1
    if not arrives[best]:
        return []
    slow = arrives & (found.arrivals >= SLOW * found.arrivals[best])
    number, limit = np.arange(last + 1), found.problem.stability_limit()
    over = np.array(found.values) >= limit
    marks, first = {}, int(np.argmax(arrives))
    if slow[first]:
        marks["small_rate"] = first
    if arrives[first : best + 1].all() and (np.diff(found.arrivals[first : best + 1]) <= 0).all():
        marks["fewest"] = best
    if (slow & (number > best)).any():
        marks["cliff"] = int(np.argmax(slow & (number > best)))
    if over[last] and not arrives[over].any():
        marks["beyond"] = last
    return in_order(
        *(
            Finding(
                name,
                index,
                {
                    "share": found.values[index] / limit,
                    "arrival": found.arrivals[index],
                    "times": found.arrivals[index] / found.arrivals[best],
                },
            )
            for name, index in marks.items()
        )
    )


def edge(found: Sweep) -> Finding | None:
    """The best rate of a sweep is near the limit, from which on none arrives.

    ``step`` is the number of that rate, ``values`` its ``share`` of the limit.
    """
    rates, limit = np.array(found.values), found.problem.stability_limit()
    arrives, share = np.isfinite(found.arrivals), found.values[found.best] / limit
    if not arrives[found.best] or share < NEAR or arrives[rates >= limit].any():
        return None
    return Finding("edge", found.best, {"share": share})
