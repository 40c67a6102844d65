"""Where the trails of runs on a surface are on the image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optanim.raster import Box, HeightField, View
from optanim.stage.draw.lanes import lanes
from optanim.stage.surface.track import Track

NEAR = 0.004  # of the window's sides: ways that are nearer to each other are drawn side by side
LEAST_SEEN = 0.4  # of its length: as how long a way aside is seen at least, so as not to go far


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
    lanes_of = lanes(ways, NEAR)
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
    lines = points.copy()
    moved = np.flatnonzero(aside.any(axis=1))
    if len(moved):
        heads = np.repeat(points[np.cumsum(counts) - 1, :2], counts, axis=0)[moved]
        away = np.hypot(*(points[moved, :2] - heads).T) / room
        share = np.minimum(away, 1.0) * width / _pixels(view, box, aside[moved], points[moved, 2])
        beside = ways[moved, :2] + share[:, None] * aside[moved]
        above = ways[moved, 2] - facets[moved]
        heights = field.height(*beside.T) + above
        lines[moved], _ = _standing(view, box, field, np.column_stack([beside, heights]))
    ends = np.cumsum(counts)[:-1]
    return {
        name: SeenTrail(line, way_seen, steps, dots)
        for name, line, way_seen, (_, steps, dots) in zip(
            tracks, np.split(lines, ends), np.split(points, ends), reached, strict=True
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


def _pixels(view: View, box: Box, aside: np.ndarray, near: np.ndarray) -> np.ndarray:
    """How many pixels long one unit in the direction of ``aside`` (n, 2) is seen, (n,).

    ``near`` (n,) is how near to the eye that is.
    """
    way = aside @ box.axes[:2]
    seen = np.hypot(*(view.rotation[:2] @ way.T)) / np.maximum(np.linalg.norm(way, axis=1), 1e-9)
    return np.maximum(seen, LEAST_SEEN) * abs(view.scale[0]) * view.focal * np.maximum(near, 1e-9)
