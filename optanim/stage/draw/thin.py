"""Which corners of a path can be left out without a pixel's difference."""

from __future__ import annotations

import numpy as np

LONG = 1500  # corners: shorter paths are drawn whole


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
    """The numbers (k,) of the corners that a curve ``points`` (n, 2) with x ascending needs.

    A column of the picture is one ``pixel`` wide. Of a long curve's corners in one column only
    the first, the lowest, the highest and the last are kept: they cover the same pixels.
    """
    count = len(points)
    if count <= LONG:
        return np.arange(count)
    column = np.floor(points[:, 0] / pixel).astype(int)
    starts = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    ends = np.append(starts[1:], count)
    by_height = np.lexsort((points[:, 1], column))  # column by column, the lowest corner first
    return np.unique([starts, ends - 1, by_height[starts], by_height[ends - 1]])


def bends(points: np.ndarray, slack: float) -> np.ndarray:
    """The numbers (k,) of those ``points`` (n, d) between which the others lie on straight lines.

    All others are no farther than ``slack`` from the line between the kept ones around them. The
    first and the last are kept.

    Douglas and Peucker (1973), "Algorithms for the reduction of the number of points required to
    represent a digitized line or its caricature".
    """
    kept = {0, len(points) - 1}
    parts = [(0, len(points) - 1)]
    while parts:
        start, end = parts.pop()
        if end - start < 2:
            continue
        way = points[end] - points[start]
        away = points[start + 1 : end] - points[start]
        along = np.clip(away @ way / max(float(way @ way), 1e-300), 0.0, 1.0)
        off = np.linalg.norm(away - along[:, None] * way, axis=1)
        if off.max() > slack:
            middle = start + 1 + int(off.argmax())
            kept.add(middle)
            parts += [(start, middle), (middle, end)]
    return np.array(sorted(kept))
