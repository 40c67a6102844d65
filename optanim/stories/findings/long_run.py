"""Detectors for what becomes of a run that goes on after it has arrived."""

from __future__ import annotations

from itertools import count

import numpy as np

from optanim.base.errors import OptanimError
from optanim.proof import archive
from optanim.runs.outcome import TOLERANCE
from optanim.runs.run import Run
from optanim.runs.trajectory import Trajectory
from optanim.stories.anatomy.adaptive import Multipliers
from optanim.stories.findings import SLOPE, Finding

SWELLING = 10  # steps over which the growth of swings is measured


def forgetting(trajectory: Trajectory, tolerance: float = TOLERANCE) -> Finding | None:
    """At the minimum the gradient is gone, v forgets, and RMSprop's multipliers only grow.

    ``step`` is the first touch of ``tolerance``. ``values``: ``growth``, by how many percent
    the multipliers grow in a step (geometric mean, from there to the first row at which one is
    past its limit), and ``multiplier`` (intercept's) at ``step``.
    """
    touch, over = trajectory.first_touch(tolerance), past_limit(trajectory, tolerance)
    if touch is None or over is None or over.step <= touch:
        return None
    grown = Multipliers.of(trajectory).multiplier[touch : over.step]
    if np.any(np.diff(grown, axis=0) <= 0):
        return None
    growth = (grown[-1] / grown[0]) ** (1.0 / (len(grown) - 1))
    values = {"growth": 100.0 * (float(np.sqrt(np.prod(growth))) - 1.0), "multiplier": grown[0, 0]}
    return Finding("forgetting", touch, values, trajectory.label)


def past_limit(trajectory: Trajectory, tolerance: float = TOLERANCE) -> Finding | None:
    """After the minimum, a multiplier has passed 2 / (curvature along its axis).

    From there on one step overshoots by more than there was to go; the diagonal of the Hessian
    is a lower bound of what counts, so that this is never said too early. ``values``: ``limit``
    and ``multiplier`` of the ``axis`` (0 intercept, 1 slope) that is the first.
    """
    touch = trajectory.first_touch(tolerance)
    if touch is None:
        return None
    limits = 2.0 / np.diag(trajectory.problem.hessian)
    multiplier = Multipliers.of(trajectory).multiplier
    rows, axes = np.nonzero(multiplier[touch:] > limits)
    if len(rows) == 0:
        return None
    step, axis = int(rows[0]) + touch, int(axes[0])
    values = {"axis": axis, "limit": limits[axis], "multiplier": multiplier[step, axis]}
    return Finding("past_limit", step, values, trajectory.label)


def thrown_out(trajectory: Trajectory, tolerance: float = TOLERANCE) -> Finding | None:
    """The run has been within ``tolerance`` for 50 steps or more, and leaves again.

    ``step`` is the first outside. ``values``: ``tolerance``; ``stayed``, how many rows it was
    within, and ``about`` how many, to one digit: rounding decides when it leaves; ``nearest``, the
    smallest distance to the minimizer (larger coordinate) until then; ``farthest``, the largest
    from then on; ``swelling``, by how much the distance grew in each of the ten steps until then,
    as a factor (geometric mean).
    """
    touch = trajectory.first_touch(tolerance)
    if touch is None:
        return None
    outside = np.flatnonzero(trajectory.excess[touch:] >= tolerance)
    if len(outside) == 0 or outside[0] < 50:
        return None
    step, away = touch + int(outside[0]), _away(trajectory).max(axis=1)
    values = {
        "tolerance": tolerance,
        "stayed": int(outside[0]),
        "about": int(float(f"{outside[0]:.0e}")),
        "nearest": away[:step].min(),
        "farthest": away[step:].max(),
        "swelling": float((away[step] / away[step - SWELLING]) ** (1.0 / SWELLING)),
    }
    return Finding("thrown_out", step, values, trajectory.label)


def caught(trajectory: Trajectory, tolerance: float = TOLERANCE) -> Finding | None:
    """Once thrown out, the run has gradients again: v grows, and the multipliers fall.

    ``step`` is the first row, after it was `thrown_out`, from which no multiplier is past its limit
    and the run is nearer to the minimizer after the step. ``values``: ``grown``, how many times as
    large v is there, in the coordinate that was past its limit, as at its smallest.
    """
    out, over = thrown_out(trajectory, tolerance), past_limit(trajectory, tolerance)
    if out is None or over is None:
        return None
    parts, away = Multipliers.of(trajectory), _away(trajectory).max(axis=1)
    below = (parts.multiplier <= 2.0 / np.diag(trajectory.problem.hessian)).all(axis=1)
    back = np.flatnonzero((below & (away[1:] < away[:-1]))[out.step :])
    if len(back) == 0:
        return None
    step, multiplier = out.step + int(back[0]), parts.multiplier[:, int(over.values["axis"])]
    grown = (multiplier[over.step : step].max() / multiplier[step]) ** 2
    return Finding("caught", step, {"grown": float(grown)}, trajectory.label)


def relapses(trajectory: Trajectory, tolerance: float = TOLERANCE) -> Finding | None:
    """The run comes back and is thrown out again and again, until it does not come back any more.

    ``step`` is the first row of the second time. ``values``: ``rows``, those at which after the
    first time it has left ``tolerance``. None unless there are two or more, and each time the
    slope's multiplier is past its limit.
    """
    out = thrown_out(trajectory, tolerance)
    if out is None:
        return None
    outside = trajectory.excess[out.step :] >= tolerance
    left = out.step + 1 + np.flatnonzero(outside[1:] & ~outside[:-1])
    limit = 2.0 / trajectory.problem.hessian[SLOPE, SLOPE]
    past = Multipliers.of(trajectory).multiplier[left - 1, SLOPE] > limit
    if len(left) < 2 or not past.all():
        return None
    return Finding("relapses", int(left[0]), {"rows": left.tolist()}, trajectory.label)


def cycle(trajectory: Trajectory) -> Finding | None:
    """The run ends in a cycle across the minimizer, in both coordinates half a learning rate away.

    ``step`` is the row from which on, for a tenth of the run or more, every step crosses the
    minimizer in both coordinates and lands within 10 % of lr / 2 from it. ``values``:
    ``amplitude``, the mean distance in one coordinate over these rows, and ``half`` = lr / 2.
    """
    half = float(trajectory.lrs[-1]) / 2.0
    away = trajectory.params - trajectory.problem.minimizer
    crossing = np.all(away[1:] * away[:-1] < 0, axis=1)
    near = np.all(np.abs(np.abs(away[1:]) - half) <= 0.1 * half, axis=1)
    off = np.flatnonzero(~(crossing & near))
    step = int(off[-1]) + 2 if len(off) else 1
    if trajectory.steps - step < trajectory.steps // 10:
        return None
    values = {"amplitude": float(np.abs(away[step:]).mean()), "half": half}
    return Finding("cycle", step, values, trajectory.label)


def steps_until_cycle(run: Run, most: int = 12800) -> int:
    """How many steps ``run`` must have for `cycle` to find its end: its own, doubled until so.

    Raises OptanimError where ``most`` steps do not show it.
    """
    for doubling in count():
        steps = run.steps * 2**doubling
        if steps > most:
            raise OptanimError(f"{run.optimizer} does not cycle within {most} steps")
        longer = Run(run.problem, run.optimizer, run.schedule, run.start, steps)
        if cycle(archive.fetch(longer).trajectory) is not None:
            return steps
    raise AssertionError("counting does not end")


def _away(trajectory: Trajectory) -> np.ndarray:
    return np.abs(trajectory.params - trajectory.problem.minimizer)
