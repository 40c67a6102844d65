"""Detectors for runs beside a saddle of a loss without a minimum: who leaves it, and by what.

The ridge is the line through the lowest saddle along which the loss rises; away from it, across,
the loss falls. Both are directions of the Hessian at the saddle.
"""

from __future__ import annotations

import numpy as np

from optanim.runs.outcome import TOLERANCE, Outcome
from optanim.runs.trajectory import Trajectory
from optanim.stories.findings.finding import Finding, in_order, least
from optanim.studies.racing import Race

SAME = 0.01
"""Lengths and ratios that differ by no more than this share are the same."""
CARRIED = 0.1
"""Of its distance at the start, how far beyond the saddle a run is carried at least."""


def beside(race: Race, tolerance: float = TOLERANCE) -> Finding:
    """Where all start beside the ridge, and what counts as an escape.

    ``values``: ``start``, the distance from the ridge; ``towards`` and ``away``, how steep the loss
    is at the start along the ridge and away from it; ``depth``, how far below the saddle one must
    stay to have escaped.
    """
    run = next(iter(race.trajectories.values()))
    along, across = _directions(run)
    slope = race.problem.loss.slope(run.params[0])
    values = {
        "start": float(abs(_off_ridge(run)[0])), "depth": tolerance,
        "towards": float(abs(slope @ along)), "away": float(abs(slope @ across)),
    }  # fmt: skip
    return Finding("beside", 0, values)


def escapes(race: Race, tolerance: float = TOLERANCE) -> list[Finding]:
    """Who escapes, in order: the first, if it is alone, "escapes first", every other "escapes"."""
    steps = _escapes(race, tolerance)
    first = least(steps)
    return in_order(*(
        Finding("escapes first" if name == first else "escapes", step, {}, name)
        for name, step in steps.items()
    ))  # fmt: skip


def overtakes(race: Race) -> Finding | None:
    """One falls below who was the lowest, after its first step, and stays the lowest of all.

    ``step`` is the first at which it is so; ``values``: who is ``passed``. None where the lowest
    in the end was so from its first step on, or where several end equally low.
    """
    losses = {name: run.losses for name, run in race.trajectories.items()}
    racer = least({name: float(rows[-1]) for name, rows in losses.items()})
    if racer is None:
        return None
    others = np.min([rows for name, rows in losses.items() if name != racer], axis=0)
    behind = np.flatnonzero(losses[racer] >= others)
    step = int(behind[-1]) + 1
    if step < 2:
        return None
    passed = least({name: float(rows[step - 1]) for name, rows in losses.items()})
    return None if passed is None else Finding("overtakes", step, {"passed": passed}, racer)


def growth(run: Trajectory) -> Finding | None:
    """Every step multiplies the distance from the ridge by the same, 1 + ``bend`` times the rate.

    So it is for gradient descent where the loss is quadratic. ``values``: ``factor``, and ``bend``,
    how strongly the loss bends down at the saddle.
    """
    off = _off_ridge(run)
    bend = -float(np.linalg.eigvalsh(run.problem.loss.curvature(_saddle(run)))[0])
    factors = off[1:] / off[:-1]
    if not np.allclose(factors, 1.0 + bend * run.lrs, rtol=1e-9) or len(set(run.lrs)) > 1:
        return None
    return Finding("growth", 1, {"factor": float(factors[0]), "bend": bend}, run.label)


def even_leap(run: Trajectory) -> Finding | None:
    """The first step is as long in both coordinates, however steep it is along them.

    It is RMSprop's, lr / sqrt(1 - alpha), since its mean of squares starts at 0. ``values``:
    ``length``, how many ``times`` the learning rate that is, and the slopes ``steep`` and ``flat``.
    None where it is not so.
    """
    alpha, lr = run.optimizer.settings.get("alpha"), run.optimizer.lr
    if alpha is None or lr is None:
        return None
    step, slopes = np.abs(run.params[1] - run.params[0]), np.abs(run.gradients[0])
    length = lr / np.sqrt(1.0 - alpha)
    if not np.allclose(step, length, rtol=SAME):
        return None
    values = {
        "length": float(length), "times": float(length / lr),
        "steep": float(slopes.max()), "flat": float(slopes.min()),
    }  # fmt: skip
    return Finding("even_leap", 1, values, run.label)


def carried(run: Trajectory) -> Finding | None:
    """The run is carried over the saddle, along the ridge, and comes back.

    ``step`` is the row at which it is farthest beyond; ``values``: ``beyond``, how far that is
    from the saddle along the ridge, at least a tenth of its distance at the start. None where it
    does not pass, or does not come back over the saddle.
    """
    along = (run.params - _saddle(run)) @ _directions(run)[0]
    beyond = -along * np.sign(along[0])
    back = np.flatnonzero((beyond[:-1] > 0.0) & (beyond[1:] < 0.0))
    if len(back) == 0:
        return None
    step = int(np.argmax(beyond[: back[0] + 1]))
    if beyond[step] < CARRIED * abs(along[0]):
        return None
    return Finding("carried", step, {"beyond": float(beyond[step])}, run.label)


def alike(race: Race, nearer: Race, tolerance: float = TOLERANCE) -> Finding | None:
    """Nearer to the ridge who divides by the slope's size escapes as before, who follows it late.

    ``nearer`` is the race from a start that is so many ``times`` nearer. ``values``: the ``fast``
    and the ``next`` of those that escape at the same step in both, ``step`` and ``next_step``:
    their first steps are as long as before. The latter is now ahead of one that is ``behind``. The
    ``slow`` one is the last to escape in ``nearer``, at ``slow_step`` instead of ``before``: its
    first step is so many times shorter. None where it is not so, or where not exactly two escape
    as before.
    """
    before, after = _escapes(race, tolerance), _escapes(nearer, tolerance)
    both = [name for name in before if name in after]
    same = sorted((n for n in both if before[n] == after[n]), key=before.__getitem__)
    if len(same) != 2:
        return None
    fast, following = same
    behind = [n for n in both if before[n] < before[following] and after[following] < after[n]]
    if len(behind) != 1:
        return None
    slow = max(both, key=after.__getitem__)
    times = abs(_off_ridge(race.trajectories[fast])[0] / _off_ridge(nearer.trajectories[fast])[0])
    *equal, shorter = (
        _first_step(race.trajectories[name]) / _first_step(nearer.trajectories[name])
        for name in (fast, following, slow)
    )
    if max(abs(ratio - 1.0) for ratio in equal) > SAME or abs(shorter / times - 1.0) > SAME:
        return None
    values = {
        "times": float(times), "fast": fast, "step": before[fast],
        "next": following, "next_step": before[following], "behind": behind[0],
        "slow": slow, "slow_step": after[slow], "before": before[slow],
    }  # fmt: skip
    return Finding("alike", before[fast], values, fast)


def best_rate(
    trials: Race, nearer: Race, first: int, tolerance: float = TOLERANCE
) -> Finding | None:
    """At none of the learning rates in ``trials`` one escapes by step ``first``.

    ``nearer`` are the same trials from another start. ``values``: the ``rate`` at which it escapes
    the soonest, the lowest of several, and the steps ``step`` and ``nearer`` at which it then does
    from both; ``first``, and ``count``, how many rates there are. None where one rate is as quick.
    """
    found, again = _escapes(trials, tolerance), _escapes(nearer, tolerance)
    there = [name for name in found if name in again]
    if not there or min(found.values()) <= first:
        return None
    rates = {name: float(trials.trajectories[name].lrs[0]) for name in there}
    best = min(there, key=lambda name: (found[name], rates[name]))
    values = {
        "rate": rates[best], "nearer": again[best], "first": first, "count": len(trials.verified)
    }  # fmt: skip
    return Finding("best_rate", found[best], values, best)


def _escapes(race: Race, tolerance: float) -> dict[str, int]:
    """From which step on each has escaped, of those that have."""
    ends = {name: run.ending(tolerance) for name, run in race.trajectories.items()}
    escaped = {name: end for name, end in ends.items() if end.outcome is Outcome.ESCAPED}
    return {name: end.step for name, end in escaped.items() if end.step is not None}


def _first_step(run: Trajectory) -> float:
    """How far the first step leads away from the ridge."""
    off = _off_ridge(run)
    return float(abs(off[1] - off[0]))


def _off_ridge(run: Trajectory) -> np.ndarray:
    """How far the rows are from the ridge (T+1,), with the side's sign."""
    away: np.ndarray = (run.params - _saddle(run)) @ _directions(run)[1]
    return away


def _directions(run: Trajectory) -> tuple[np.ndarray, np.ndarray]:
    """Along the ridge and away from it, (2,) each."""
    _, directions = np.linalg.eigh(run.problem.loss.curvature(_saddle(run)))
    return directions[:, 1], directions[:, 0]


def _saddle(run: Trajectory) -> np.ndarray:
    """The lowest saddle (2,)."""
    loss = run.problem.loss
    lowest: np.ndarray = min(loss.saddles, key=lambda place: float(loss.value(place)))
    return lowest
