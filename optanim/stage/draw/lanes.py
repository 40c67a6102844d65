"""Ways that coincide, drawn side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import uniform_filter1d
from scipy.spatial import cKDTree

FINER = 5  # points for each of a way's, between which another one is looked for
RAMP = 9  # points within which a way changes its lane
FORWARD = np.array([0.8, 0.6])  # which of a line's two directions counts as forward


def lanes(ways: Sequence[np.ndarray], near: float) -> list[np.ndarray]:
    """How far to the left of itself each way is to be drawn, (n,) of each, in widths of a line.

    ``ways`` are points (n, 2). Those that run within ``near`` of each other share the road: each
    keeps to a lane of its own, the first one to the leftmost, whichever way it runs.
    """
    trees = [cKDTree(_fine(way)) for way in ways]
    return [_lane(number, way, trees, near) for number, way in enumerate(ways)]


def _lane(number: int, way: np.ndarray, trees: Sequence[cKDTree], near: float) -> np.ndarray:
    there = np.array([tree.query(way, distance_upper_bound=near)[0] <= near for tree in trees])
    lane = (there.sum(axis=0) - 1) / 2 - there[:number].sum(axis=0)
    if len(way) < 2:
        return np.zeros(len(way))
    forward = np.sign(np.gradient(way, axis=0) @ FORWARD)
    return uniform_filter1d(lane * np.where(forward < 0, -1.0, 1.0), RAMP, mode="nearest")


def _fine(way: np.ndarray) -> np.ndarray:
    """``way`` with points between its points."""
    count = FINER * (len(way) - 1) + 1
    places, own = np.linspace(0.0, len(way) - 1.0, count), np.arange(len(way))
    return np.stack([np.interp(places, own, way[:, k]) for k in (0, 1)], axis=-1)
