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
ALIKE, MOSTLY = 0.8, 0.9
"""Shares: of two ways that are about as long as each other; of a step that is one parameter's."""
PARAMETERS = INTERCEPT, SLOPE


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


def tilt_close(trajectory: Trajectory) -> Finding | None:
    """The tilt comes close to its best before the height does, and how much is left of that.

    A parameter is close from where its distance from the best stays within a tenth of its way from
    the start; it may go on moving there. ``values``: ``share``, that tenth, and ``left``, the share
    of its way that the height then has left. None where the height is close as soon, or no tilt is.
    """
    left = _left(trajectory)
    if left is None:
        return None
    height, step = (len(left) - _trailing(np.abs(left[:, k]) <= CLOSE) for k in PARAMETERS)
    if step == len(left) or height <= step:
        return None
    values = {"share": CLOSE, "left": float(abs(left[step, INTERCEPT]))}
    return Finding("tilt_close", step, values, trajectory.label)


def height_past(trajectory: Trajectory) -> Finding | None:
    """The height reaches its best, and goes past it, before the tilt does; both move about as far.

    About: until ``step``, from which the height is past, one has moved at least four fifths as far
    as the other, so that the one with the shorter way has to be the first. ``values``: ``left``,
    the share of its way that the tilt then has left.
    """
    left = _left(trajectory)
    if left is None:
        return None
    past = np.flatnonzero(left[:, INTERCEPT] < 0.0)
    if not len(past) or (left[: past[0] + 1, SLOPE] <= CLEARLY).any():
        return None
    step = int(past[0])
    moved = np.abs(np.diff(trajectory.params[: step + 1], axis=0)).sum(axis=0)
    if moved.min() < ALIKE * moved.max():
        return None
    return Finding("height_past", step, {"left": float(left[step, SLOPE])}, trajectory.label)


def mostly_tilt(trajectory: Trajectory) -> Finding | None:
    """The first step changes nearly nothing but the tilt: by nine tenths of its length or more.

    ``values``: ``share``, the change of the tilt in lengths of the step.
    """
    step = np.diff(trajectory.params[:2], axis=0)[0]
    share = float(abs(step[SLOPE]) / max(float(np.hypot(*step)), 1e-12))
    if share < MOSTLY:
        return None
    return Finding("mostly_tilt", 1, {"share": share}, trajectory.label)


def fits(trajectory: Trajectory, tolerance: float = TOLERANCE) -> Finding | None:
    """The line fits: from ``step`` on the loss stays within ``tolerance`` of its minimum."""
    found = arrival(trajectory, tolerance)
    return found and replace(found, name="fits")


def _left(trajectory: Trajectory) -> np.ndarray | None:
    """The shares (T+1, 2) of their ways that both parameters have left, below 0 past their best.

    None where one of them starts at its best.
    """
    way = trajectory.params - trajectory.problem.minimizer
    return way / way[0] if way[0].all() else None


def _trailing(condition: np.ndarray) -> int:
    """How many of the last entries hold without a gap."""
    return len(condition) if condition.all() else int(np.argmin(condition[::-1]))
