"""Detectors for what a run does to the line that it fits: its tilt (slope) and height."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optanim.runs.outcome import TOLERANCE
from optanim.runs.trajectory import Trajectory
from optanim.runs.valleys import nearest
from optanim.stories.findings import INTERCEPT, SLOPE, Finding, arrival

CLEARLY = 0.1
"""The slope is clearly past the best one from this share of its way from the start on."""
CLOSE = 0.1
"""A parameter is close to its best where this share of its way from the start is left, or less."""


def tilts_past(trajectory: Trajectory) -> Finding | None:
    """The first step after which the slope is clearly past the best: the line tilts too far.

    Clearly: by a tenth of its way from the start or more. ``values``: the ``slope`` then, the
    ``best`` one, and ``beyond``, how far past it is.
    """
    best = float(nearest(trajectory.problem.minimizers, trajectory.params[0])[SLOPE])
    way = trajectory.params[:, SLOPE] - best
    past = way / way[0] <= -CLEARLY if way[0] != 0.0 else np.zeros(len(way), bool)
    if not past.any():
        return None
    step = int(np.argmax(past))
    slope = float(trajectory.params[step, SLOPE])
    values = {"slope": slope, "best": best, "beyond": abs(slope - best)}
    return Finding("tilts_past", step, values, trajectory.label)


def close_first(trajectory: Trajectory) -> Finding | None:
    """Which of tilt and height comes close to its best first, and how much of the other is left.

    A parameter is close from where its distance from the best stays within a tenth of its way from
    the start; it may go on moving there. The finding is ``tilt_close`` or ``height_close``, with
    ``reach``, that tenth, and ``left``, the share of its way that the other parameter then has
    left. None where both come close at one step, or neither does.
    """
    way = np.abs(trajectory.params - trajectory.problem.minimizer)
    if not way[0].all():
        return None
    left = way / way[0]
    steps = [len(left) - _trailing(left[:, k] <= CLOSE) for k in (INTERCEPT, SLOPE)]
    step = min(steps)
    if step == len(left) or steps[INTERCEPT] == steps[SLOPE]:
        return None
    first, other = (SLOPE, INTERCEPT) if step == steps[SLOPE] else (INTERCEPT, SLOPE)
    name = "tilt_close" if first == SLOPE else "height_close"
    values = {"reach": float(CLOSE * way[0, first]), "left": float(left[step, other])}
    return Finding(name, step, values, trajectory.label)


def fits(trajectory: Trajectory, tolerance: float = TOLERANCE) -> Finding | None:
    """The line fits: from ``step`` on the loss stays within ``tolerance`` of its minimum."""
    found = arrival(trajectory, tolerance)
    return found and replace(found, name="fits")


def _trailing(condition: np.ndarray) -> int:
    """How many of the last entries hold without a gap."""
    return len(condition) if condition.all() else int(np.argmin(condition[::-1]))
