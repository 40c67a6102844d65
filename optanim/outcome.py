"""How a run ends, judged from its rows: the same rules for one trajectory and for a whole sweep."""

from __future__ import annotations

from enum import Enum

import numpy as np

TOLERANCE = 1e-3


class Outcome(Enum):
    """How a run ends, as a sentence."""

    ARRIVED = "arrived at the minimum"
    ON_ITS_WAY = "still on its way"
    CYCLING = "cycling without arriving"
    SETTLED_ELSEWHERE = "settled away from the minimum"
    DIVERGED = "diverged"


def arrival(excess: np.ndarray, steps: int, tolerance: float = TOLERANCE) -> int | None:
    """The first row from which on ``excess`` (T+1,) stays below ``tolerance``.

    None where it never does, or where the run ended before the ``steps`` that were asked for.
    """
    away = np.flatnonzero(~(excess < tolerance))
    step = 0 if len(away) == 0 else int(away[-1]) + 1
    return step if step < len(excess) == steps + 1 else None


def divergence(losses: np.ndarray, steps: int) -> int | None:
    """The step after which a run with ``losses`` (T+1,) has diverged, or None.

    Either it turned non-finite before the ``steps`` asked for, and this is the last finite row,
    or its final loss is above ten times the start's, and this is the last row at which the loss
    was not above it.
    """
    if len(losses) < steps + 1:
        return len(losses) - 1
    if not losses[-1] > 10.0 * losses[0]:
        return None
    return int(np.flatnonzero(losses <= losses[0])[-1])


def outcome(params: np.ndarray, losses: np.ndarray, excess: np.ndarray, steps: int) -> Outcome:
    """How a run of rows ``params`` (T+1, 2) ends, at the tolerance 1e-3.

    Away from the minimum: settled where the steps of the last tenth together are shorter than a
    millionth of the way from the start; cycling where the steps of the last fifth together are
    at least nine tenths as long as those of the fifth before, and more than ten times as long as
    the distance that they make.
    """
    if divergence(losses, steps) is not None:
        return Outcome.DIVERGED
    if arrival(excess, steps) is not None:
        return Outcome.ARRIVED
    lengths = np.hypot(*np.diff(params, axis=0).T)
    travelled = np.hypot(*(params[-1] - params[0]))
    if lengths[-max(len(lengths) // 10, 1) :].sum() <= 1e-6 * max(travelled, 1.0):
        return Outcome.SETTLED_ELSEWHERE
    fifth = len(lengths) // 5
    if fifth < 4:
        return Outcome.ON_ITS_WAY
    before, last = lengths[-2 * fifth : -fifth].sum(), lengths[-fifth:].sum()
    made = np.hypot(*(params[-1] - params[-fifth - 1]))
    if last >= 0.9 * before and last > 10.0 * made:
        return Outcome.CYCLING
    return Outcome.ON_ITS_WAY
