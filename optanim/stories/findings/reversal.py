"""Detectors for what becomes of a race's order when every racer has its own best learning rate."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optanim.runs.outcome import TOLERANCE
from optanim.runs.trajectory import Trajectory
from optanim.stories.findings import Finding, in_order
from optanim.stories.findings.finding import least

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
    before, after = _arriving(equal, tolerance), _arriving(tuned, tolerance)
    first, now = least(before), least(after)
    if first is None or now is None or first == now or now not in before or first not in after:
        return None
    earlier = [step for step in before.values() if step < before[now]]
    values = {
        "first": first, "now": now, "place": len(earlier) + 1,
        "before": before[now], "after": after[now], "own": after[first],
    }  # fmt: skip
    return Finding("reversal", after[now], values, now)


def lead_lost(
    tuned: Mapping[str, Trajectory], longer: Mapping[str, Trajectory], tolerance: float = TOLERANCE
) -> Finding | None:
    """Who is first of ``tuned`` is behind another once rates are chosen over more steps.

    Its own rate is smaller then; ``longer`` are the runs at those rates. ``values``: the racer's
    steps ``before`` and ``after``; who has the least of the ``others``, and its steps ``own`` in
    ``longer``. None where the racer is not behind, where its rate is not smaller, where nobody is
    first, or where one of the two does not arrive.
    """
    before, after = _arriving(tuned, tolerance), _arriving(longer, tolerance)
    racer = least(before)
    other = least({name: step for name, step in after.items() if name != racer})
    if racer is None or other is None or racer not in after or after[racer] <= after[other]:
        return None
    if longer[racer].lrs[0] >= tuned[racer].lrs[0]:
        return None
    values = {
        "before": before[racer], "after": after[racer], "others": other, "own": after[other],
    }  # fmt: skip
    return Finding("lead_lost", after[racer], values, racer)


def arrivals(runs: Mapping[str, Trajectory], tolerance: float = TOLERANCE) -> list[Finding]:
    """Who comes to stay at the minimum, in order.

    The first is "there first", the last of all ``runs`` "there last", the others are "there" at
    their ``step``; so is the first where several are. ``values``: ``tolerance``.
    """
    steps = _arriving(runs, tolerance)
    names = dict.fromkeys(steps, "there")
    if (last := least({name: -step for name, step in steps.items()})) and len(steps) == len(runs):
        names[last] = "there last"
    if first := least(steps):
        names[first] = "there first"
    found = [Finding(names[each], steps[each], {"tolerance": tolerance}, each) for each in steps]
    return in_order(*found)


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


def _arriving(runs: Mapping[str, Trajectory], tolerance: float) -> dict[str, int]:
    """From which step on each of ``runs`` stays at the minimum, of those that come there."""
    steps = {name: run.arrival(tolerance) for name, run in runs.items()}
    return {name: step for name, step in steps.items() if step is not None}
