"""Cutting paths at the edge of a rectangle: what leaves the map is not drawn, and never moved."""

from __future__ import annotations

import numpy as np

from optanim.stage.draw.layout import Region

FAR = 1e4  # of a region's size: the distance from its middle beyond which a path is not followed


def contains(region: Region, points: np.ndarray) -> np.ndarray:
    """Which of ``points`` (..., 2 or 3) lie in ``region``, edges included; shape (...)."""
    x, y = points[..., 0], points[..., 1]
    return (region.left <= x) & (x <= region.right) & (region.bottom <= y) & (y <= region.top)


def path_inside(corners: np.ndarray, region: Region) -> list[np.ndarray]:
    """The pieces (m, 2) of the open path through ``corners`` (n, 2) that lie in ``region``.

    What a run that diverges does beyond `FAR` is left out: where its steps cross the region is
    below their rounding.
    """
    start, way = _within_reach(corners, region)
    begin, end = shares_inside(start, way, region.low, region.high)
    pieces: list[list[np.ndarray]] = []
    for i in np.flatnonzero(begin <= end):
        goes_on = begin[i] == 0.0 and i > 0 and begin[i - 1] <= end[i - 1] == 1.0
        if not goes_on:
            pieces.append([start[i] + begin[i] * way[i]])
        pieces[-1].append(corners[i + 1] if end[i] == 1.0 else start[i] + end[i] * way[i])
    return [np.array(piece) for piece in pieces]


def _within_reach(corners: np.ndarray, region: Region) -> tuple[np.ndarray, np.ndarray]:
    """Start (n, 2) and way (n, 2) of each straight piece, no farther than `FAR`; NaN beyond."""
    reach = FAR * region.size.max()
    start, stop = corners[:-1].copy(), corners[1:].copy()
    gone = np.abs(corners - region.center[:2]).max(axis=1) > reach
    for ends, others, away in ((stop, start, gone[1:]), (start, stop, gone[:-1])):
        way = ends[away] - others[away]
        length = np.abs(way).max(axis=1, keepdims=True, initial=1.0)
        ends[away] = others[away] + reach * (way / length)
    start[gone[:-1] & gone[1:]] = np.nan
    return start, stop - start


def segments_inside(ends: np.ndarray, region: Region) -> tuple[np.ndarray, np.ndarray]:
    """The parts (m, 2, 2) that lie in ``region`` of straight pieces ``ends`` (n, 2, 2).

    Second, the number (m,) of the piece that each is a part of.
    """
    near = ((ends.max(axis=1) >= region.low) & (ends.min(axis=1) <= region.high)).all(axis=1)
    number = np.flatnonzero(near)
    start, way = ends[number, 0], ends[number, 1] - ends[number, 0]
    begin, end = np.zeros(len(number)), np.ones(len(number))
    cut = ~contains(region, ends[number]).all(axis=1)
    begin[cut], end[cut] = shares_inside(start[cut], way[cut], region.low, region.high)
    kept = begin <= end
    shares = np.stack([begin, end], axis=1)[kept, :, None]
    return start[kept, None] + shares * way[kept, None], number[kept]


def shares_inside(
    start: np.ndarray, way: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """From which share (n,) of each ``way`` (n, 2) to which it lies between two corners (2,).

    Each begins at its ``start`` (n, 2); ``low`` and ``high`` are the lower left and the upper
    right corner of a rectangle. A way that passes it by has its first share above its second.

    Liang and Barsky (1984), "A new concept and method for line clipping".
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - start) / way, (high - start) / way
    enter = np.where(way == 0, np.where(start < low, np.inf, -np.inf), np.fmin(first, second))
    leave = np.where(way == 0, np.where(start > high, -np.inf, np.inf), np.fmax(first, second))
    begin = np.clip(enter.max(axis=1, initial=0.0), 0.0, None)
    return begin, np.clip(leave.min(axis=1, initial=1.0), None, 1.0)


def polygon_inside(corners: np.ndarray, region: Region) -> np.ndarray:
    """The corners (m, 2) of the part of the polygon ``corners`` (n, 2) that lies in ``region``.

    Sutherland and Hodgman (1974), "Reentrant polygon clipping".
    """
    edges = ((0, region.left, 1), (0, region.right, -1), (1, region.bottom, 1), (1, region.top, -1))
    for axis, edge, sign in edges:
        kept = []
        for here, there in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            depth, next_depth = sign * (here[axis] - edge), sign * (there[axis] - edge)
            if depth >= 0:
                kept.append(here)
            if depth * next_depth < 0:
                kept.append(here + depth / (depth - next_depth) * (there - here))
        corners = np.array(kept).reshape(-1, 2)
    return corners
