"""Trails on one road, drawn side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optanim.base.immutable import Immutable
from optanim.stage.draw.lanes import lanes
from optanim.stage.draw.layout import Region
from optanim.stage.draw.thin import bends, corners

NEAR = 1.2  # design pixels between two ways that are one road
RAMP = 60.0  # design pixels on which a way changes its lane
BACK = 26.0  # design pixels before its racer on which a trail comes back to the true way
PART, MOST = 3.0, 4000  # design pixels between the places that are compared, and their number
BEND = 20.0  # design pixels to either side of a place for which a way goes on that has a lane
MEETING = 0.15  # of a lane: what ways that only cross have of one
SLACK = 0.1  # design pixels that a trail may be off its lane
FULL = 4.0  # lanes of their full width; of more, each gets less


@dataclass(frozen=True, eq=False)
class Lane(Immutable):
    """Where a racer's trail is drawn that shares roads with others.

    At each of its ``steps`` (m,), ascending, the way is at the true place ``points`` (m, 2), has
    come so ``far`` (m,), and the trail is moved ``aside`` (m, 2). In the last ``back`` before the
    racer it comes back to the true way. All lengths are in scene units.
    """

    steps: np.ndarray
    points: np.ndarray
    far: np.ndarray
    aside: np.ndarray
    back: float

    @property
    def whole(self) -> np.ndarray:
        """The corners (m, 2) of all of the trail."""
        return self.points + self.aside

    def until(self, step: float, here: np.ndarray) -> np.ndarray:
        """The trail's corners (n, 2) at ``step``; the last one is the racer's place ``here``."""
        count = max(int(np.searchsorted(self.steps, step, side="right")), 1)
        points, aside, far = self.points[:count], self.aside[:count], self.far[:count]
        end = float(far[-1] + np.hypot(*(here - points[-1])))
        left, kept = end - self.back, int(np.searchsorted(far, end - self.back))
        share = np.minimum((end - far) / self.back, 1.0)
        line = points + share[:, None] * aside
        turn = [self._beside(left)] if left > 0.0 else []
        return np.concatenate([line[:kept], *turn, line[kept:], here[None]])

    def _beside(self, far: float) -> np.ndarray:
        """Where (1, 2) the trail is drawn so ``far`` along the way."""
        return np.array([[np.interp(far, self.far, column) for column in self.whole.T]])


def side_by_side(region: Region, ways: Sequence[np.ndarray], width: float) -> list[Lane | None]:
    """How trails along ``ways``, each through rows (n, 2 or 3), keep beside each other.

    Where they run on one road for some length, whenever that is, they lie beside each other,
    ``width`` design pixels apart, all together in the road's middle. They lie on their true ways at
    the start, at sharp bends, and wherever a racer is alone; who always is has no lane. Followed
    are those steps that come before a way leaves the surroundings of the ``region``.
    """
    px = region.px
    dense = [_dense(np.asarray(way)[:, :2] / px, region) for way in ways]
    places = lanes([points for _, points in dense], NEAR, RAMP)
    widest = 2.0 * max(float(np.abs(lane).max()) for lane in places)  # lanes on the fullest road
    width *= FULL / max(widest, FULL)
    found: list[Lane | None] = []
    for way, (steps, points), lane in zip(ways, dense, places, strict=True):
        far = np.append(0.0, np.cumsum(np.hypot(*np.diff(points, axis=0).T)))
        clear = np.clip((np.abs(lane) - MEETING) / (0.5 - MEETING), 0.0, 1.0)
        moved = width * lane * clear * _straight(points, far)
        if steps[-1] < len(way) - 1:
            moved = moved * np.clip((far[-1] - far) / BACK, 0.0, 1.0)
        if np.abs(moved).max() < SLACK:
            found.append(None)
            continue
        aside = moved[:, None] * _left(points)
        kept = bends(np.concatenate([points, aside], axis=1), SLACK)
        found.append(
            Lane(steps[kept], px * points[kept], px * far[kept], px * aside[kept], px * BACK)
        )
    return found


def _dense(rows: np.ndarray, region: Region) -> tuple[np.ndarray, np.ndarray]:
    """Steps (m,) and places (m, 2) of a way through ``rows`` (n, 2), all in design pixels."""
    gone = np.abs(rows - region.center[:2] / region.px).max(axis=1) > 2.0 * max(
        region.width, region.height
    )
    rows = rows[: max(int(np.argmax(gone)), 1) if gone.any() else len(rows)]
    numbers = corners(rows, 1.0)
    counts = np.ceil(np.hypot(*np.diff(rows[numbers], axis=0).T) / PART).astype(int)
    fit = int(np.searchsorted(np.cumsum(counts), MOST, side="right"))
    numbers, counts = numbers[: fit + 1], np.maximum(counts[:fit], 1)
    steps = [
        start + (after - start) * np.arange(count) / count
        for start, after, count in zip(numbers[:-1], numbers[1:], counts, strict=True)
    ]
    whole = np.concatenate([*steps, numbers[-1:]]).astype(float)
    own = [np.interp(whole, numbers, column) for column in rows[numbers].T]
    return whole, np.stack(own, axis=-1)


def _straight(points: np.ndarray, far: np.ndarray) -> np.ndarray:
    """How straight a way is around each of its ``points`` (n, 2), from 0 to 1."""
    ends = [
        np.stack([np.interp(far + side * BEND, far, column) for column in points.T], axis=-1)
        for side in (-1.0, 1.0)
    ]
    chord = np.hypot(*(ends[1] - ends[0]).T) / (2.0 * BEND)
    return np.clip((chord - 0.2) / 0.7, 0.0, 1.0)


def _left(points: np.ndarray) -> np.ndarray:
    """Unit vectors (n, 2) to the left of a way through ``points`` (n, 2)."""
    if len(points) < 2:
        return np.zeros_like(points)
    along = np.gradient(points, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    return np.stack([-along[:, 1], along[:, 0]], axis=-1)
