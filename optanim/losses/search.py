"""Looking for the minima of a loss that no formula gives.

A search that finds nothing knows nothing: that a loss has no minimum cannot be found in this way.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optanim.losses.floors import AROUND, height_at, heights_at, is_minimum, lowest_around
from optanim.losses.loss import EPS, Loss, Square
from optanim.losses.minimizers import newton

WIDER, TIMES = 4.0, 4
"""Where nothing is found the window grows so many times, and is searched in so many sizes."""
CELLS = 161
"""The grid's points along either side of the window; of a wider one half as many."""
MOST = 12
"""So many of the lowest places of the grid are descended from."""
SIMPLEX = np.array([[0.0, 0.0], [1.0, 0.1], [0.1, 1.0]])
"""The corners of a first simplex, in units of a descent's first step."""
ROUNDS, HOPS = 3, 40
"""So many times a simplex starts anew, and a minimum is left for a lower one beside it, at most."""
CLOSE = (1e-4, 1e-2)
"""The radii, in units of a grid's cell, at which a minimum is first looked around from."""
FAR, BEYOND = 1e3, 1e6
"""A descent that is so many of its first steps away, and not at a minimum, is given up; beyond all
reason there is none."""


def widened(window: Square) -> Iterable[tuple[Square, int, int]]:
    """The windows to search until something is found, with `valleys`'s cells and most for each."""
    (left, right), (low, high) = window
    x, y, half = (left + right) / 2.0, (low + high) / 2.0, np.array([right - left, high - low]) / 2
    for size in WIDER ** np.arange(TIMES):
        wide, tall = size * half
        spans = (float(x - wide), float(x + wide)), (float(y - tall), float(y + tall))
        yield (spans, CELLS, MOST) if size == 1.0 else (spans, CELLS // 2, MOST // 4)


def valleys(loss: Loss, window: Square, cells: int, most: int) -> list[np.ndarray]:
    """The minima (2,) that are found within ``window``.

    They are descended to from the ``most`` lowest places of a grid of ``cells`` a side, and one
    more around it: what is lowest there only leads out of the window.
    """
    from scipy.ndimage import minimum_filter

    x, y = (_beyond_both_ends(np.linspace(*span, cells)) for span in window)
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    heights = heights_at(loss, grid)
    lowest = (heights <= minimum_filter(heights, size=3)) & np.isfinite(heights)
    lowest[[0, -1]] = lowest[:, [0, -1]] = False
    rows, columns = np.nonzero(lowest)
    order = np.argsort(heights[rows, columns], kind="stable")[:most]
    cell = max(x[1] - x[0], y[1] - y[0])
    found: list[np.ndarray] = []
    for row, column in zip(rows[order], columns[order], strict=True):
        end = settled(loss, grid[row, column], cell)
        if end is not None and _inside(end, x, y) and is_new(end, found, 0.1 * cell):
            found.append(end)
    return found


def is_new(place: np.ndarray, found: Iterable[np.ndarray], apart: float) -> bool:
    """Whether ``place`` (2,) is farther than ``apart`` from each of ``found``."""
    return all(np.hypot(*(place - other)) > apart for other in found)


def settled(loss: Loss, first: np.ndarray, size: float) -> np.ndarray | None:
    """The minimum (2,) that a descent from ``first`` (2,) ends in; None where it ends in none.

    By BFGS (Nocedal and Wright 2006), whose first step is about ``size`` long, and Newton's steps;
    what is not level after that, as on a kink, is descended by Nelder and Mead's simplex (1965).
    """
    from scipy.optimize import minimize

    with np.errstate(all="ignore"):
        smooth = minimize(
            lambda move: height_at(loss, first + size * move), np.zeros(2),
            jac=lambda move: size * np.nan_to_num(loss.slope(first + size * move)),
            method="BFGS", options={"gtol": 1e-12 * size, "maxiter": 60},
            callback=_stop_beyond,
        ).x  # fmt: skip
        place = newton(loss, first + size * smooth)
        if not height_at(loss, place) <= height_at(loss, first):
            place = first
        for _ in range(ROUNDS):
            way = np.hypot(*(place - first)) / size
            if way < BEYOND and is_minimum(loss, place, size):
                return place
            if way > FAR:
                return None
            lower = minimize(
                lambda p: height_at(loss, p), place, method="Nelder-Mead",
                options={
                    "initial_simplex": place + size * SIMPLEX,
                    "xatol": 1e-14 * max(size, np.abs(place).max()), "fatol": 0.0, "maxiter": 200,
                },
            ).x  # fmt: skip
            if not height_at(loss, lower) < height_at(loss, place):
                return None
            place = lower
    return None


def _stop_beyond(move: np.ndarray) -> None:
    """End a descent that leads beyond all reason."""
    if np.hypot(*move) > BEYOND:
        raise StopIteration


def lowered(loss: Loss, place: np.ndarray, size: float) -> np.ndarray:
    """A minimum (2,) that is as low as the minimum ``place`` (2,), or lower and close to it.

    A descent may end too early in a valley that is curved and sharp, or on one kink beside another;
    so what lies lower around it, near or far, is gone to, as long as there is anything.
    """
    here = place
    for _ in range(HOPS):
        around = [(lowest_around(loss, here, share * size), share) for share in (*CLOSE, *AROUND)]
        there, share = min(around, key=lambda each: height_at(loss, each[0]))
        height = height_at(loss, here)
        if not height_at(loss, there) < height - 64.0 * EPS * max(abs(height), EPS):
            return here
        end = settled(loss, there, min(share, 1.0) * size)
        here = there if end is None else end
    return place


def _beyond_both_ends(even: np.ndarray) -> np.ndarray:
    """The ``even`` numbers (n,), and the next one at either end."""
    return np.concatenate([[2.0 * even[0] - even[1]], even, [2.0 * even[-1] - even[-2]]])


def _inside(place: np.ndarray, x: np.ndarray, y: np.ndarray) -> bool:
    return all(along[0] < p < along[-1] for p, along in zip(place, (x, y), strict=True))
