"""A camera and boxes that the tests of the rasteriser share."""

from __future__ import annotations

import numpy as np

from optanim.raster import Air, HeightField, View

CLEAR = Air((255.0, 255.0, 255.0), (0.0, 0.0, 0.0), 0.2, 1e6)
"""Air through which everything is seen as it is."""


def rotation(phi: float, theta: float) -> np.ndarray:
    """Right, up and towards the eye, for an eye at polar angle phi and azimuth theta."""
    back = np.array([np.sin(phi) * np.cos(theta), np.sin(phi) * np.sin(theta), np.cos(phi)])
    right = np.array([-np.sin(theta), np.cos(theta), 0.0])
    return np.array([right, np.cross(back, right), back])


def above(size: tuple[int, int] = (64, 64), focal: float = 12.0) -> View:
    """An eye above the origin, x to the right and y up, eight units to the frame."""
    return View(rotation(0.0, -np.pi / 2), np.zeros(3), focal, 1.0, (8.0, 8.0), size)


def even(
    heights: np.ndarray,
    colors: np.ndarray | None = None,
    levels: np.ndarray | None = None,
    bright: np.ndarray | None = None,
) -> HeightField:
    """``heights`` (rows, columns) on an even grid over the unit square, white without levels."""
    rows, columns = heights.shape
    return HeightField(
        np.linspace(0, 1, columns), np.linspace(0, 1, rows), heights,
        np.ones((rows, columns, 3)) if colors is None else colors,
        np.zeros((rows, columns)) if levels is None else levels,
        np.ones((rows, columns)) if bright is None else bright,
    )  # fmt: skip
