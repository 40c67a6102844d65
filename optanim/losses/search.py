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
AROUND = (0.8, 8.0)
"""The radii at which a minimum is looked around from, in units of a grid's cell."""
SIMPLEX = np.array([[0.0, 0.0], [1.0, 0.1], [0.1, 1.0]])
"""The corners of a first simplex, in units of a descent's first step."""
ROUNDS, HOPS = 3, 40
"""So many times a simplex starts anew, and a minimum is left for a lower one beside it, at most."""
FAR, BEYOND = 1e3, 1e6
"""A descent that is so many of its first steps away, and not at a minimum, is given up; beyond all
reason there is none."""
ARC = 1.0 / 12.0
"""From such a share of all directions on, in which it is as low, a minimum is an area."""


def widened(window: Square) -> Iterable[tuple[Square, int, int]]:
    """The windows to search until something is found, with `valleys`'s cells and most for each."""
    (left, right), (low, high) = window
    x, y, half = (left + right) / 2.0, (low + high) / 2.0, np.array([right - left, high - low]) / 2
    for size in WIDER ** np.arange(TIMES):
        wide, tall = size * half
        spans = (float(x - wide), float(x + wide)), (float(y - tall), float(y + tall))
        yield (spans, CELLS, MOST) if size == 1.0 else (spans, CELLS // 2, MOST // 4)


def valleys(loss: OwnFunction, window: Square, cells: int, most: int) -> list[np.ndarray]:
    """The minima (2,) that are found within ``window``.

    They are descended to from the ``most`` lowest places of a grid of ``cells`` a side. What lies
    on the window's rim is no minimum found.
    """
    from scipy.ndimage import minimum_filter

    x, y = (np.linspace(*span, cells) for span in window)
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    heights = _heights(loss, grid)
    lowest = (heights <= minimum_filter(heights, size=3)) & np.isfinite(heights)
    lowest[[0, -1]] = lowest[:, [0, -1]] = False
    rows, columns = np.nonzero(lowest)
    order = np.argsort(heights[rows, columns], kind="stable")[:most]
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
            method="BFGS", options={"gtol": 1e-12 * size, "maxiter": 60},
            callback=_stop_beyond,
        ).x  # fmt: skip
        place = newton(loss, first + size * smooth)
        if not _height(loss, place) <= _height(loss, first):
            place = first
        for _ in range(ROUNDS):
            way = np.hypot(*(place - first)) / size
            if way < BEYOND and is_minimum(loss, place, size):
                return place
            if way > FAR:
                return None
            lower = minimize(
                lambda p: _height(loss, p), place, method="Nelder-Mead",
                options={
                    "initial_simplex": place + size * SIMPLEX,
                    "xatol": 1e-14 * max(size, np.abs(place).max()), "fatol": 0.0, "maxiter": 200,
                },
            ).x  # fmt: skip
            if not _height(loss, lower) < _height(loss, place):
                return None
            place = lower
    return None


def _stop_beyond(move: np.ndarray) -> None:
    """End a descent that leads beyond all reason."""
    if np.hypot(*move) > BEYOND:
        raise StopIteration


def lowered(loss: OwnFunction, place: np.ndarray, size: float) -> np.ndarray:
    """A minimum (2,) that is as low as the minimum ``place`` (2,), or lower and close to it.

    A descent may end too early in a valley that is curved and sharp; so what lies lower around it
    is gone to, as long as there is anything.
    """
    here = place
    for _ in range(HOPS):
        around = (_lowest_around(loss, here, share * size) for share in AROUND)
        there = min(around, key=lambda each: _height(loss, each))
        height = _height(loss, here)
        if not _height(loss, there) < height - 64.0 * EPS * max(abs(height), EPS):
            return here
        end = settled(loss, there, size)
        here = there if end is None else end
    return place


def is_minimum(loss: OwnFunction, place: np.ndarray, size: float) -> bool:
    """Whether ``place`` (2,) has a height, and nothing close around it lies lower.

    A place that only looks low because it is beside a pole is none.
    """
    here = _height(loss, place)
    if not np.all(np.isfinite(place)) or not np.isfinite(here):
        return False
    radius = 1e-4 * max(size, 1e-3 * float(np.abs(place).max()))
    rings = [_circle(place, share * radius)[::8] for share in (1.0, 1e-5)]
    around = [_heights(loss, ring) for ring in rings]
    usual, close = (float(np.median(ring[np.isfinite(ring)])) - here for ring in around)
    if close > 0.7 * usual and close > 64.0 * EPS * abs(here):
        return False
    rise = float(around[0].min()) - here
    if rise >= 0.0:
        return True
    # It falls where it falls more the farther one goes, however little that is.
    way = rings[0][around[0].argmin()] - place
    further = _heights(loss, place + np.arange(6.0)[:, None] * way)
    # It is measured around the place: at it a jump may be taken for rounding.
    noise = 8.0 * float(np.median(rounding(loss.on_grid, rings[0][7::18])))
    return rise >= -noise and not bool(np.all(np.diff(further) < 0.0))


def is_floor(loss: OwnFunction, place: np.ndarray, size: float, scale: float) -> bool:
    """Whether ``place`` (2,), a minimum as far as `is_minimum` sees, has no way down.

    A sharp valley that goes down for ever is narrow, and its floor little sloped: the way is
    searched for on circles, from one to the next. What is little for ``scale``, a usual height,
    counts as level.
    """
    radius = 1e-2 * max(size, 1e-3 * float(np.abs(place).max()))
    slack, here = ONLY_ROUNDING * scale + 64.0 * EPS * abs(_height(loss, place)), place
    for _ in range(5):
        there = _lowest_around(loss, here, radius)
        if not _height(loss, there) < _height(loss, here) - slack:
            return True
        here = there
    return bool(np.hypot(*(here - place)) < 3.0 * radius)


def extent(loss: OwnFunction, place: np.ndarray, size: float) -> Extent:
    """Whether the minimum ``place`` (2,) is a point, or lies on a line or in an area of minima."""
    return max((_extent(loss, place, share * size) for share in AROUND), key=lambda e: e.value)


def _extent(loss: OwnFunction, place: np.ndarray, radius: float) -> Extent:
    here, ring = _height(loss, place), _heights(loss, _circle(place, radius))
    finite = ring[np.isfinite(ring)]
    if not len(finite):
        return Extent.POINT
    slack = ONLY_ROUNDING * (float(finite.max()) - here) + 16.0 * EPS * abs(here)
    if np.mean(np.abs(ring - here) <= slack) >= ARC:
        return Extent.AREA
    as_low = abs(_height(loss, _lowest_around(loss, place, radius)) - here) <= slack
    return Extent.LINE if as_low else Extent.POINT


def _lowest_around(loss: OwnFunction, place: np.ndarray, radius: float) -> np.ndarray:
    """The lowest place (2,) that is found on the circle of ``radius`` around ``place``."""
    from scipy.optimize import minimize_scalar

    def at(angle: float) -> np.ndarray:
        return place + radius * np.array([np.cos(angle), np.sin(angle)])

    ring = _heights(loss, _circle(place, radius))
    dips = np.flatnonzero((ring <= np.roll(ring, 1)) & (ring <= np.roll(ring, -1)))
    best = at(ANGLES[ring.argmin()])
    for angle in ANGLES[dips[np.argsort(ring[dips])][:4]]:
        with np.errstate(all="ignore"):
            found = minimize_scalar(
                lambda a: _height(loss, at(a)), method="bounded",
                bounds=(angle - ANGLES[1], angle + ANGLES[1]),
                options={"xatol": 1e-15, "maxiter": 200},
            )  # fmt: skip
        best = min(best, at(found.x), key=lambda each: _height(loss, each))
    return best


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
