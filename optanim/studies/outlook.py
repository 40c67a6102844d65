"""Which part of the parameter plane shows what several trajectories do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from optanim.base.window import Window
from optanim.runs.problem import Problem
from optanim.runs.trajectory import Trajectory

HIGHEST = 4.0
"""How many times as high above the minimum as the start a point in view may lie."""
FARTHEST = 3.0
"""How many times as far from the start as most trajectories get a point in view may lie."""
MOST_ARROWS = 300
"""Of longer trajectories so many gradient steps, evenly spaced, are kept in view."""
MARGIN = 0.1
"""The share of the window's size that is left free around all that is in view."""


def window_of(problem: Problem, trajectories: Sequence[Trajectory]) -> Window:
    """The smallest window that holds start, minimizer, rows and gradient steps, and a margin.

    Rows and steps whose loss lies more than four times as high above the minimum as the start's
    do not count, nor those far beyond where most trajectories get: one that diverges or flies off
    leaves the window instead of blowing it up. A surface that knows its window is shown in that,
    where all of this lies inside it or, of a surface without a minimum, the start does.
    """
    goal = () if problem.minimizer is None else (problem.minimizer,)
    marks = np.array([problem.start, *goal])
    reach = FARTHEST * _usual_distance(marks, trajectories) or np.inf
    points = np.concatenate([marks, *(_visited(problem, t, reach) for t in trajectories)])
    usual = problem.window
    if usual is not None and usual.holds(points if goal else problem.start).all():
        return usual
    return Window.around(points, MARGIN)


def around_rows(trajectories: Iterable[Trajectory], first: int) -> Window:
    """The smallest window that holds all rows from number ``first`` on, and a margin."""
    return Window.around(np.concatenate([t.params[first:] for t in trajectories]), MARGIN)


def _usual_distance(marks: np.ndarray, trajectories: Sequence[Trajectory]) -> float:
    """How far from the start, the first of ``marks`` (n, 2), minimizer and most trajectories get.

    On a plateau one may fly off without ever meeting a high loss.
    """
    start = marks[0]
    farthest = sorted(float(np.max(_distances(t.params, start))) for t in trajectories)
    median = farthest[(len(farthest) - 1) // 2]
    return max(median, float(np.max(_distances(marks, start))))


def _visited(problem: Problem, trajectory: Trajectory, reach: float) -> np.ndarray:
    """Rows and ends of gradient steps (n, 2) that are within ``reach`` and not too high."""
    t, steps = trajectory, trajectory.steps
    some = np.unique(np.linspace(0, steps, MOST_ARROWS).astype(int))[:-1]
    ends = t.taken_at[some] - t.lrs[some, None] * t.gradients[some]
    with np.errstate(all="ignore"):
        losses = np.concatenate([t.losses, problem.loss.on_grid(ends)])
    points = np.concatenate([t.params, ends])
    near = _distances(points, problem.start) <= reach
    return points[near & _low(problem, losses)]


def _low(problem: Problem, losses: np.ndarray) -> np.ndarray:
    """Which of ``losses`` (n,) are not much higher than the start's."""
    loss = problem.loss
    start = float(loss.value(problem.start))
    least = loss.minimum if np.isfinite(loss.minimum) else start - loss.scale
    return np.abs(losses - least) <= HIGHEST * max(start - least, 1e-3)


def _distances(points: np.ndarray, start: np.ndarray) -> np.ndarray:
    return np.hypot(*(points - start).T)
