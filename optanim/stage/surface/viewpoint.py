"""From where a surface is seen: the side that shows most of the ways, and an orbit around it."""

from __future__ import annotations

import numpy as np

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.surface.flight import Orbit
from optanim.stage.surface.pose import fit
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.space_axes import POLE

PHI, THETA = np.radians(30.0), np.radians(35.0)
"""The article's point of view: matplotlib's elevation 60 and azimuth 35."""
LABELS = 118.0  # design pixels that the axes' labels need around the surface
DIVE = np.radians(12.0)  # how far an orbit comes down
SIDES = 24  # how many are tried
REACH = 1.5  # widths of the surface: how far a line of sight is followed
MARCH = 60  # in how many places of a line of sight it is looked whether the surface hides it
POINTS = 240  # of all ways together that are looked at


def best_side(relief: Relief, degrees: float, phi: float = PHI) -> float:
    """The theta in radians at which an orbit of ``degrees`` begins that sees most of the ways.

    It is the article's where that hides nothing more.
    """
    sides = THETA + np.radians(np.arange(0, 360, 360 / SIDES))
    seen = [
        np.mean([share_seen(relief, phi, side + np.radians(turn))
                 for turn in np.linspace(0.0, degrees, 4)])
        for side in sides
    ]  # fmt: skip
    return float(sides[int(np.argmax(np.array(seen) + 0.02 * (np.arange(SIDES) == 0)))])


def share_seen(relief: Relief, phi: float, theta: float) -> float:
    """Which share of the ways and minima no part of the surface hides from that side.

    Of no ways at all nothing is hidden. Lines of sight are taken as parallel.
    """
    points = _points(relief)
    if not len(points):
        return 1.0
    toward = np.array([np.sin(phi) * np.cos(theta), np.sin(phi) * np.sin(theta), np.cos(phi)])
    size = np.append(relief.region.size, relief.tall)
    step = REACH * size[0] * toward / size / MARCH
    places = points[:, None] + np.arange(1, MARCH + 1)[:, None] * step
    inside = ((places[..., :2] >= 0.0) & (places[..., :2] <= 1.0)).all(axis=-1)
    height = np.nan_to_num(relief.field.height(places[..., 0], places[..., 1]), nan=-1.0)
    hidden = (inside & (height > places[..., 2] + 0.004)).any(axis=1)
    return float(np.mean(~hidden))


def orbit(
    canvas: Canvas, relief: Relief, stage: Region, degrees: float, rate: float, start: float
) -> Orbit:
    """From the side ``start`` (theta in radians) ``degrees`` round ``relief``, ``rate`` a second.

    It comes down on the way, and closer, as far as the surface, the scale of its heights and all
    labels fit on ``stage``.
    """
    room = stage.cut(left=LABELS, right=0.8 * LABELS, bottom=0.6 * LABELS)
    poses = []
    for share in np.linspace(0.0, 1.0, 13):
        theta = start + share * np.radians(degrees)
        points = np.vstack([relief.hull, _top_of_scale(relief, theta)])
        poses += fit(canvas, points, room, PHI + share * DIVE, [theta])
    return Orbit(poses, np.radians(rate))


def _top_of_scale(relief: Relief, theta: float) -> np.ndarray:
    """Where (3,) the scale of heights ends, which stands at the corner farthest to the left."""
    floor = relief.box.origin + np.array([[0, 0], [0, 1], [1, 0], [1, 1]]) @ relief.box.axes[:2]
    leftmost = floor[np.argmin(floor[:, :2] @ [-np.sin(theta), np.cos(theta)])]
    return leftmost + np.array([0.0, 0.0, POLE * relief.tall])


def _points(relief: Relief) -> np.ndarray:
    """Box coordinates (n, 3) of minima and of points evenly along all ways."""
    ways = [relief.minima, *(track.way for track in relief.tracks.values())]
    points = np.concatenate([_evenly(way, POINTS // len(ways) + 1) for way in ways])
    return points[np.isfinite(points[:, 2])]


def _evenly(way: np.ndarray, count: int) -> np.ndarray:
    """At most ``count`` points (k, 3) at about equal distances along ``way`` (n, 3)."""
    if len(way) <= 2:
        return way
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way[:, :2], axis=0).T))])
    return way[np.unique(np.searchsorted(length, np.linspace(0.0, length[-1], count)))]
