"""Detectors for what plain gradient descent does along the two directions of a valley."""

from __future__ import annotations

from optanim.runs.trajectory import Trajectory
from optanim.stories.anatomy.eigen import factors, power_error
from optanim.stories.findings.finding import Finding

SAME = 1e-9
"""How far a run may be from a closed form that it is said to follow, in parameter units."""


def powers(trajectory: Trajectory) -> Finding | None:
    """What is left of the way in either direction is a power of one factor, at every step.

    ``values``: ``error``, the largest distance from that, in parameter units.
    """
    error = power_error(trajectory)
    if error > SAME:
        return None
    return Finding("powers", trajectory.steps, {"error": error}, trajectory.label)


def swings_and_creeps(trajectory: Trajectory) -> Finding | None:
    """Across the valley the run changes sides at every step, along it it never does.

    ``values``: by what a step multiplies the distance in either direction, ``flat_factor`` and
    ``steep_factor``.
    """
    flat, steep = factors(trajectory)
    if not (0.0 < flat < 1.0 and -1.0 < steep < 0.0):
        return None
    values = {"flat_factor": float(flat), "steep_factor": float(steep)}
    return Finding("swings_and_creeps", trajectory.steps, values, trajectory.label)
