"""Detectors for momentum: what it cancels, and what too much of it does."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optanim.runs.outcome import TOLERANCE
from optanim.runs.trajectory import Trajectory
from optanim.stories.anatomy.eigen import DIRECTIONS, eigen_parts
from optanim.stories.anatomy.momentum import sums
from optanim.stories.findings import Finding
from optanim.studies import worst_case


def cancel(trajectory: Trajectory, steps: int) -> Finding | None:
    """Within its first ``steps`` steps, a step whose parts cancel across the valley, not along it.

    Looked for is the last whose parts all agree along the flat direction, while at most half of
    their length is kept in the steep one. ``step`` is the row that it leads to; ``values``:
    ``flat_kept`` and ``steep_kept``, the step's length in either direction, and ``flat_laid`` and
    ``steep_laid``, that of all its parts laid one after another.
    """
    found = sums(trajectory, steps)
    agree = found.kept[:, 0] >= (1.0 - 1e-12) * found.laid[:, 0]
    half = found.kept[:, 1] <= 0.5 * found.laid[:, 1]
    shown = np.flatnonzero(agree & half)
    if len(shown) == 0:
        return None
    step = int(shown[-1])
    values = {f"{key}_kept": float(found.kept[step, i]) for i, key in enumerate(DIRECTIONS)}
    values |= {f"{key}_laid": float(found.laid[step, i]) for i, key in enumerate(DIRECTIONS)}
    return Finding("cancel", step + 1, values, trajectory.label)


def overrun(trajectory: Trajectory) -> Finding | None:
    """The run passes the minimizer along the flat direction, by more than a tenth of its way.

    ``step`` is the row at which it is farthest beyond, ``beyond`` the distance in parameter units.
    """
    along = eigen_parts(trajectory).parts[:, 0]
    row = int(np.argmin(along))
    if -along[row] <= 0.1 * along[0]:
        return None
    return Finding("overrun", row, {"beyond": float(-along[row])}, trajectory.label)


def suited(trajectories: Mapping[str, Trajectory], tolerance: float = TOLERANCE) -> Finding | None:
    """The momentum that is best for the worst start is the first of these to stay at the minimum.

    All of ``trajectories`` have one learning rate and differ in momentum; one has that which
    `worst_case.gamma` names, to two decimals, and that owes to the curvature along the valley.
    ``step`` is the row from which on it stays, earlier than any other. ``values``: that ``gamma``,
    and ``next``, the row from which on another stays, if any does.
    """
    first = next(iter(trajectories.values()))
    if any(t.varying or t.lrs[0] != first.lrs[0] for t in trajectories.values()):
        return None
    lr, flattest = float(first.lrs[0]), float(first.problem.eigen[0][0])
    gamma = round(worst_case.gamma(first.problem, lr), 2)
    if gamma != round((1.0 - np.sqrt(lr * flattest)) ** 2, 2):
        return None
    arrivals = {_gamma(t): t.arrival(tolerance) for t in trajectories.values()}
    step = arrivals.pop(gamma, None)
    others = [other for other in arrivals.values() if other is not None]
    if step is None or any(other <= step for other in others):
        return None
    return Finding("suited", step, {"gamma": gamma} | ({"next": min(others)} if others else {}))


def too_much(
    trajectories: Mapping[str, Trajectory], tolerance: float = TOLERANCE
) -> Finding | None:
    """Of these trajectories the one with the most momentum overruns, and is the last to arrive.

    One of the others has no momentum, and one that has a little arrives before it. ``step`` is the
    row from which on the last stays at the minimum. ``values``: its momentum ``gamma``, ``none``,
    the row from which on the one without stays, and ``beyond`` as in `overrun`.
    """
    arrivals = {_gamma(t): t.arrival(tolerance) for t in trajectories.values()}
    arrived = {gamma: step for gamma, step in arrivals.items() if step is not None}
    most = max(trajectories.values(), key=_gamma)
    over, gamma, none = overrun(most), _gamma(most), arrived.get(0.0)
    if over is None or none is None or len(arrived) < len(trajectories):
        return None
    *others, last = sorted(arrived, key=arrived.__getitem__)
    if last != gamma or arrived[others[-1]] == arrived[gamma] or others[0] == 0.0:
        return None
    values = {"gamma": gamma, "none": none, **over.values}
    return Finding("too_much", arrived[gamma], values, most.label)


def _gamma(trajectory: Trajectory) -> float:
    return float(trajectory.optimizer.settings["momentum"])
