"""Detectors for momentum: what it cancels, and what too much of it does."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optanim.runs.outcome import TOLERANCE
from optanim.runs.trajectory import Trajectory
from optanim.stories.anatomy.eigen import DIRECTIONS, eigen_parts
from optanim.stories.anatomy.momentum import sums
from optanim.stories.findings import Finding


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


def too_much(
    trajectories: Mapping[str, Trajectory], tolerance: float = TOLERANCE
) -> Finding | None:
    """Of these trajectories the one with the most momentum overruns and does not arrive; others do.

    ``step`` is the row from which on the first of them stays at the minimum. ``values``: ``best``
    and ``worst``, the momentum of that one and the most of all; ``beyond`` as in `overrun`;
    ``steps``, how many there were.
    """
    gammas = {name: float(t.optimizer.settings["momentum"]) for name, t in trajectories.items()}
    arrivals = {name: t.arrival(tolerance) for name, t in trajectories.items()}
    arrived = {name: step for name, step in arrivals.items() if step is not None}
    most = max(gammas, key=gammas.__getitem__)
    over = overrun(trajectories[most])
    if not arrived or most in arrived or over is None:
        return None
    first = min(arrived, key=arrived.__getitem__)
    values = {"best": gammas[first], "worst": gammas[most], "steps": trajectories[most].steps}
    return Finding("too_much", arrived[first], {**values, **over.values}, first)
