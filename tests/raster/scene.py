"""A camera and boxes that the tests of the rasteriser share."""

from __future__ import annotations

import numpy as np

from optanim.raster import View


def rotation(phi: float, theta: float) -> np.ndarray:
    """Right, up and towards the eye, for an eye at polar angle phi and azimuth theta."""
    back = np.array([np.sin(phi) * np.cos(theta), np.sin(phi) * np.sin(theta), np.cos(phi)])
    right = np.array([-np.sin(theta), np.cos(theta), 0.0])
    return np.array([right, np.cross(back, right), back])


def above(size: tuple[int, int] = (64, 64), focal: float = 12.0) -> View:
    """An eye above the origin, x to the right and y up, eight units to the frame."""
    return View(rotation(0.0, -np.pi / 2), np.zeros(3), focal, 1.0, (8.0, 8.0), size)
