"""Detectors for what becomes of a race's order when every racer has its own best learning rate."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optanim.runs.outcome import TOLERANCE
from optanim.runs.trajectory import Trajectory
from optanim.stories.findings import Finding

ALIKE = 1e-3
"""By what share both coordinates of a step may differ that count as equally long."""
FITTING = 0.25
"""By what share of the way a step may be longer or shorter that is as long as the way."""
JUMP = 2.0
"""So many learning rates long is a step, in each coordinate, that counts as a jump."""


def reversal(
    equal: Mapping[str, Trajectory], tuned: Mapping[str, Trajectory], tolerance: float = TOLERANCE
) -> Finding | None:
    """Who is first of ``equal``, all at one rate, is not first of ``tuned``, each at its own.

    ``values``: ``first``, who is first at one rate, ``now``, who is at its own; of the latter the
    ``place`` that it had and its steps ``before`` and ``after``; of the former its steps ``own``.
    None where the order's first stays, or where one of the two does not arrive.
    """
    before = {name: run.arrival(tolerance) for name, run in equal.items()}
    after = {name: run.arrival(tolerance) for name, run in tuned.items()}
    first, now = (_first(steps) for steps in (before, after))
    if first is None or now is None or first == now or before[now] is None or after[first] is None:
        return None
    earlier = [step for step in before.values() if step is not None and step < (before[now] or 0)]
    values = {
        "first": first, "now": now, "place": len(earlier) + 1,
        "before": before[now], "after": after[now], "own": after[first],
    }  # fmt: skip
    return Finding("reversal", after[now] or 0, values, now)


def first_jump(trajectory: Trajectory) -> Finding | None:
    """The first step is several learning rates long in each coordinate, and as long as the way.

    As RMSprop's can be, whose average of squares starts at 0 and is not corrected: its first step
    is lr / sqrt(1 - alpha) in each coordinate. ``values``: ``times``, how many learning rates that
    is; ``reach``, how long the whole step is, and ``way``, how far from the start the minimizer is.
    """
    step = np.abs(trajectory.params[1] - trajectory.params[0])
    times, reach = float(step.mean() / trajectory.lrs[0]), float(np.hypot(*step))
    way = float(np.hypot(*(trajectory.params[0] - trajectory.problem.minimizer)))
    if np.ptp(step) > ALIKE * step.mean() or times < JUMP or abs(reach / way - 1.0) > FITTING:
        return None
    return Finding("first_jump", 1, {"times": times, "reach": reach, "way": way}, trajectory.label)


def _first(arrivals: Mapping[str, int | None]) -> str | None:
    """Who arrives before all others, None where nobody does."""
    there = {name: step for name, step in arrivals.items() if step is not None}
    best = min(there.values(), default=None)
    ahead = [name for name, step in there.items() if step == best]
    return ahead[0] if len(ahead) == 1 else None
