"""Detectors for momentum: what it cancels, and what too much of it does."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optanim.runs.outcome import TOLERANCE
from optanim.runs.trajectory import Trajectory
from optanim.stories.anatomy.eigen import eigen_parts
from optanim.stories.anatomy.momentum import sums
from optanim.stories.findings import Finding
from optanim.studies import worst_case


def cancel(trajectory: Trajectory, steps: int) -> Finding | None:
    """Within its first ``steps`` steps, one that memory shortens across the valley, not along it.

    Looked for is the first at which all that is left of past gradients leads against the new one
    across the valley, and is the weaker; so the step lands at most half as far from the valley's
    floor as the new gradient alone would lead. Along the valley all parts agree. ``step`` is the
    row that it leads to. ``values``, in parameter units: across the valley the parts ``new`` and
    ``memory`` and the step ``left``, along it ``flat_new``, ``flat_memory`` and ``flat_left``; how
    far from the floor it lands is ``off``, and ``without`` memory.
    """
    off = eigen_parts(trajectory).parts[:, 1]
    for step, parts in enumerate(sums(trajectory, steps).parts):
        (flat_new, new), (flat, memory) = parts[0], parts[1:].sum(axis=0)
        against = new * memory < 0.0 and abs(memory) < abs(new)
        landed, without = abs(off[step + 1]), abs(off[step] + new)
        if not (against and landed <= 0.5 * without and np.ptp(np.sign(parts[:, 0])) == 0.0):
            continue
        values = {
            "new": abs(new), "memory": abs(memory), "left": abs(new + memory),
            "flat_new": abs(flat_new), "flat_memory": abs(flat), "flat_left": abs(flat_new + flat),
            "off": landed, "without": without,
        }  # fmt: skip
        return Finding("cancel", step + 1, values, trajectory.label)
    return None


def overrun(trajectory: Trajectory) -> Finding | None:
    """The run passes the minimizer along the flat direction, by more than a tenth of its way.

    ``step`` is the row at which it is farthest beyond. ``values``: ``beyond``, the distance in
    parameter units, and its ``gamma``.
    """
    along = eigen_parts(trajectory).parts[:, 0]
    row = int(np.argmin(along))
    if -along[row] <= 0.1 * along[0]:
        return None
    values = {"beyond": float(-along[row]), "gamma": gamma_of(trajectory)}
    return Finding("overrun", row, values, trajectory.label)


def suited(trajectories: Mapping[str, Trajectory], tolerance: float = TOLERANCE) -> Finding | None:
    """The momentum that is best for the worst start is the first of these to stay at the minimum.

    All of ``trajectories`` have one learning rate and differ in momentum; one has that which
    `worst_case.gamma` names, to two decimals, and that owes to the curvature along the valley.
    ``step`` is the row from which on it stays, earlier than any other. ``values``: that ``gamma``,
    ``next``, the row from which on another stays, if any does, and that one's momentum, ``second``;
    ``lr``, ``bend``, the curvature along the valley.
    """
    first = next(iter(trajectories.values()))
    if any(t.varying or t.lrs[0] != first.lrs[0] for t in trajectories.values()):
        return None
    lr, flattest = float(first.lrs[0]), float(first.problem.eigen[0][0])
    gamma = round(worst_case.gamma(first.problem, lr), 2)
    if gamma != round((1.0 - np.sqrt(lr * flattest)) ** 2, 2):
        return None
    arrivals = {gamma_of(t): t.arrival(tolerance) for t in trajectories.values()}
    step = arrivals.pop(gamma, None)
    others = [other for other in arrivals.values() if other is not None]
    if step is None or any(other <= step for other in others):
        return None
    values = {"gamma": gamma, "lr": lr, "bend": flattest}
    if others:
        second = min((at, other) for other, at in arrivals.items() if at is not None)
        values |= {"next": second[0], "second": second[1]}
    return Finding("suited", step, values)


def too_much(
    trajectories: Mapping[str, Trajectory], tolerance: float = TOLERANCE
) -> Finding | None:
    """Of these trajectories the one with the most momentum overruns, and is the last to arrive.

    One of the others has no momentum, and one that has a little arrives before it. After its first
    step the last also swings farther from the valley's floor than the one without. ``step`` is the
    row from which on it stays at the minimum. ``values``: its momentum ``gamma``, ``none``, the
    row from which on the one without stays, ``others``, that from which on all others do, and
    ``beyond`` as in `overrun`.
    """
    arrivals = {gamma_of(t): t.arrival(tolerance) for t in trajectories.values()}
    arrived = {gamma: step for gamma, step in arrivals.items() if step is not None}
    most = max(trajectories.values(), key=gamma_of)
    over, gamma, none = overrun(most), gamma_of(most), arrived.get(0.0)
    if over is None or none is None or len(arrived) < len(trajectories):
        return None
    *others, last = sorted(arrived, key=arrived.__getitem__)
    if last != gamma or arrived[others[-1]] == arrived[gamma] or others[0] == 0.0:
        return None
    (plain,) = (t for t in trajectories.values() if gamma_of(t) == 0.0)
    if not _widest(most) > _widest(plain):
        return None
    values = {"none": none, "others": arrived[others[-1]], **over.values}
    return Finding("too_much", arrived[gamma], values, most.label)


def _widest(trajectory: Trajectory) -> float:
    """How far from the valley's floor it is at most after its first step."""
    return float(np.abs(eigen_parts(trajectory).parts[1:, 1]).max())


def gamma_of(trajectory: Trajectory) -> float:
    """The momentum that the run of ``trajectory`` has."""
    return float(trajectory.optimizer.settings["momentum"])
