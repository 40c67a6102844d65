"""How a run ends, judged from its rows: alike for one trajectory and for a whole sweep."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from optanim.losses.loss import Loss
from optanim.losses.minimizers import newton, polish

TOLERANCE = 1e-3
"""How far above the minimum a loss still counts as arrived there, in the loss's own unit."""
PLATEAU = 0.01
"""A slope of less than this share of the mean slope to the minimizer is flat."""
FAR_ABOVE = 10.0
"""How many times as high above the minimum as it started a run ends that has diverged."""
LEVEL = 1e-6
"""A place is level where the gradient is at most this times the largest entry of the Hessian."""
SETTLED = 1e-6
"""A run has settled where its late steps are together shorter than this share of its way."""


class Outcome(Enum):
    """How a run ends: the value is what is said of it, as in "GD: stuck on a plateau"."""

    ARRIVED = "arrived at the minimum"
    OTHER_MINIMUM = "arrived at another minimum"
    SADDLE = "stays at a saddle"
    PLATEAU = "stuck on a plateau"
    ESCAPED = "falls without bound"
    ON_ITS_WAY = "still on its way"
    CYCLING = "cycling without arriving"
    SETTLED_ELSEWHERE = "settled away from the minimum"
    DIVERGED = "diverged"


@dataclass(frozen=True, eq=False)
class Ending:
    """An outcome, the step from which on it holds, and the parameters at which the run ends up.

    ``step`` is None where no step marks the outcome, as for "still on its way". ``place`` (2,) is
    the minimizer or the saddle that is meant, None where none is; ``among`` is how many minimizers
    of the same height the loss has. A run into one of Himmelblau's four valleys gives
    ``Ending(Outcome.ARRIVED, 31, array([3., 2.]), among=4)``.
    """

    outcome: Outcome
    step: int | None = None
    place: np.ndarray | None = None
    among: int = 1

    @property
    def sentence(self) -> str:
        """The outcome in a few words: "arrived at one of 4 minima (3, 2), from step 31"."""
        said = self.outcome.value
        if self.among > 1:
            said = f"arrived at one of {self.among} minima"
        if self.place is not None and (self.among > 1 or self.outcome is not Outcome.ARRIVED):
            said += f" ({self.place[0]:.4g}, {self.place[1]:.4g})"
        if self.outcome is Outcome.DIVERGED:
            return f"{said} at step {self.step}"
        return said if self.step is None else f"{said}, from step {self.step}"


def ending(
    loss: Loss,
    params: np.ndarray,
    losses: np.ndarray,
    asked: int,
    tolerance: float = TOLERANCE,
) -> Ending:
    """How a run with the rows ``params`` (T+1, 2) and ``losses`` (T+1,) ends.

    ``asked`` steps were to be taken. The first of these that holds:

    - falls without bound: the loss has no minimum, and stays below its lowest saddle;
    - diverged: see `divergence`;
    - arrived: the loss stays within ``tolerance`` of the minimum;
    - arrived at another minimum, or stays at a saddle: the loss stays within ``tolerance`` of that
      place's, and the place is where a descent, or Newton's steps, lead from the last row without
      a rise on the way;
    - stuck on a plateau: over the last fifth the slope is less than a hundredth of the mean slope
      to the minimizer, which cannot be on a convex loss;
    - settled: the steps of the last tenth are together shorter than a millionth of the way from
      the start;
    - cycling: the steps of the last fifth are together at least nine tenths as long as those of
      the fifth before, and more than ten times as long as the distance that they make;
    - still on its way.
    """
    if (fall := _fall(loss, losses, tolerance)) is not None:
        return Ending(Outcome.ESCAPED, fall)
    if (step := divergence(loss, losses, asked)) is not None:
        return Ending(Outcome.DIVERGED, step)
    last = params[-1]
    step = arrival(losses - loss.minimum, asked, tolerance)
    if step is not None and len(loss.minimizers):
        return Ending(Outcome.ARRIVED, step, nearest(loss.minimizers, last), len(loss.minimizers))
    if not loss.convex:
        for judge in (_other_minimum, _saddle, _plateau):
            found = judge(loss, params, losses, tolerance)
            if found is not None:
                return found
    return Ending(_motion(params))


def arrival(excess: np.ndarray, steps: int, tolerance: float = TOLERANCE) -> int | None:
    """The first row from which on ``excess`` (T+1,) stays below ``tolerance``.

    None where it never does, or where the run ended before the ``steps`` that were asked for.
    """
    return stays(excess, 0.0, tolerance) if len(excess) == steps + 1 else None


def stays(losses: np.ndarray, height: float, tolerance: float) -> int | None:
    """The first row from which on ``losses`` stay below ``height`` + ``tolerance``, or None."""
    away = np.flatnonzero(~(losses - height < tolerance))
    step = 0 if len(away) == 0 else int(away[-1]) + 1
    return step if step < len(losses) else None


def divergence(loss: Loss, losses: np.ndarray, asked: int) -> int | None:
    """The step after which a run has diverged, or None.

    Either it turned non-finite, and this is the last finite row, or it ends more than ten times
    as high above the minimum as it started (as the loss's scale, where it starts lower), and this
    is the last row at which the loss was not above the start's.
    """
    if len(losses) - 1 < asked:
        return len(losses) - 1
    excess = losses - loss.minimum
    if not np.isfinite(loss.minimum) or not excess[-1] > FAR_ABOVE * max(excess[0], loss.scale):
        return None
    return int(np.flatnonzero(losses <= losses[0])[-1])


def nearest(places: np.ndarray, point: np.ndarray) -> np.ndarray:
    """The one of ``places`` (n, 2) nearest to ``point`` (2,)."""
    return places[np.argmin(np.hypot(*(places - point).T))]


def rise_on_the_way(loss: Loss, point: np.ndarray, place: np.ndarray) -> float:
    """The largest loss on the straight way from ``point`` to ``place``, above the latter's."""
    way = point + np.linspace(0.0, 1.0, 33)[:, None] * (place - point)
    return float(np.max([loss.value(step) for step in way]) - loss.value(place))


def _fall(loss: Loss, losses: np.ndarray, tolerance: float) -> int | None:
    """Where nothing holds the loss from below: the row from which on it is below the saddle."""
    if np.isfinite(loss.minimum):
        return None
    heights = [float(loss.value(place)) for place in loss.saddles]
    height = min(heights) if heights else losses[0] - 10.0 * loss.scale
    return stays(losses, height - 2.0 * tolerance, tolerance)


def _other_minimum(
    loss: Loss, params: np.ndarray, losses: np.ndarray, tolerance: float
) -> Ending | None:
    place = polish(loss, params[-1])
    step = _settles(loss, place, params[-1], losses, tolerance)
    if step is None or not np.all(np.linalg.eigvalsh(loss.curvature(place)) > 0.0):
        return None
    if loss.value(place) < loss.minimum + tolerance:
        return None
    return Ending(Outcome.OTHER_MINIMUM, step, place)


def _saddle(loss: Loss, params: np.ndarray, losses: np.ndarray, tolerance: float) -> Ending | None:
    place = newton(loss, params[-1])
    step = _settles(loss, place, params[-1], losses, tolerance)
    if step is None:
        return None
    low, high = np.linalg.eigvalsh(loss.curvature(place))
    return Ending(Outcome.SADDLE, step, place) if low < 0.0 < high else None


def _settles(
    loss: Loss, place: np.ndarray, last: np.ndarray, losses: np.ndarray, tolerance: float
) -> int | None:
    """The row from which on the losses stay within ``tolerance`` of that at ``place``.

    None where ``place`` is not level: a step of Newton's would lead on from it.
    """
    bent = loss.curvature(place)
    if not np.all(np.isfinite(place)) or not np.all(np.isfinite(bent)):
        return None
    if np.linalg.norm(loss.gradient(place)) > LEVEL * np.max(np.abs(bent)):
        return None
    height = float(loss.value(place))
    if not rise_on_the_way(loss, last, place) < 2.0 * tolerance:
        return None
    return stays(np.abs(losses - height), 0.0, tolerance)


def _plateau(loss: Loss, params: np.ndarray, losses: np.ndarray, _: float) -> Ending | None:
    late = len(params) - max(len(params) // 5, 1)
    if not len(loss.minimizers) or not _flat(loss, params[-1:], losses[-1:]).all():
        return None
    uneven = np.flatnonzero(~_flat(loss, params, losses))
    step = int(uneven[-1]) + 1 if len(uneven) else 0
    return Ending(Outcome.PLATEAU, step) if step <= late else None


def _flat(loss: Loss, params: np.ndarray, losses: np.ndarray) -> np.ndarray:
    """Where the slope is next to none for the height above the minimum and the way to it."""
    ways = np.linalg.norm(params[:, None] - loss.minimizers, axis=-1).min(axis=1)
    slopes = np.linalg.norm([loss.gradient(row) for row in params], axis=-1)
    flat: np.ndarray = slopes * ways < PLATEAU * (losses - loss.minimum)
    return flat


def _motion(params: np.ndarray) -> Outcome:
    """What the lengths of the steps alone say: settled, cycling, or on its way (see `ending`)."""
    lengths, steps = np.hypot(*np.diff(params, axis=0).T), len(params) - 1
    travelled = np.hypot(*(params[-1] - params[0]))
    if lengths[-max(steps // 10, 1) :].sum() <= SETTLED * max(travelled, 1.0):
        return Outcome.SETTLED_ELSEWHERE
    fifth = steps // 5
    if fifth < 4:
        return Outcome.ON_ITS_WAY
    before, last = lengths[-2 * fifth : -fifth].sum(), lengths[-fifth:].sum()
    made = np.hypot(*(params[-1] - params[-fifth - 1]))
    if last >= 0.9 * before and last > 10.0 * made:
        return Outcome.CYCLING
    return Outcome.ON_ITS_WAY
