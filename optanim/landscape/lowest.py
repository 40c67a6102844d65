"""The line of minima of a loss whose minimum is no point."""

from __future__ import annotations

import numpy as np
from scipy.spatial import KDTree

from optanim.base.window import Window
from optanim.losses import Loss
from optanim.losses.loss import Extent

CELLS = 120
"""Rows and columns of the window along each of which minima are looked for."""
THIRDS = 60
"""How often an interval is shortened to two thirds: until float64 knows no nearer place."""
NEAR = 1.5
"""Cells between two places that are joined: neighbours on a line are a diagonal apart at most."""


def line_of_minima(loss: Loss, window: Window) -> np.ndarray:
    """The pieces (n, 2, 2) of the line in ``window`` on which ``loss`` is lowest, as far as found.

    Each has two ends (intercept, slope); of shape (0, 2, 2) where the minimum is no line. It is
    crossed by rows and columns of the window, and lowest where they are, by ternary search.
    """
    if loss.extent is not Extent.LINE:
        return np.empty((0, 2, 2))
    axes = [np.linspace(*span, CELLS) for span in (window.intercept, window.slope)]
    cell = np.array([axis[1] - axis[0] for axis in axes])
    grid = np.stack(np.meshgrid(*axes), axis=-1)
    places = np.concatenate([_crossed(loss, grid, 0, cell), _crossed(loss, grid, 1, cell)])
    pairs = KDTree(places / cell).query_pairs(NEAR, output_type="ndarray")
    return places[pairs]


def _crossed(loss: Loss, grid: np.ndarray, axis: int, cell: np.ndarray) -> np.ndarray:
    """The places (n, 2) as low as the minimum, between the points of ``grid`` along ``axis``."""
    heights = np.moveaxis(_heights(loss, grid), 1 - axis, 0)
    middle = heights[1:-1]
    least = np.isfinite(middle) & (middle <= heights[:-2]) & (middle <= heights[2:])
    places = np.moveaxis(grid, 1 - axis, 0)[1:-1][least]
    step = cell * np.eye(2)[axis]
    low, high = places - step, places + step
    for _ in range(THIRDS):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        lower = (_heights(loss, left) <= _heights(loss, right))[:, None]
        low, high = np.where(lower, low, left), np.where(lower, right, high)
    places = (low + high) / 2
    return places[_heights(loss, places) <= loss.as_low]


def _heights(loss: Loss, places: np.ndarray) -> np.ndarray:
    """The losses of ``places`` (..., 2), infinite where there is none."""
    heights = loss.on_grid(places)
    return np.where(np.isfinite(heights), heights, np.inf)
