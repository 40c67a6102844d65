"""Looking for the minima of a loss that no formula gives.

A search that finds nothing knows nothing: that a loss has no minimum cannot be found in this way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from optanim.losses.differences import rounding
from optanim.losses.loss import EPS, Extent
from optanim.losses.minimizers import newton

if TYPE_CHECKING:
    from optanim.losses.user_function import OwnFunction

Square = tuple[tuple[float, float], tuple[float, float]]
"""A window: (low, high) of x and of y."""
WIDER, TIMES = 4.0, 4
"""Where nothing is found the window grows so many times, and is searched in so many sizes."""
CELLS = 161
"""The grid's points along either side of the window; of a wider one half as many."""
MOST = 12
"""So many of the lowest places of the grid are descended from."""
ANGLES = np.linspace(0.0, 2.0 * np.pi, 720, endpoint=False)
"""The directions in which a minimum is looked around from."""
ONLY_ROUNDING = 5e-14
"""A place that is no higher than this share of what lies around is as low as the minimum."""
FAR = 1e6
"""A descent that leads so many times its first step away falls, and is not followed."""
ARC = 1.0 / 12.0
"""From such a share of all directions on, in which it is as low, a minimum is an area."""


def widened(window: Square) -> Iterable[tuple[Square, int]]:
    """The windows to search, one after another until something is found, with their cells."""
    (left, right), (low, high) = window
    x, y, half = (left + right) / 2.0, (low + high) / 2.0, np.array([right - left, high - low]) / 2
    for size in WIDER ** np.arange(TIMES):
        wide, tall = size * half
        spans = (float(x - wide), float(x + wide)), (float(y - tall), float(y + tall))
        yield spans, CELLS if size == 1.0 else CELLS // 2


def valleys(loss: OwnFunction, window: Square, cells: int = CELLS) -> list[np.ndarray]:
    """The minima (2,) that are found within ``window``: descended to from the lowest of a grid.

    What lies on the window's rim is no minimum found.
    """
    from scipy.ndimage import minimum_filter

    x, y = (np.linspace(*span, cells) for span in window)
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    heights = _heights(loss, grid)
    lowest = (heights <= minimum_filter(heights, size=3)) & np.isfinite(heights)
    lowest[[0, -1]] = lowest[:, [0, -1]] = False
    rows, columns = np.nonzero(lowest)
    order = np.argsort(heights[rows, columns], kind="stable")[:MOST]
    cell = max(x[1] - x[0], y[1] - y[0])
    found: list[np.ndarray] = []
    for row, column in zip(rows[order], columns[order], strict=True):
        end = settled(loss, grid[row, column], cell)
        if end is not None and _inside(end, window) and is_new(end, found, 0.1 * cell):
            found.append(end)
    return found


def is_new(place: np.ndarray, found: Iterable[np.ndarray], apart: float) -> bool:
    """Whether ``place`` (2,) is farther than ``apart`` from each of ``found``."""
    return all(np.hypot(*(place - other)) > apart for other in found)


def settled(loss: OwnFunction, first: np.ndarray, size: float) -> np.ndarray | None:
    """The minimum (2,) that a descent from ``first`` (2,) ends in; None where it ends in none.

    By BFGS (Nocedal and Wright 2006), whose first step is about ``size`` long, and Newton's steps;
    what is not level after that, as on a kink, is descended by Nelder and Mead's simplex (1965).
    """
    from scipy.optimize import minimize

    with np.errstate(all="ignore"):
        smooth = minimize(
            lambda move: _height(loss, first + size * move), np.zeros(2),
            jac=lambda move: size * np.nan_to_num(loss.slope(first + size * move)),
            method="BFGS", options={"gtol": 1e-12 * size},
        ).x  # fmt: skip
        place = newton(loss, first + size * smooth)
        if np.hypot(*(place - first)) > FAR * size:
            return None
        if not _height(loss, place) <= _height(loss, first):
            place = first
        while not is_minimum(loss, place, size):
            lower = minimize(
                lambda p: _height(loss, p), place, method="Nelder-Mead",
                options={
                    "initial_simplex": place + size * np.array([[0.0, 0.0], [1.0, 0.1], [0.1, 1.0]]),
                    "xatol": 1e-14 * max(size, np.abs(place).max()), "fatol": 0.0, "maxiter": 400,
                },
            ).x  # fmt: skip
            before, after = _height(loss, place), _height(loss, lower)
            if not before - after > 1e-12 * abs(before):
                return None
            place = lower
    return place


def is_minimum(loss: OwnFunction, place: np.ndarray, size: float) -> bool:
    """Whether ``place`` (2,) has a height, and nothing close around it lies lower.

    A place that only looks low because it is beside a pole is none.
    """
    here = _height(loss, place)
    if not np.all(np.isfinite(place)) or not np.isfinite(here):
        return False
    radius = 1e-4 * max(size, 1e-3 * float(np.abs(place).max()))
    around = (_heights(loss, _circle(place, share * radius)[::8]) for share in (1.0, 1e-5))
    rise, close = (float(ring.min()) - here for ring in around)
    noise = 8.0 * float(rounding(loss.on_grid, place[None], np.array([here]))[0])
    return min(rise, close) >= -noise and not (close > noise and close > 0.9 * rise)


def extent(loss: OwnFunction, place: np.ndarray, size: float) -> Extent:
    """Whether the minimum ``place`` (2,) is a point, or lies on a line or in an area of minima."""
    found = [_extent(loss, place, share * size) for share in (0.8, 8.0)]
    return max(found, key=lambda each: each.value)


def _extent(loss: OwnFunction, place: np.ndarray, radius: float) -> Extent:
    from scipy.optimize import minimize_scalar

    def height(angle: float) -> float:
        return _height(loss, place + radius * np.array([np.cos(angle), np.sin(angle)]))

    here, ring = _height(loss, place), _heights(loss, _circle(place, radius))
    finite = ring[np.isfinite(ring)]
    if not len(finite):
        return Extent.POINT
    level = here + ONLY_ROUNDING * (float(finite.max()) - here) + 16.0 * EPS * abs(here)
    if np.mean(ring <= level) >= ARC:
        return Extent.AREA
    dips = np.flatnonzero((ring <= np.roll(ring, 1)) & (ring <= np.roll(ring, -1)))
    for angle in ANGLES[dips[np.argsort(ring[dips])][:4]]:
        bounds = (angle - ANGLES[1], angle + ANGLES[1])
        options = {"xatol": 1e-15, "maxiter": 200}
        if minimize_scalar(height, bounds=bounds, method="bounded", options=options).fun <= level:
            return Extent.LINE
    return Extent.POINT


def _circle(middle: np.ndarray, radius: float) -> np.ndarray:
    return middle + radius * np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=-1)


def _heights(loss: OwnFunction, places: np.ndarray) -> np.ndarray:
    """The losses of ``places`` (..., 2), infinite where there is none or a pole."""
    heights = loss.on_grid(places)
    return np.where(np.isfinite(heights), heights, np.inf)


def _height(loss: OwnFunction, place: np.ndarray) -> float:
    return float(_heights(loss, place[None])[0]) if np.all(np.isfinite(place)) else float("inf")


def _inside(place: np.ndarray, window: Square) -> bool:
    return all(low <= p <= high for p, (low, high) in zip(place, window, strict=True))
