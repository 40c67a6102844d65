"""Ways that coincide, drawn side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import uniform_filter1d
from scipy.spatial import cKDTree

FINER = 5  # points for each of a way's, between which another one is looked for
PARTS, MOST = 16, 4000  # of a ramp, and of a whole way: places at which its lane is reckoned
SHARP = 0.7  # cosine of the bend, within three points of a way, from which on it turns back
TURNS = 0.2 * np.pi + np.arange(24) * np.pi / 24  # directions of which one is to count as forward


def lanes(ways: Sequence[np.ndarray], near: float, ramp: float) -> list[np.ndarray]:
    """How far to the left of itself each way is to be drawn, (n,) of each, in widths of a line.

    ``ways`` are points (n, 2). Those that run within ``near`` of each other share the road: each
    keeps to a lane of its own, the first one to the leftmost, whichever way it runs. It changes its
    lane slowly, over a length of ``ramp``: also at its start, where it is in the road's middle, and
    where it turns back.
    """
    trees = [cKDTree(_fine(way)) for way in ways]
    shared = [np.array([_near(way, tree, near) for tree in trees]) for way in ways]
    places = [
        (there.sum(axis=0) - 1) / 2 - there[:number].sum(axis=0)
        for number, there in enumerate(shared)
    ]
    sides = _sides(ways, [there.sum(axis=0) > 1 for there in shared])
    return [
        _slowly(way, place * side, ramp)
        for way, place, side in zip(ways, places, sides, strict=True)
    ]


def _slowly(way: np.ndarray, lane: np.ndarray, ramp: float) -> np.ndarray:
    """``lane`` (n,) on ``way`` (n, 2), changing evenly on a length of ``ramp``; 0 at its start."""
    far = np.append(0.0, np.cumsum(np.hypot(*np.diff(way, axis=0).T)))
    if far[-1] == 0.0:
        return np.zeros(len(way))
    even = np.linspace(0.0, far[-1], min(int(PARTS * far[-1] / ramp), MOST) + 2)
    size = 1 + 2 * round(ramp / 4 / even[1])
    changed = np.interp(even, far, lane)
    changed = np.concatenate([-changed[size:0:-1], [0.0], changed[1:]])
    for _ in range(2):
        changed = uniform_filter1d(changed, size, mode="nearest")
    return np.interp(far, even, changed[-len(even) :])


def _near(way: np.ndarray, tree: cKDTree, near: float) -> np.ndarray:
    """Which points (n,) of ``way`` are within ``near`` of the way that is in ``tree``."""
    return np.asarray(tree.query(way, distance_upper_bound=near)[0] <= near)


def _sides(ways: Sequence[np.ndarray], shared: Sequence[np.ndarray]) -> list[np.ndarray]:
    """For the points (n,) of each way 1.0 where it runs forward, else -1.0; 0.0 for a single one.

    A road that bends from forward to back would change its lanes there. So that direction counts
    as forward for which this is seldom, where the road is ``shared`` (n,): first where a way goes
    on, then where it turns back, which breaks its lane anyway.
    """
    forward = np.stack([np.cos(TURNS), np.sin(TURNS)])
    sides, bent, turned = [], np.zeros(len(TURNS)), np.zeros(len(TURNS))
    for way, there in zip(ways, shared, strict=True):
        if len(way) < 2:
            sides.append(np.zeros((len(way), len(TURNS))))
            continue
        along = np.gradient(way, axis=0)
        along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
        side = np.where(along @ forward < 0.0, -1.0, 1.0)
        changes = (np.diff(side, axis=0) != 0.0) & (there[:-1] & there[1:])[:, None]
        around = np.concatenate([along[:1], along, along[-1:]])
        sharp = np.sum(around[:-3] * around[3:], axis=1) < SHARP
        bent, turned = bent + changes[~sharp].sum(axis=0), turned + changes[sharp].sum(axis=0)
        sides.append(side)
    best = int(np.lexsort((turned, bent))[0])
    return [side[:, best] for side in sides]


def _fine(way: np.ndarray) -> np.ndarray:
    """``way`` with points between its points."""
    count = FINER * (len(way) - 1) + 1
    places, own = np.linspace(0.0, len(way) - 1.0, count), np.arange(len(way))
    return np.stack([np.interp(places, own, way[:, k]) for k in (0, 1)], axis=-1)
