"""How a run ends, judged from its rows: alike for one trajectory and for a whole sweep."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optanim.losses.loss import EPS, Loss
from optanim.losses.minimizers import newton
from optanim.runs.outcome import TOLERANCE, Ending, Outcome
from optanim.runs.valleys import edge, goal, nearest, rise_on_the_way

PLATEAU = 0.01
"""A slope of less than this share of the mean slope to the minimizer is flat."""
FAR_ABOVE = 10.0
"""How many times as high above the minimum as it started a run ends that has diverged."""
BOUNDED = 1e6
"""How many times as high above the minimum as it started a run may jump about that is bounded."""
RISING = 1.02
"""How many times as high as in the fifth before a run is in its last one that still diverges."""
SETTLED = 1e-6
"""A run has settled where its late steps are together shorter than this share of its way."""
TO_AND_FRO = 6.0
"""So many times as long as the rows are away from their middle is the way of a run that cycles: the
way around a circle; straight on it is 4 times."""
STUCK = 0.01
"""A run that makes this share of its way to the minimizer in its last fifth is not stuck."""
NEAR = 1e-3
"""How far around a place it is looked whether the loss rises, in its coordinates or in units."""
ENDLESS = 10.0
"""So many of the loss's scales below its start a run has escaped where no saddle is known."""
HUGE = 1e100
"""A loss that grows beyond this before it ends has overflowed, and is not at its domain's edge."""


def ending(
    loss: Loss,
    params: np.ndarray,
    losses: np.ndarray,
    asked: int,
    tolerance: float = TOLERANCE,
    beyond: np.ndarray | None = None,
) -> Ending:
    """How a run with the rows ``params`` (T+1, 2) and ``losses`` (T+1,) ends.

    ``asked`` steps were to be taken; ``beyond`` (2,) is where the step led after which a run that
    took fewer was cut short. The first of these that holds:

    - escaped: the loss is known to have no minimum, and stays below its `brink`;
    - left the domain, came to where the loss has no gradient, diverged, or overflowed: see `_cut`;
    - diverged: see `divergence`;
    - arrived: see `arrival`;
    - arrived at another minimum, or stays at a saddle or a maximum: the loss stays within
      ``tolerance`` of that place's, and the place is where a descent, or Newton's steps, lead from
      the last row without a rise on the way; it is also close by, a saddle or a maximum closer than
      a minimum, see `_kept_to`;
    - still falling: the loss is below all minima that a search has found, if any, and the last
      fifth of the steps has lowered it by more than ``tolerance``;
    - stuck on a plateau: over the last fifth the slope is less than a hundredth of the mean slope
      to the minimizer, which cannot be on a convex loss, and next to nothing of the way to it has
      been made;
    - settled, or comes to rest where no minimum is known: the steps of the last tenth are together
      shorter than a millionth of the way from the start, or than rounding, have changed the loss
      by no more than ``tolerance``, and do not go on as they were, see `_goes_on`;
    - moving to and fro, be it in a cycle, in chaos or by the noise of batches: see `_to_and_fro`;
    - still on its way.
    """
    if (fallen := _fallen(loss, losses, tolerance)) is not None:
        return fallen
    if len(losses) - 1 < asked:
        return Ending(_cut(loss, params, losses, beyond), len(losses), cut=True)
    if (step := divergence(loss, losses, tolerance)) is not None:
        return Ending(Outcome.DIVERGED, step)
    if (step := arrival(loss, params, losses, asked, tolerance)) is not None:
        place, count = goal(loss, params[-1], tolerance), max(len(loss.minimizers), 1)
        lowest = place is None or float(loss.value(place)) <= loss.as_low
        return Ending(Outcome.ARRIVED, step, place, count, loss.extent, loss.found, lowest)
    if not loss.convex:
        for judge in (_other_minimum, _level, _falling, _plateau):
            found = judge(loss, params, losses, tolerance)
            if found is not None:
                return found
    last = losses[-max((len(losses) - 1) // 10, 1) - 1 :]
    return Ending(_motion(params, losses, loss.attained, abs(last[0] - last[-1]) > tolerance))


def arrival(
    loss: Loss, params: np.ndarray, losses: np.ndarray, asked: int, tolerance: float = TOLERANCE
) -> int | None:
    """The first row from which on the ``losses`` (T+1,) stay within ``tolerance`` of the minimum.

    None where they never do, where there is no minimum to arrive at, where the run ended before
    the ``asked`` steps, or where it only comes by, see `_stays_there`. To arrive at a minimum that
    a search has found is also not to fall below it, and to end where a descent leads into it.
    """
    if not loss.attained or len(losses) - 1 < asked:
        return None
    excess = losses - loss.minimum
    if loss.found:
        slack = max(tolerance, loss.as_low - loss.minimum)
        excess = np.where(excess > -slack, excess, np.inf)
    step = _stays_there(loss, params, excess, tolerance)
    if step is None or not loss.found:
        return step
    return step if goal(loss, params[-1], tolerance) is not None else None


def _stays_there(
    loss: Loss, params: np.ndarray, excess: np.ndarray, tolerance: float
) -> int | None:
    """The first row from which on ``excess`` (T+1,) stays below ``tolerance``.

    None where it never does, or where the run only comes by, see `_passes_by` and `_leaps`.
    """
    step = stays(excess, 0.0, tolerance)
    if step is None or _passes_by(excess < tolerance):
        return None
    return None if step == len(excess) - 1 and _leaps(loss, params, tolerance) else step


def _passes_by(there: np.ndarray) -> bool:
    """Whether a run that is ``there`` (T+1,) at its end comes and goes.

    It has been there before in its last fifth, and is back no longer than it was away since, or
    than it mostly stayed.
    """
    late = there[-len(there) // 5 :]
    spans = np.diff(np.flatnonzero(np.diff(late, prepend=False, append=False)))
    stays_there, away = spans[::2], spans[1::2]
    if len(away) == 0:
        return False
    return bool(stays_there[-1] <= max(away.max(), np.median(stays_there[:-1])))


def _leaps(loss: Loss, params: np.ndarray, tolerance: float) -> bool:
    """Whether a step as long as the last one leads out again, straight on as well as by the slope.

    A run that jumps about is anywhere once.
    """
    here, step = params[-1], params[-1] - params[-min(len(params), 2)]
    with np.errstate(all="ignore"):
        rise = float(loss.value(here + step)) - float(loss.value(here))
    return not rise <= tolerance and bool(np.hypot(*loss.slope(here)) * np.hypot(*step) > tolerance)


def stays(losses: np.ndarray, height: float, tolerance: float) -> int | None:
    """The first row from which on ``losses`` stay below ``height`` + ``tolerance``, or None."""
    away = np.flatnonzero(~(losses - height < tolerance))
    step = 0 if len(away) == 0 else int(away[-1]) + 1
    return step if step < len(losses) else None


def divergence(loss: Loss, losses: np.ndarray, tolerance: float = TOLERANCE) -> int | None:
    """The step from which on a run that took all its steps has diverged, or None.

    It ends more than ten times as high above the minimum as it started (as the loss's scale, where
    it starts lower; as ``tolerance``, where that is higher), and from this row on the loss stays
    above the start's. Where no minimum is known, the run's own lowest loss stands for it. One that
    is no higher in its last fifth than in the fifth before, on average, is far out but bounded, as
    long as it is not beyond all reason.
    """
    excess = losses - (loss.minimum if np.isfinite(loss.minimum) else losses.min())
    usual = max(excess[0], loss.scale, tolerance)
    if not excess[-1] / FAR_ABOVE > usual:
        return None
    fifth = (len(losses) - 1) // 5
    if fifth > 1 and excess[-1] / BOUNDED < usual:
        before, late = excess[-2 * fifth :].reshape(2, fifth).mean(axis=1)
        if not late > RISING * before:
            return None
    return int(np.flatnonzero(losses <= losses[0])[-1]) + 1


def _cut(loss: Loss, params: np.ndarray, losses: np.ndarray, beyond: np.ndarray | None) -> Outcome:
    """Why a run was cut short by a step that led ``beyond`` (2,).

    It left the domain where the loss ends on the way there without having grown beyond all
    bounds, and came to where there is no gradient where there still is a loss. Else its numbers,
    or those of the optimizer, became too large: it has diverged where its loss had risen.
    """
    risen = Outcome.DIVERGED if losses[-1] > losses[0] or len(losses) == 1 else Outcome.OVERFLOWED
    if beyond is None or not np.all(np.isfinite(beyond)) or loss.everywhere:
        return risen
    with np.errstate(all="ignore"):
        if np.isfinite(loss.value(beyond)):
            return Outcome.OVERFLOWED if loss.is_defined(beyond) else Outcome.NO_GRADIENT
        at_the_edge = abs(float(loss.value(edge(loss, params[-1], beyond))))
    return Outcome.LEFT_DOMAIN if at_the_edge < HUGE else risen


@dataclass(frozen=True, eq=False)
class Brink:
    """Who stays below the loss ``level`` has escaped.

    It lies ``depth`` below the ``saddle`` (2,), or below the start where that is None.
    """

    level: float
    depth: float
    saddle: np.ndarray | None


def brink(loss: Loss, first: float, tolerance: float = TOLERANCE) -> Brink | None:
    """What a run that begins at the loss ``first`` escapes by, None where nothing is escaped.

    That is so where the loss is not known to fall without bound. The brink is ``tolerance`` below
    the lowest saddle, or ten of the loss's scales below the start where no saddle is known.
    """
    if loss.minimum != -np.inf:
        return None
    if not len(loss.saddles):
        depth = ENDLESS * loss.scale
        return Brink(float(first - depth), depth, None)
    saddle = min(loss.saddles, key=lambda place: float(loss.value(place)))
    return Brink(float(loss.value(saddle)) - tolerance, tolerance, saddle)


def _fallen(loss: Loss, losses: np.ndarray, tolerance: float) -> Ending | None:
    """How a run ends that has escaped."""
    found = brink(loss, losses[0], tolerance)
    step = None if found is None else stays(losses, found.level, 0.0)
    if found is None or step is None:
        return None
    return Ending(Outcome.ESCAPED, step, found.saddle, depth=found.depth)


def _other_minimum(
    loss: Loss, params: np.ndarray, losses: np.ndarray, tolerance: float
) -> Ending | None:
    place = loss.local_minimum(params[-1])
    if place is None or loss.value(place) < loss.minimum + tolerance or _level_around(loss, place):
        return None
    step = _kept_to(loss, place, params, losses, tolerance, share=0.5)
    if step is None:
        return None
    return Ending(Outcome.OTHER_MINIMUM, step, place, among=int(loss.attained))


def _level_around(loss: Loss, place: np.ndarray) -> bool:
    """Whether the loss is the same all around ``place`` (2,), as far as float64 can tell."""
    reach = NEAR * max(1.0, float(np.abs(place).max()))
    angles = np.linspace(0.0, 2.0 * np.pi, 8, endpoint=False)
    around = place + reach * np.column_stack([np.cos(angles), np.sin(angles)])
    return bool(np.all(loss.on_grid(around) == loss.value(place)))


def _level(loss: Loss, params: np.ndarray, losses: np.ndarray, tolerance: float) -> Ending | None:
    """At a saddle or a maximum: a level place from which it goes down."""
    place = newton(loss, params[-1])
    if not loss.is_level(place):
        return None
    low, high = np.linalg.eigvalsh(loss.curvature(place))
    if not low < 0.0 or high == 0.0:
        return None
    if _leaves(params, place, np.linalg.eigh(loss.curvature(place))[1][:, 0]):
        return None
    step = _kept_to(loss, place, params, losses, tolerance, share=0.1)
    outcome = Outcome.SADDLE if high > 0.0 else Outcome.MAXIMUM
    return None if step is None else Ending(outcome, step, place)


def _leaves(params: np.ndarray, place: np.ndarray, down: np.ndarray) -> bool:
    """Whether a run moves away from the saddle at ``place``, along ``down``, where the loss falls.

    It then is twice as far off as it has been, and more than a hundredth of its distance at first.
    """
    aside = np.abs((params - place) @ down)
    return bool(aside[-1] > 2.0 * aside.min() and aside[-1] > 0.01 * np.hypot(*(params[0] - place)))


def _kept_to(
    loss: Loss,
    place: np.ndarray,
    params: np.ndarray,
    losses: np.ndarray,
    tolerance: float,
    share: float,
) -> int | None:
    """The row from which on the losses stay within ``tolerance`` of that at ``place``, and near.

    Where the loss is flat, heights alone would take a run that passes far off for one that stays:
    it must have come as close as a ``share`` of its distance at the start, or a hundredth of that
    of the place from a minimum. None where it has not, where the way there from the last row rises,
    or where it only comes by, see `_stays_there`.
    """
    if not rise_on_the_way(loss, params[-1], place) < 2.0 * tolerance:
        return None
    apart = np.hypot(*(params - place).T)
    away = np.hypot(*(nearest(loss.minimizers, place) - place)) if len(loss.minimizers) else 1.0
    far = apart > max(share * apart[0], 0.01 * away)
    excess = np.where(far, np.inf, np.abs(losses - float(loss.value(place))))
    return _stays_there(loss, params, excess, tolerance)


def _falling(loss: Loss, _: np.ndarray, losses: np.ndarray, tolerance: float) -> Ending | None:
    late = losses[-max(len(losses) // 5, 2) :]
    below = losses < loss.minimum - tolerance if loss.attained else np.ones(len(losses), bool)
    falls = late[0] - late[-1] > tolerance and losses[-1] == losses.min()
    if not loss.found or not below[-1] or not falls:
        return None
    above = np.flatnonzero(~below)
    if not loss.attained:
        return Ending(Outcome.DESCENDING)
    return Ending(Outcome.FALLING, int(above[-1]) + 1 if len(above) else 0)


def _plateau(loss: Loss, params: np.ndarray, losses: np.ndarray, _: float) -> Ending | None:
    late = len(params) - max(len(params) // 5, 1)
    if not len(loss.minimizers) or not _flat(loss, params[-1:], losses[-1:]).all():
        return None
    left = np.hypot(*(nearest(loss.minimizers, params[-1]) - params[-1]))
    if np.hypot(*(params[-1] - params[min(late, len(params) - 2)])) > STUCK * left:
        return None
    uneven = np.flatnonzero(~_flat(loss, params, losses))
    step = int(uneven[-1]) + 1 if len(uneven) else 0
    return Ending(Outcome.PLATEAU, step) if step <= late else None


def _flat(loss: Loss, params: np.ndarray, losses: np.ndarray) -> np.ndarray:
    """Where the slope is next to none for the height above the minimum and the way to it."""
    with np.errstate(over="ignore"):
        ways = np.linalg.norm(params[:, None] - loss.minimizers, axis=-1).min(axis=1)
        slopes = np.linalg.norm(loss.gradient_on_grid(params), axis=-1)
        flat: np.ndarray = slopes * ways < PLATEAU * (losses - loss.minimum)
    return flat


def _motion(params: np.ndarray, losses: np.ndarray, attained: bool, moves: bool) -> Outcome:
    """What the lengths of the steps say: settled, cycling, or on its way (see `ending`).

    Whose loss still ``moves`` has not settled, however short its steps are for a long way, nor who
    goes on as before: a first step may have been so long that all others are short beside it.
    """
    lengths, steps = np.hypot(*np.diff(params, axis=0).T), len(params) - 1
    travelled = np.hypot(*(params[-1] - params[0]))
    rounding = EPS * steps * float(np.abs(params[-1]).max())
    short = lengths[-max(steps // 10, 1) :].sum() <= max(SETTLED * travelled, rounding)
    if not moves and short and not _goes_on(params, rounding):
        return Outcome.SETTLED_ELSEWHERE if attained else Outcome.RESTING
    return Outcome.CYCLING if _to_and_fro(params, losses) else Outcome.ON_ITS_WAY


def _goes_on(params: np.ndarray, rounding: float) -> bool:
    """Whether a coordinate moves on straight in the last tenth, as far as in the tenth before.

    What is no more than ``rounding`` is no movement.
    """
    tenth = max((len(params) - 1) // 10, 1)
    if len(params) <= 2 * tenth:
        return False
    before, late = np.diff(params[-2 * tenth - 1 :], axis=0).reshape(2, tenth, 2)
    moved, straight = np.abs(late.sum(axis=0)), np.abs(late).sum(axis=0)
    on = (moved >= 0.9 * np.abs(before.sum(axis=0))) & (moved >= 0.5 * straight)
    return bool(np.any(on & (moved > rounding)))


def _to_and_fro(params: np.ndarray, losses: np.ndarray) -> bool:
    """Whether the last fifth of a run leads nowhere after the fifth before it, and goes on so.

    Its middle has moved by less than the rows mostly are away from it, or its mean loss is no
    lower; its steps are together much longer than that, and do not shrink by a tenth from fifth to
    fifth. Of fewer than 20 steps too little is seen.
    """
    fifth = (len(params) - 1) // 5
    if fifth < 4:
        return False
    late = params[-2 * fifth :].reshape(2, fifth, 2)
    middles, heights = late.mean(axis=1), losses[-2 * fifth :].reshape(2, fifth).mean(axis=1)
    spread = np.hypot(*(late[1] - middles[1]).T).mean()
    lengths = np.hypot(*np.diff(params[-3 * fifth - 1 :], axis=0).T).reshape(3, fifth).sum(axis=1)
    return bool(
        (np.hypot(*(middles[1] - middles[0])) < spread or heights[1] >= heights[0])
        and lengths[-1] > TO_AND_FRO * spread
        and np.any(lengths[1:] >= 0.9 * lengths[:-1])
    )
