"""From where a surface is seen: the side that shows most of the ways."""

from __future__ import annotations

import numpy as np

from optanim.stage.surface.relief import Relief

PHI, THETA = np.radians(65.0), np.radians(35.0)
"""A low camera, from the azimuth of the article's point of view."""
SIDES = 24  # how many are tried
REACH = 1.5  # widths of the surface: how far a line of sight is followed
MARCH = 60  # in how many places of a line of sight it is looked whether the surface hides it
POINTS = 240  # of all ways together that are looked at


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
