"""Where a run has come to among the valleys of its loss."""

from __future__ import annotations

import numpy as np

from optanim.losses.loss import Extent, Loss
from optanim.runs.outcome import TOLERANCE


def goal(loss: Loss, last: np.ndarray, tolerance: float = TOLERANCE) -> np.ndarray | None:
    """The minimum (2,) in whose valley the ``last`` row (2,) of a run lies, if it is low enough.

    That is the nearest of the minimizers, unless a descent leads to another place over less of a
    rise: where minima are nearly as low as the lowest it may be one of those. None where a search
    has found the minimizers, or they are no points, and there is none within twice the
    ``tolerance`` without a rise on the way.
    """
    points = loss.extent is Extent.POINT
    if loss.convex and points:
        return nearest(loss.minimizers, last)
    known = nearest(loss.minimizers, last) if len(loss.minimizers) else None
    if known is not None and not highest_on_the_way(loss, last, known) > float(loss.value(last)):
        return known
    local = loss.local_minimum(last)
    places = [place for place in (known, local) if place is not None]
    if known is not None and local is not None and np.allclose(local, known, 1e-4, 1e-6):
        places = [known]
    place = min(places, key=lambda each: highest_on_the_way(loss, last, each), default=None)
    low = place is not None and (
        rise_on_the_way(loss, last, place) < 2.0 * tolerance
        and abs(float(loss.value(place)) - loss.minimum) < 2.0 * tolerance
    )
    return place if low else None if loss.found or not points else known


def nearest(places: np.ndarray, point: np.ndarray) -> np.ndarray:
    """The one of ``places`` (n, 2) nearest to ``point`` (2,)."""
    return places[np.argmin(np.hypot(*(places - point).T))]


def highest_on_the_way(loss: Loss, point: np.ndarray, place: np.ndarray) -> float:
    """The largest loss on the straight way from ``point`` to ``place``; infinite where none is."""
    heights = loss.on_grid(point + np.linspace(0.0, 1.0, 33)[:, None] * (place - point))
    return float(np.max(np.where(np.isfinite(heights), heights, np.inf)))


def rise_on_the_way(loss: Loss, point: np.ndarray, place: np.ndarray) -> float:
    """The largest loss on the straight way from ``point`` to ``place``, above the latter's."""
    return highest_on_the_way(loss, point, place) - float(loss.value(place))


def edge(loss: Loss, inside: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """The last place (2,) with a loss on the straight way from ``inside`` to ``outside``."""
    while True:
        middle = 0.5 * inside + 0.5 * outside
        if np.array_equal(middle, inside) or np.array_equal(middle, outside):
            return inside
        if np.isfinite(loss.value(middle)):
            inside = middle
        else:
            outside = middle
