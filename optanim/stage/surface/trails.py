"""Where the trails of runs on a surface are on the image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optanim.raster import Box, HeightField, View
from optanim.stage.draw.lanes import lanes
from optanim.stage.surface.track import Track

NEAR = 0.004  # of the window's sides: ways that are nearer to each other are drawn side by side
RAMP = 0.12  # of the same: on how long a way one changes its lane
LEAST_SEEN = 0.12  # of its length: as how long a way aside is seen at least, so as not to go far


@dataclass(frozen=True, eq=False)
class SeenTrail:
    """A run's trail up to a step, as it is seen.

    ``line`` (n, 3) are the projected points of its cord, which may run beside the ``way`` (n, 3),
    where the run really was. ``steps`` (n,) are the steps there and ``dots`` (m,) the numbers of
    those points that get a dot. Its last point is where the run is now. What is out of sight, as
    beside the surface, has a nearness of 0.
    """

    line: np.ndarray
    way: np.ndarray
    steps: np.ndarray
    dots: np.ndarray


def asides(ways: Sequence[np.ndarray], sides: np.ndarray) -> list[np.ndarray]:
    """How each of ``ways`` (n, 2) is moved to keep to its lane, (n, 2) of each; all in shares.

    The shares are of the surface's ``sides``, in scene units. A cord one unit wide that is moved
    by so much lies beside those that go the same way.
    """
    lanes_of = lanes(ways, NEAR, RAMP)
    return [
        lane[:, None] * _left(way * sides) / sides for way, lane in zip(ways, lanes_of, strict=True)
    ]


def trails(
    view: View,
    box: Box,
    tracks: Mapping[str, Track],
    asides: Mapping[str, np.ndarray],
    step: float,
    width: float,
    room: float,
) -> dict[str, SeenTrail]:
    """The trails of ``tracks`` up to ``step``, on the surface that fills ``box``.

    Cords are ``width`` pixels wide and move by their ``asides``. They move over the ground, so far
    that they are seen to; ``room`` pixels before its head a cord leads back to where that is.
    All are computed at once: of few points each, the number of calls is what costs time.
    """
    if not tracks:
        return {}
    field = next(iter(tracks.values())).field
    reached = [track.until(step) for track in tracks.values()]
    counts = [len(way) for way, _, _ in reached]
    ways = np.concatenate([way for way, _, _ in reached])
    aside = np.concatenate([
        part for name, count in zip(tracks, counts, strict=True)
        for part in (asides[name][: count - 1], np.zeros((1, 2)))
    ])  # fmt: skip
    points, facets = _standing(view, box, field, ways)
    lines, ends = points.copy(), np.cumsum(counts)
    moved = np.flatnonzero(aside.any(axis=1))
    if len(moved):
        aside, start, above = aside[moved], points[moved], (ways[:, 2] - facets)[moved]
        heads = np.repeat(points[ends - 1, :2], counts, axis=0)[moved]
        along = np.concatenate([_along(part) for part in np.split(points, ends[:-1])])[moved]
        lane = np.linalg.norm(aside @ box.axes[:2], axis=1)

        def beside(shares: np.ndarray) -> np.ndarray:
            there = ways[moved, :2] + shares[:, None] * aside
            there = np.column_stack([there, field.height(*there.T) + above])
            return _standing(view, box, field, there)[0]

        pixels = abs(view.scale[0]) * view.focal * np.maximum(start[:, 2], 1e-9)
        shares = width / pixels
        shares /= _seen_aside(start, along, beside(shares), lane * width)
        shares *= np.minimum(np.hypot(*(start[:, :2] - heads).T) / room, 1.0)
        lines[moved] = beside(shares)
    return {
        name: SeenTrail(line, way_seen, steps, dots)
        for name, line, way_seen, (_, steps, dots) in zip(
            tracks, np.split(lines, ends[:-1]), np.split(points, ends[:-1]), reached, strict=True
        )
    }


def _left(way: np.ndarray) -> np.ndarray:
    """Unit vectors (n, 2) to the left of a ``way`` (n, 2)."""
    if len(way) < 2:
        return np.zeros_like(way)
    along = np.gradient(way, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    return np.stack([-along[:, 1], along[:, 0]], axis=-1)


def _standing(
    view: View, box: Box, field: HeightField, ways: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The box coordinates ``ways`` (n, 3) on the image, (n, 3), and the facets' heights (n,) there.

    They stand where the loss is, not its facets, but are as near to the eye as the facets, so that
    no facet hides what lies on the ground. Where they are NaN, they are out of sight.
    """
    facets = field.height(ways[:, 0], ways[:, 1])
    both = np.stack([ways, np.column_stack([ways[:, :2], facets])])
    points, drawn = view.project(box.place(np.nan_to_num(both)))
    points[:, 2] = np.where(np.isnan(ways[:, 2]), 0.0, drawn[:, 2])
    return points, facets


def _along(points: np.ndarray) -> np.ndarray:
    """Which way a line of projected ``points`` (n, 3) runs on the image, unit vectors (n, 2)."""
    if len(points) < 2:
        return np.zeros((len(points), 2))
    along = np.gradient(points[:, :2], axis=0)
    return along / np.maximum(np.hypot(*along.T), 1e-9)[:, None]


def _seen_aside(
    points: np.ndarray, along: np.ndarray, beside: np.ndarray, wanted: np.ndarray
) -> np.ndarray:
    """Which part (n,) of ``wanted`` pixels the projected ``beside`` lie to the side of ``points``.

    Both are (n, 3); the line runs ``along`` (n, 2) on the image.
    """
    away = beside[:, :2] - points[:, :2]
    seen = np.abs(along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0])
    return np.maximum(seen / np.maximum(wanted, 1e-9), LEAST_SEEN)
