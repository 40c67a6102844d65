"""What lies around a place that a descent has ended in: whether it is a minimum, and how wide.

Nothing is known of a user's function but values. So a minimum is what nothing leads down from, as
far as is looked, and as far as float64 tells numbers apart.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optanim.losses.differences import rounding
from optanim.losses.loss import EPS, Extent, Loss

ANGLES = np.linspace(0.0, 2.0 * np.pi, 720, endpoint=False)
"""The directions in which a minimum is looked around from."""
ONLY_ROUNDING = 5e-14
"""A place that is no higher than this share of what lies around is as low as the minimum."""
BOTTOMLESS = 1e100
"""Beyond this height one has come to where numbers end, and not to a minimum."""
AROUND = (0.8, 8.0)
"""The radii at which a minimum is looked around from, in units of a grid's cell."""
ARC = 1.0 / 12.0
"""From such a share of all directions on, in which it is as low, a minimum is an area."""
RADII = np.geomspace(1e-2, 1e4, 60)
"""How far one goes straight on from a flat minimum, in units of a grid's cell."""
ABOUT = 0.5
"""The cosine of how far to either side of a direction is still about that way."""
DECADES = 4.0
"""Over so many powers of ten at least it must be seen how a loss nears its level."""
NEARED = 0.3
"""How much shorter than the way over the upper half of them that over the lower half is, at most,
where the level is reached: as by (x - a)^11, while by exp(-x) it is as long."""


def is_minimum(loss: Loss, place: np.ndarray, size: float) -> bool:
    """Whether ``place`` (2,) has a height, and nothing close around it lies lower.

    A place that only looks low because it is beside a pole is none.
    """
    here = height_at(loss, place)
    if not np.all(np.isfinite(place)) or not abs(here) < BOTTOMLESS:
        return False
    radius = 1e-4 * max(size, 1e-3 * float(np.abs(place).max()))
    rings = [_circle(place, share * radius)[::8] for share in (1.0, 1e-5)]
    around = [heights_at(loss, ring) for ring in rings]
    usual, close = (float(np.median(ring[np.isfinite(ring)])) - here for ring in around)
    if close > 0.7 * usual and close > 64.0 * EPS * abs(here):
        return False
    rise = float(around[0].min()) - here
    if rise >= 0.0:
        return True
    # It falls where it falls more the farther one goes, however little that is.
    way = rings[0][around[0].argmin()] - place
    further = heights_at(loss, place + np.arange(6.0)[:, None] * way)
    # It is measured around the place: at it a jump may be taken for rounding.
    noise = 8.0 * float(np.median(rounding(loss.on_grid, rings[0][7::18])))
    return rise >= -noise and not bool(np.all(np.diff(further) < 0.0))


def is_floor(loss: Loss, place: np.ndarray, size: float, scale: float) -> bool:
    """Whether ``place`` (2,), a minimum as far as `is_minimum` sees, has no way down.

    What is little for ``scale``, a usual height, counts as level. Where it is flat around, it may
    be a step of a stair, or so far out that float64 cannot tell that the loss goes on falling.
    """
    slack = ONLY_ROUNDING * scale + 64.0 * EPS * abs(height_at(loss, place))
    if not _ends(loss, place, size, slack):
        return False
    wide = extent(loss, place, size)
    return wide is Extent.POINT or not (
        _steps_down(loss, place, size, slack)
        or _is_only_neared(loss, place, slack, wide is Extent.AREA)
    )


def extent(loss: Loss, place: np.ndarray, size: float) -> Extent:
    """Whether the minimum ``place`` (2,) is a point, or lies on a line or in an area of minima.

    A short line or a small area is one where it is exactly as low all over.
    """
    near, wide = (share * size for share in AROUND)
    return max(_extent(loss, place, near, exactly=True), _extent(loss, place, wide, exactly=False))


def rise_around(loss: Loss, place: np.ndarray, size: float) -> float:
    """How high it is around ``place`` (2,), above it: at the lowest, or mostly around a line."""
    radius = AROUND[0] * size
    if extent(loss, place, size) is Extent.POINT:
        return height_at(loss, lowest_around(loss, place, radius)) - height_at(loss, place)
    ring = heights_at(loss, _circle(place, radius))
    return float(np.median(ring[np.isfinite(ring)])) - height_at(loss, place)


def lowest_around(
    loss: Loss, place: np.ndarray, radius: float, toward: np.ndarray | None = None
) -> np.ndarray:
    """The lowest place (2,) that is found on the circle of ``radius`` around ``place``.

    With ``toward`` (2,), a direction, only of what lies about that way.
    """
    ring = heights_at(loss, _circle(place, radius))
    if toward is not None:
        ahead = (_circle(place, 1.0) - place) @ toward > ABOUT * np.hypot(*toward)
        ring = np.where(ahead, ring, np.inf)
    dips = np.flatnonzero((ring <= np.roll(ring, 1)) & (ring <= np.roll(ring, -1)))
    middles, half = ANGLES[dips[np.argsort(ring[dips])][:4]], ANGLES[1]
    best, lowest = _circle(place, radius, ANGLES[ring.argmin()]), float(ring.min())
    while half > 1e-15:
        angles = middles[:, None] + half * np.linspace(-1.0, 1.0, 17)
        places = _circle(place, radius, angles)
        heights = heights_at(loss, places)
        at = np.unravel_index(heights.argmin(), heights.shape)
        if heights[at] < lowest:
            best, lowest = places[at], float(heights[at])
        middles, half = angles[np.arange(len(angles)), heights.argmin(axis=1)], half / 8.0
    return best


def heights_at(loss: Loss, places: np.ndarray) -> np.ndarray:
    """The losses of ``places`` (..., 2), infinite where there is none or a pole."""
    heights = loss.on_grid(places)
    return np.where(np.isfinite(heights), heights, np.inf)


def height_at(loss: Loss, place: np.ndarray) -> float:
    """The loss at ``place`` (2,), infinite where there is none or a pole."""
    return float(heights_at(loss, place)) if np.all(np.isfinite(place)) else float("inf")


def _ends(loss: Loss, place: np.ndarray, size: float, slack: float) -> bool:
    """Whether a way down from ``place`` (2,), if any, leads nowhere.

    A sharp valley that goes down for ever is narrow, and its floor little sloped: the way is
    searched for on circles, from one to the next.
    """
    radius, here = 1e-2 * max(size, 1e-3 * float(np.abs(place).max())), place
    for _ in range(5):
        there = lowest_around(loss, here, radius)
        if not height_at(loss, there) < height_at(loss, here) - slack:
            return True
        here = there
    return bool(np.hypot(*(here - place)) < 3.0 * radius)


def _steps_down(loss: Loss, place: np.ndarray, size: float, slack: float) -> bool:
    """Whether one comes lower from ``place`` (2,) straight on, without having gone up first."""
    levels = [lowest_around(loss, place, share * size) - place for share in AROUND]
    along = [np.arctan2(y, x) + turn for x, y in levels for turn in (0.0, np.pi)]
    angles = np.concatenate([ANGLES[::8], along])
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    rays = place + size * RADII[:, None] * directions[:, None]
    with np.errstate(over="ignore"):
        above = heights_at(loss, rays) - height_at(loss, place)
    first = np.argmax(np.abs(above) > slack, axis=1)
    return bool(np.any(above[np.arange(len(above)), first] < -slack))


def _is_only_neared(loss: Loss, place: np.ndarray, slack: float, area: bool) -> bool:
    """Whether the loss nears the level at ``place`` (2,) ever more slowly, and never reaches it.

    Far out float64 tells no longer. But on the way back to where the loss is higher it is seen
    how its height grows: by (x - a)^2 from the place a on, where the level is reached; by exp(-x)
    it takes the same way for each power of ten. Out of an ``area`` that way is straight, else it
    leads over the lowest places that way of circles around ``place``. What rises again on the
    other side is reached.
    """
    here, higher = height_at(loss, place), _higher(loss, slack + height_at(loss, place))
    back, far = higher - place, float(np.hypot(*(higher - place)))

    def rise(radius: float, sign: float = 1.0) -> float:
        straight = place + sign * radius / far * back
        there = straight if area else lowest_around(loss, place, radius, sign * back)
        return height_at(loss, there) - here

    if not far or any(slack < rise(times * far, -1.0) < np.inf for times in (2.0, 8.0)):
        return False
    radii = far * np.arange(17) / 16.0
    rises = np.array([0.0, *map(rise, radii[1:])])
    top, bottom = 0.1 * rises[np.isfinite(rises)].max(), 4.0 * max(slack, EPS * abs(here))
    if not top > 10.0**DECADES * bottom:
        return False
    heights = bottom, float(np.sqrt(bottom * top)), top
    low, middle, high = (_first_above(rise, radii, rises, height) for height in heights)
    return middle - low > NEARED * (high - middle)


def _higher(loss: Loss, height: float) -> np.ndarray:
    """A place (2,) higher than ``height``: the start, or what is highest where one looks."""
    start = np.array(loss.start)
    if height_at(loss, start) > height or loss.searched is None:
        return start
    grid = np.stack(np.meshgrid(*(np.linspace(*span, 9) for span in loss.searched)), axis=-1)
    places, heights = grid.reshape(-1, 2), loss.on_grid(grid).ravel()
    return places[np.where(np.isfinite(heights), heights, -np.inf).argmax()]


def _first_above(
    rise: Callable[[float], float], radii: np.ndarray, rises: np.ndarray, height: float
) -> float:
    """The first radius at which ``rise`` is above ``height``, by halving between ``radii``."""
    index = int(np.argmax(rises > height))
    low, high = float(radii[index - 1]), float(radii[index])
    for _ in range(8):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if rise(middle) > height else (middle, high)
    return high


def _extent(loss: Loss, place: np.ndarray, radius: float, exactly: bool) -> Extent:
    there = lowest_around(loss, place, radius)
    here, ring = height_at(loss, place), heights_at(loss, _circle(place, radius))
    finite = ring[np.isfinite(ring)]
    if not len(finite):
        return Extent.POINT
    # By the height of what lies around, or as measured: too much in a steep valley, or at a cusp.
    noise = min(ONLY_ROUNDING * (finite.max() - here), 8.0 * rounding(loss.on_grid, there[None])[0])
    slack = 0.0 if exactly else noise + 16.0 * EPS * abs(here)
    if np.mean(ring - here <= slack) >= ARC:
        return Extent.AREA
    return Extent.LINE if height_at(loss, there) - here <= slack else Extent.POINT


def _circle(middle: np.ndarray, radius: float, angles: np.ndarray = ANGLES) -> np.ndarray:
    return middle + radius * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
