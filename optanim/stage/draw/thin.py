"""Which corners of a very long path can be left out without a pixel's difference."""

from __future__ import annotations

import numpy as np

LONG = 1500
"""Shorter paths are drawn corner by corner."""


def corners(points: np.ndarray, pixel: float) -> np.ndarray:
    """The numbers (k,) of the corners of ``points`` (n, 2) that a drawing needs, ascending.

    Of a long path those are left out that lie within half a ``pixel`` of the last one kept: the
    path drawn is nowhere farther than that from the true one. The last corner is kept.
    """
    count = len(points)
    if count <= LONG:
        return np.arange(count)
    kept, (x, y), least = [0], points[0], (0.5 * pixel) ** 2
    for k, (u, v) in enumerate(points.tolist()):
        if (u - x) ** 2 + (v - y) ** 2 > least:
            kept.append(k)
            x, y = u, v
    if kept[-1] != count - 1:
        kept.append(count - 1)
    return np.array(kept)


def columns(points: np.ndarray, pixel: float) -> np.ndarray:
    """The same for a curve ``points`` (n, 2) with x ascending.

    Of all corners within one column of pixels the first, the lowest, the highest and the last
    are kept: they cover the same pixels.
    """
    count = len(points)
    if count <= LONG:
        return np.arange(count)
    column = np.floor(points[:, 0] / pixel).astype(int)
    starts = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    kept = set()
    for start, end in zip(starts, [*starts[1:], count], strict=True):
        heights = points[start:end, 1]
        kept |= {start, end - 1, start + int(heights.argmin()), start + int(heights.argmax())}
    return np.array(sorted(kept))
