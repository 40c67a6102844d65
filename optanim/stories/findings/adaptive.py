"""Detectors for RMSprop and Adam, which give every coordinate a step length of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optanim.runs.outcome import TOLERANCE
from optanim.runs.trajectory import Trajectory
from optanim.stories.anatomy.adaptive import Averages, Multipliers
from optanim.stories.findings import INTERCEPT, SLOPE, Finding, late_turn

LIMIT = 1e-6
"""By which share of the learning rate a step may be longer: torch's square is rounded."""


def first_scaling(trajectory: Trajectory, reference: Trajectory) -> Finding | None:
    """RMSprop's first step is nearly as long in both coordinates; the reference's is not.

    ``values``, all slope over intercept or, for ``multiplier_ratio``, intercept over slope:
    ``reference`` and ``own`` of the first steps' lengths, and the two multipliers with their
    ratio. None unless ``own`` is between 0.8 and 1.25 and ``reference`` outside.
    """
    small, large = Multipliers.of(trajectory).multiplier[0][[SLOPE, INTERCEPT]]
    own, other = _ratios(trajectory)[0], _ratios(reference)[0]
    if not 0.8 <= own <= 1.25 or 0.8 <= other <= 1.25:
        return None
    values = {
        "reference": other,
        "own": own,
        "slope_multiplier": small,
        "intercept_multiplier": large,
        "multiplier_ratio": large / small,
    }
    values = {name: float(value) for name, value in values.items()}
    return Finding("first_scaling", 1, values, trajectory.label)


def leap(trajectory: Trajectory) -> Finding | None:
    """RMSprop's first step is 1 / sqrt(1 - alpha) learning rates long in every coordinate.

    v begins at 0, so that after the first gradient it holds only the ``share`` 1 - alpha of its
    square, and torch does not correct that. ``values``: ``share``, and ``times``, the measured
    length of the first step in units of lr. None where a coordinate's step is another.
    """
    share = 1.0 - float(trajectory.optimizer.settings["alpha"])
    lengths = np.abs(trajectory.params[1] - trajectory.params[0]) / trajectory.lrs[0]
    if not np.allclose(lengths * np.sqrt(share), 1.0, rtol=0.0, atol=1e-3):
        return None
    values = {"share": share, "times": float(lengths.mean())}
    return Finding("leap", 1, values, trajectory.label)


def uncorrected(trajectory: Trajectory) -> Finding:
    """How long Adam's steps would be without the correction of its averages.

    ``step`` is the one at which they would be longest in units of the step that was taken.
    ``values``: ``first`` and ``first_taken``, the first step in units of lr, the mean of the two
    coordinates; ``most``, how many times as long as the taken one the longest would be; at that
    step ``m_lack`` and ``v_lack``, by how many percent m and sqrt(v) are smaller than m-hat and
    sqrt(v-hat).
    """
    parts, lr = Averages.of(trajectory), trajectory.lrs[0]
    longer = np.hypot(*parts.uncorrected.T) / np.hypot(*parts.step.T)
    step = int(np.argmax(longer))
    pairs = (parts.m, parts.m_hat, parts.root_v, parts.root_v_hat)
    m, m_hat, root_v, root_v_hat = (each[:, INTERCEPT] for each in pairs)
    values = {
        "first": float(np.abs(parts.uncorrected[0]).mean() / lr),
        "first_taken": float(np.abs(parts.step[0]).mean() / lr),
        "most": float(longer[step]),
        "m_lack": 100.0 * (1.0 - float(m[step] / m_hat[step])),
        "v_lack": 100.0 * (1.0 - float(root_v[step] / root_v_hat[step])),
    }
    return Finding("uncorrected", step, values, trajectory.label)


def remembering(trajectory: Trajectory, control: Trajectory) -> Finding | None:
    """When Adam's gradient turns in the intercept, m-hat still points the old way.

    Where `late_turn` finds that the run turns late. ``step`` is the row at which the gradient's
    sign has changed; ``values``: ``gradient`` and ``m_hat`` there.
    """
    late = late_turn(trajectory, control)
    if late is None:
        return None
    step = int(late.values["gradient_step"])
    gradient = float(trajectory.gradients[step, INTERCEPT])
    m_hat = float(Averages.of(trajectory).m_hat[step, INTERCEPT])
    if gradient * m_hat >= 0:
        return None
    values = {"gradient": gradient, "m_hat": m_hat}
    return Finding("remembering", step, values, trajectory.label)


def runs_on(
    trajectory: Trajectory, control: Trajectory, tolerance: float = TOLERANCE
) -> Finding | None:
    """After Adam has arrived its loss rises once more: the slope is past its best, m-hat points on.

    ``step`` is the row from which on the loss falls again, still within ``tolerance``. Claimed only
    where on the way there every step leads the slope up its own gradient, as m-hat has it, and
    where the loss of the ``control``, which does not remember, never rises. ``values``: ``start``,
    the row from which on the loss rises, and ``excess``, how far above the minimum it gets.
    """
    arrived = trajectory.arrival(tolerance)
    if arrived is None or (np.diff(control.excess) > 0).any():
        return None
    rising = np.diff(trajectory.excess) > 0
    if not rising[arrived:].any():
        return None
    start = arrived + int(np.argmax(rising[arrived:]))
    falling = ~rising[start:]
    if not falling.any():
        return None
    step = start + int(np.argmax(falling))
    way = slice(start + 1, step)
    gradient = trajectory.gradients[way, SLOPE]
    m_hat = Averages.of(trajectory).m_hat[way, SLOPE]
    if not len(gradient) or (gradient * m_hat >= 0).any():
        return None
    values = {"start": start, "excess": float(trajectory.excess[step])}
    return Finding("runs_on", step, values, trajectory.label)


def speed_limit(trajectory: Trajectory) -> Finding | None:
    """No step of the run leads farther along either axis than the learning rate.

    So a long way takes many steps. ``step`` is 1. ``values``: ``lr``; ``way``, the start's distance
    from the minimizer along the axis on which it is larger; ``least``, how many steps that takes at
    least. None where a step is longer by more than rounding, or the rate changes.
    """
    lr = float(trajectory.lrs[0])
    lengths = np.abs(np.diff(trajectory.params, axis=0))
    if (trajectory.lrs != lr).any() or lengths.max() > lr * (1.0 + LIMIT):
        return None
    way = float(np.abs(trajectory.params[0] - trajectory.problem.known_minimizer).max())
    values = {"lr": lr, "way": way, "least": int(way / lengths.max())}
    return Finding("speed_limit", 1, values, trajectory.label)


def slows(trajectory: Trajectory) -> Finding | None:
    """When the run could be there at its `speed_limit`, its steps are far shorter than that.

    For v remembers how steep it was: the root of v-hat is twice as large as the gradient or more.
    ``step`` is the ``least`` of `speed_limit`, and all is of the slope; ``values``: ``share``, of
    the learning rate, that the step from there is long. None where it is more than three quarters.
    """
    limit = speed_limit(trajectory)
    if limit is None or limit.values["least"] >= trajectory.steps:
        return None
    step = int(limit.values["least"])
    share = float(np.abs(np.diff(trajectory.params[step : step + 2, SLOPE]))[0] / trajectory.lrs[0])
    gradient = abs(float(trajectory.gradients[step, SLOPE]))
    if share > 0.75 or Averages.of(trajectory).root_v_hat[step, SLOPE] < 2.0 * gradient:
        return None
    return Finding("slows", step, {"share": share}, trajectory.label)


def head_start(trajectory: Trajectory, reference: Trajectory, steps: int = 10) -> Finding | None:
    """After so many ``steps`` the run, whose first step is a `leap`, is far ahead in the slope.

    ``values``: ``times``, its first step in units of lr; ``own`` and ``reference``, the ways that
    both have come in the slope by then, and ``other``, the reference's name. None unless the first
    is at least twice the second.
    """
    first = leap(trajectory)
    own, other = (
        float(abs(run.params[steps, SLOPE] - run.params[0, SLOPE]))
        for run in (trajectory, reference)
    )
    if first is None or own < 2.0 * other:
        return None
    values = {
        "times": first.values["times"], "own": own, "reference": other, "other": reference.label,
    }  # fmt: skip
    return Finding("head_start", steps, values, trajectory.label)


def control_turns(control: Trajectory) -> Finding | None:
    """The control, which does not remember, turns in the intercept as soon as its gradient does.

    ``step`` is the row from which on it goes the other way, the first at which the gradient has
    another sign than at the start. None where it never turns, or earlier or later than that.
    """
    gradient, moves = control.gradients[:-1, INTERCEPT], np.diff(control.params[:, INTERCEPT])
    called = np.flatnonzero(gradient * gradient[0] < 0.0)
    turned = np.flatnonzero(moves * moves[0] < 0.0)
    if not len(called) or not len(turned) or called[0] != turned[0]:
        return None
    return Finding("control_turns", int(turned[0]), {}, control.label)


def turns_late(trajectory: Trajectory, control: Trajectory) -> Finding | None:
    """`late_turn`, as it is told of one racer alone."""
    late = late_turn(trajectory, control)
    return late and replace(late, name="turns_late")


def memory_carries(
    trajectory: Trajectory, control: Trajectory, tolerance: float = TOLERANCE
) -> Finding | None:
    """The control, which does not remember, arrives later than the run.

    ``step`` is the run's arrival, ``values`` are both: ``own`` and ``other``.
    """
    own, other = (run.arrival(tolerance) for run in (trajectory, control))
    if own is None or other is None or own >= other:
        return None
    return Finding("memory_carries", own, {"own": own, "other": other}, trajectory.label)


def _ratios(trajectory: Trajectory) -> np.ndarray:
    """How many times as far as the intercept the slope goes in each step, shape (T,)."""
    intercept, slope = np.abs(np.diff(trajectory.params, axis=0)).T
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(slope, intercept)
