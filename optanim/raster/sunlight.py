"""The light on a landscape that does not move: shadows, and how much of the sky is seen."""

from __future__ import annotations

import math

import numpy as np

from optanim.raster.kernel import kernel

DIRECTIONS = 16  # to all sides, in which the horizon is looked for
STRIDE, COARSER = 1.0, 0.02  # towards the sun: in cells of the grid there, or of the distance
WIDER = 1.2  # how much longer each stride is when the horizon is looked for
PENUMBRA = 0.14  # how wide the edge of a shadow is, per unit of distance from what casts it


@kernel(error_model="numpy")
def horizon(x, y, heights, dx, dy):
    """How steeply the land rises, at most, in one direction from every vertex, (rows, columns).

    ``x`` (columns,), ``y`` (rows,) and ``heights`` (rows, columns), NaN where there is no ground,
    are in units of space; the direction (``dx``, ``dy``) has length 1. A ray goes out to the edge
    of the land in strides that miss none of its cells: a coarser march would leave ripples in the
    edges of shadows.
    """
    rows, columns = heights.shape
    steepest = np.full((rows, columns), -np.inf)
    highest = np.nanmax(heights)
    for j in range(rows):
        for i in range(columns):
            start = heights[j, i]
            if not math.isfinite(start):
                continue
            away = STRIDE * _cell_width(x, y, i, j)
            column, row = i, j
            while start + away * steepest[j, i] < highest:
                px, py = x[i] + away * dx, y[j] + away * dy
                if not (x[0] <= px <= x[-1] and y[0] <= py <= y[-1]):
                    break
                column, row = _walk(x, column, px), _walk(y, row, py)
                rise = (_ground(x, y, heights, column, row, px, py) - start) / away
                steepest[j, i] = max(steepest[j, i], rise)
                away += max(STRIDE * _cell_width(x, y, column, row), COARSER * away)
    return steepest


@kernel(error_model="numpy")
def openness(x, y, heights, reach):
    """Which share of the sky's light reaches every vertex, (rows, columns), 0 to 1.

    In each of `DIRECTIONS` the horizon is the steepest line to any ground within ``reach``. A sky
    that is bright all over gives level ground 1 - sin(horizon)^2 of its light from there.
    Arrays as for `horizon`.
    """
    rows, columns = heights.shape
    seen = np.ones((rows, columns))
    for j in range(rows):
        for i in range(columns):
            start = heights[j, i]
            if not math.isfinite(start):
                continue
            total = 0.0
            for k in range(DIRECTIONS):
                angle = 2.0 * math.pi * (k + 0.5) / DIRECTIONS
                dx, dy = math.cos(angle), math.sin(angle)
                away, steepest = _cell_width(x, y, i, j), 0.0
                column, row = i, j
                while away < reach:
                    px, py = x[i] + away * dx, y[j] + away * dy
                    if not (x[0] <= px <= x[-1] and y[0] <= py <= y[-1]):
                        break
                    column, row = _walk(x, column, px), _walk(y, row, py)
                    ground = _ground(x, y, heights, column, row, px, py)
                    steepest = max(steepest, (ground - start) / away)
                    away *= WIDER
                total += 1.0 / (1.0 + steepest * steepest)
            seen[j, i] = total / DIRECTIONS
    return seen


def sunlit(steepest: np.ndarray, rise: float) -> np.ndarray:
    """Which share of a sun is seen that stands ``rise`` to 1 over where `horizon` was looked for.

    ``steepest`` is any shape. Half of the sun is seen where the land just touches its middle. The
    share rises as 3 x^2 - 2 x^3: a shadow whose light rose evenly would seem to have two edges.
    """
    share = np.clip(0.5 + (rise - steepest) / PENUMBRA, 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


@kernel(inline="always")
def _cell_width(x, y, i, j):
    """The shorter side of a cell at vertex ``i`` and ``j``."""
    return min(x[min(i + 1, len(x) - 1)] - x[min(i, len(x) - 2)],
               y[min(j + 1, len(y) - 1)] - y[min(j, len(y) - 2)])  # fmt: skip


@kernel(inline="always")
def _walk(knots, number, place):
    """The number of the cell between ``knots`` that ``place`` lies in, not far from ``number``."""
    number = min(number, len(knots) - 2)
    while number > 0 and place < knots[number]:
        number -= 1
    while number < len(knots) - 2 and place >= knots[number + 1]:
        number += 1
    return number


@kernel(inline="always")
def _ground(x, y, heights, i, j, px, py):
    """The height at a place of the cell ``i`` and ``j``; far below where there is no ground."""
    u, v = (px - x[i]) / (x[i + 1] - x[i]), (py - y[j]) / (y[j + 1] - y[j])
    low = heights[j, i] + u * (heights[j, i + 1] - heights[j, i])
    high = heights[j + 1, i] + u * (heights[j + 1, i + 1] - heights[j + 1, i])
    height = low + v * (high - low)
    return height if math.isfinite(height) else -1e30
