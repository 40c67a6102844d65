"""Where a label has no curve behind it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_PIECES = 400  # that each curve is looked at in


def behind(curves: Sequence[np.ndarray], boxes: np.ndarray) -> np.ndarray:
    """How much of ``curves`` lies behind each of ``boxes``: a count (k,) of short pieces.

    A curve (n, 2) runs from left to right; a box (4,) is left, bottom, right and top of a label.
    """
    left, bottom, right, top = np.asarray(boxes, float).T[:, :, None]
    count = np.zeros(len(boxes))
    for curve in curves:
        x = np.linspace(curve[0, 0], curve[-1, 0], _PIECES + 1)
        y = np.interp(x, curve[:, 0], curve[:, 1])
        aside = (x[1:] < left) | (x[:-1] > right)
        apart = (np.maximum(y[1:], y[:-1]) < bottom) | (np.minimum(y[1:], y[:-1]) > top)
        count += (~aside & ~apart).sum(axis=1)
    return count
