"""Detectors for runs in a valley: swings, routes, turns, arrivals.

Two directions matter on a quadratic loss: across the valley, the eigenvector of the Hessian's
largest eigenvalue, and along it, that of the smallest. The detectors of swings, routes and turns
are about quadratic losses and find nothing on others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from optanim.runs.outcome import TOLERANCE
from optanim.runs.trajectory import Trajectory
from optanim.stories.findings.finding import INTERCEPT, SLOPE, Finding


def first_step(trajectories: Mapping[str, Trajectory]) -> Finding:
    """How long each racer's first step is: ``values`` by racer's name, in parameter units."""
    lengths = {
        name: float(np.hypot(*(t.params[1] - t.params[0]))) for name, t in trajectories.items()
    }
    return Finding("first_step", 1, lengths)


def jumps_over(trajectory: Trajectory) -> Finding | None:
    """The first step leads over the valley floor, to where the loss is lower.

    ``values``: the losses ``before`` and ``after``.
    """
    if not _quadratic(trajectory):
        return None
    across, (before, after) = _across(trajectory), trajectory.losses[:2]
    if not (across[0] * across[1] < 0 and after < before):
        return None
    return Finding("jumps_over", 1, {"before": before, "after": after}, trajectory.label)


def swings(trajectory: Trajectory, crossings: int = 3) -> Finding | None:
    """The run jumps over the valley floor at each of its first ``crossings`` steps or more.

    ``values``: ``crossings``, how many steps in a row from the start it does so while still
    farther than 1 % of the start from the floor; ``factor``, the mean ratio (geometric) of one
    swing to the one before it.
    """
    if not _quadratic(trajectory):
        return None
    across = _across(trajectory)
    far = np.abs(across) > 0.01 * abs(across[0])
    crossed = (across[1:] * across[:-1] < 0) & far[1:]
    count = _leading(crossed)
    if count < crossings:
        return None
    factor = (abs(across[count] / across[0])) ** (1 / count)
    values = {"crossings": count, "factor": factor}
    return Finding("swings", crossings, values, trajectory.label)


def calmer_swings(
    trajectory: Trajectory, reference: Trajectory, share: float = 0.2
) -> Finding | None:
    """Both runs swing across the valley, and this one's swings fall to a fifth of the reference's.

    The reference's own swings must shrink: next to a run that diverges anything is calm. The
    swing at step k is the largest distance from the valley floor from step k to the end. ``step``
    is the first at which it is ``share`` of the reference's or less; ``values``: ``swing`` and
    ``reference``, both in parameter units at that step.
    """
    shown = swings(reference)
    if shown is None or shown.values["factor"] >= 1.0:
        return None
    across = _across(trajectory)
    if not np.any(across[1:] * across[:-1] < 0):
        return None
    swing, other = _envelope(across), _envelope(_across(reference))
    step = _first(swing <= share * other)
    if step is None:
        return None
    values = {"swing": swing[step], "reference": other[step]}
    return Finding("calmer_swings", step, values, trajectory.label)


def one_wall(trajectories: Sequence[Trajectory], reference: Trajectory) -> Finding | None:
    """These runs never cross the valley floor, at whose first steps the reference jumps over it.

    ``step`` is the last of the jumps that `swings` counts; ``values``: ``steps``, how many these
    runs take.
    """
    shown = swings(reference)
    if shown is None or not all(_quadratic(run) for run in trajectories):
        return None
    if any((way * way[0] <= 0).any() for way in map(_across, trajectories)):
        return None
    steps = min(run.steps for run in trajectories)
    return Finding("one wall", int(shown.values["crossings"]), {"steps": steps})


def other_route(trajectories: Sequence[Trajectory], reference: Trajectory) -> Finding | None:
    """These runs are half way in the intercept first, where the reference is so in the slope.

    To be half way in a parameter first is to have at most half of its way to the minimizer left,
    while more than half of the other's is. ``step`` is the one at which the last of
    ``trajectories`` is half way in the intercept. ``values``: ``slope_left``, the smallest share
    of the slope's way that any of them had left then; ``reference_step`` and
    ``reference_intercept_left``, the same for the reference with the parameters exchanged.
    """
    if not _quadratic(reference):
        return None
    turn, intercept_left = _half_way(reference, SLOPE, INTERCEPT)
    ahead = [_half_way(trajectory, INTERCEPT, SLOPE) for trajectory in trajectories]
    steps = [step for step, _ in ahead if step is not None]
    if turn is None or len(steps) < len(ahead):
        return None
    values = {
        "slope_left": min(left for _, left in ahead),
        "reference_step": turn,
        "reference_intercept_left": intercept_left,
    }
    return Finding("other_route", max(steps), values)


def late_turn(trajectory: Trajectory, control: Trajectory) -> Finding | None:
    """This run keeps moving for a while after its gradient has turned; the control never does.

    Looked for in the intercept. ``step`` is the row from which the run moves back. ``values``:
    ``gradient_step``, the row at which the gradient's sign changed; ``lag``, the steps taken
    against the current gradient's advice in between; ``overshoot`` and ``control_overshoot``,
    how far beyond the minimizer's intercept each run went.
    """
    if not _quadratic(trajectory):
        return None
    turned = _sign_change(np.diff(trajectory.params[:, INTERCEPT]))
    called = _sign_change(trajectory.gradients[:, INTERCEPT])
    if turned is None or called is None or turned <= called or _uphill_steps(control):
        return None
    values = {
        "gradient_step": called,
        "lag": turned - called,
        "overshoot": _overshoot(trajectory),
        "control_overshoot": _overshoot(control),
    }
    return Finding("late_turn", turned, values, trajectory.label)


def arrival(trajectory: Trajectory, tolerance: float = TOLERANCE) -> Finding | None:
    """The loss stays within ``tolerance`` of the minimum from ``step`` to the end.

    A run that is there from the start has not arrived.
    """
    step = trajectory.arrival(tolerance)
    if not step:
        return None
    return Finding("arrived", step, {"tolerance": tolerance}, trajectory.label)


def _quadratic(trajectory: Trajectory) -> bool:
    return trajectory.problem.is_quadratic


def _across(trajectory: Trajectory) -> np.ndarray:
    problem = trajectory.problem
    _, directions = problem.eigen
    return (trajectory.params - problem.minimizer) @ directions[:, -1]


def _envelope(across: np.ndarray) -> np.ndarray:
    return np.maximum.accumulate(np.abs(across)[::-1])[::-1]


def _half_way(trajectory: Trajectory, first: int, second: int) -> tuple[int | None, float]:
    """When at most half of the way is left in parameter ``first``, and how much in ``second``.

    The step is None where that never happens or is half way in ``second`` by then as well.
    """
    way = trajectory.params - trajectory.problem.minimizer
    left = np.abs(way) / np.abs(way[0])
    step = _first(left[:, first] <= 0.5)
    if step is None or left[step, second] <= 0.5:
        return None, 0.0
    return step, float(left[step, second])


def _overshoot(trajectory: Trajectory) -> float:
    way = (trajectory.params - trajectory.problem.minimizer)[:, INTERCEPT]
    return float(np.max(-np.sign(way[0]) * way))


def _uphill_steps(trajectory: Trajectory) -> int:
    """How many steps move the intercept along its gradient instead of against it."""
    steps = np.diff(trajectory.params[:, INTERCEPT])
    return int(np.count_nonzero(steps * trajectory.gradients[:-1, INTERCEPT] > 0))


def _first(condition: np.ndarray) -> int | None:
    return int(np.argmax(condition)) if condition.any() else None


def _leading(condition: np.ndarray) -> int:
    return len(condition) if condition.all() else int(np.argmin(condition))


def _sign_change(values: np.ndarray) -> int | None:
    change = _first(values[1:] * values[:-1] < 0)
    return None if change is None else change + 1
