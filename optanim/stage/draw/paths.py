"""Point arrays of Manim's cubic curves, written directly: in an updater nothing is faster."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

NOTHING = np.zeros((0, 3))
"""The points (0, 3) of an empty path."""


def joined(pieces: Iterable[np.ndarray]) -> np.ndarray:
    """The points of one path that consists of several, none of them if there are none."""
    return np.concatenate([NOTHING, *pieces])


def polyline(corners: np.ndarray) -> np.ndarray:
    """Cubic points (4 (n - 1), 3) of the open path through ``corners`` (n, 2 or 3).

    Fewer than two corners give no points.
    """
    if len(corners) < 2:
        return NOTHING
    corners = _in_space(corners)
    start, end = corners[:-1], corners[1:]
    points = np.empty((4 * len(start), 3))
    points[0::4] = start
    points[1::4] = start + (end - start) / 3
    points[2::4] = start + (end - start) * 2 / 3
    points[3::4] = end
    return points


def segments(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Cubic points (4 n, 3) of n straight pieces from ``starts`` to ``ends`` (n, 2)."""
    way = (ends - starts)[:, None]
    points = starts[:, None] + way * np.array([0, 1, 2, 3])[:, None] / 3
    return _in_space(points.reshape(-1, 2))


def polygon(corners: np.ndarray) -> np.ndarray:
    """Cubic points of the closed path through ``corners`` (n, 2 or 3)."""
    return polyline(np.concatenate([corners, corners[:1]]))


def dashes(corners: np.ndarray, dash: float, gap: float) -> np.ndarray:
    """Cubic points of ``corners`` (n, 2) drawn as dashes of equal length ``dash``.

    The gaps are stretched a little so that the path ends on a whole dash.
    """
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    if length[-1] == 0.0:
        return NOTHING
    count = max(round((length[-1] + gap) / (dash + gap)), 1)
    period = (length[-1] + gap) / count
    pieces = []
    for start in period * np.arange(count):
        end = min(start + dash, length[-1])
        inner = length[(length > start) & (length < end)]
        along = np.concatenate([[start], inner, [end]])
        piece = np.stack([np.interp(along, length, corners[:, i]) for i in (0, 1)], axis=-1)
        pieces.append(polyline(piece))
    return np.concatenate(pieces)


def arrow(tail: np.ndarray, vector: np.ndarray, width: float) -> np.ndarray:
    """Cubic points (28, 3) of a filled arrow from ``tail`` (2,) along ``vector`` (2,).

    Its shaft is ``width`` wide and its head 3.6 times as wide; an arrow shorter than its head
    shrinks as a whole, so that its tip always lies at ``tail + vector``.
    """
    length = float(np.hypot(*vector))
    if length == 0.0:
        return np.tile(_in_space(tail[None]), (28, 1))
    head_width, head_length = 3.6 * width, 3.8 * width
    shrink = min(1.0, length / (1.5 * head_length))
    forward = vector / length
    side = np.array([-forward[1], forward[0]]) * width * shrink / 2
    neck = tail + vector - forward * head_length * shrink
    tip, barb = tail + vector, side * head_width / width
    return polyline(
        np.array(
            [tail + side, neck + side, neck + barb, tip, neck - barb, neck - side, tail - side,
             tail + side]
        )
    )  # fmt: skip


def _in_space(points: np.ndarray) -> np.ndarray:
    if points.shape[1] == 3:
        return points
    return np.concatenate([points, np.zeros((len(points), 1))], axis=1)
