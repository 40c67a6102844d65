"""A run's way over a surface, draped between its rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optanim.raster import HeightField
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.clip import FAR

SLACK = 1e-9  # of the surface's width: what rounding may put beyond the edge


@dataclass(frozen=True, eq=False)
class Track:
    """Box coordinates (n, 3) along a run, and the step (n,) at each; rows are whole steps.

    ``dots`` (m,) are the numbers of those points that are rows apart from their neighbours.
    Between two rows the way is straight in the parameter plane and lies on the surface. Off the
    surface the height is NaN.
    """

    field: HeightField
    run: Trajectory
    shares: np.ndarray
    way: np.ndarray
    steps: np.ndarray
    dots: np.ndarray

    @classmethod
    def of(cls, field: HeightField, shares: np.ndarray, run: Trajectory) -> Track:
        """The track of ``run``, whose rows stand at ``shares`` (T+1, 2) of the surface.

        It gets a point at least every cell of the surface, and one where it leaves it or enters.
        """
        cells = np.array(field.solid.shape[::-1])
        lengths = np.abs(np.diff(shares, axis=0) * cells).max(axis=1)
        counts = np.clip(np.ceil(lengths), 1, 400).astype(int)
        steps = [k + np.arange(count) / count for k, count in enumerate(counts)]
        steps += [k + _inside(shares[k : k + 2], cells) for k in _leaving(shares)]
        steps = np.unique(np.append(np.concatenate(steps), float(len(counts))))
        apart = np.append(lengths, np.inf) > 1.5
        apart &= np.insert(lengths, 0, np.inf) > 1.5
        dots = np.searchsorted(steps, np.flatnonzero(apart))
        way = _drape(field, _between(shares, steps))
        gone = np.abs(shares - 0.5).max(axis=1) > FAR
        number = np.minimum(steps.astype(int), len(shares) - 2)
        way[gone[number] & gone[number + 1], 2] = np.nan
        return cls(field, run, shares, way, steps, dots)

    def until(self, step: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The way up to ``step``: its points (n, 3), their steps (n,) and its dots (m,).

        The last point is where the run is at ``step``.
        """
        step = min(max(step, 0.0), float(len(self.shares) - 1))
        count = int(np.searchsorted(self.steps, step, side="right"))
        here = _drape(self.field, _between(self.shares, np.array([step])))
        rows = self.dots[: np.searchsorted(self.steps[self.dots], step, side="right")]
        return (
            np.concatenate([self.way[:count], here]),
            np.append(self.steps[:count], step),
            rows,
        )


def _between(shares: np.ndarray, steps: np.ndarray) -> np.ndarray:
    rows = np.arange(len(shares))
    return np.stack([np.interp(steps, rows, shares[:, k]) for k in (0, 1)], axis=-1)


def _leaving(shares: np.ndarray) -> np.ndarray:
    """The numbers of the steps of which one end, or both, lie off the surface."""
    off = ((shares < 0.0) | (shares > 1.0)).any(axis=1)
    return np.flatnonzero(off[:-1] | off[1:])


def _inside(ends: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Shares (n,) of the way between ``ends`` (2, 2) at which it is over the surface.

    They begin and end at its edge and are a cell apart; none where the way passes it by. Liang
    and Barsky (1984), "A new concept and method for line clipping".
    """
    start, way = ends[0], ends[1] - ends[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = -start / way, (1.0 - start) / way
    level = way == 0.0
    enter = np.where(level, np.where((start < 0) | (start > 1), np.inf, 0.0),
                     np.fmin(first, second)).max()  # fmt: skip
    leave = np.where(level, 1.0, np.fmax(first, second)).min()
    enter, leave = max(float(enter), 0.0), min(float(leave), 1.0)
    if not enter < leave:
        return np.zeros(0)
    length = (leave - enter) * np.abs(way * cells).max()
    return np.linspace(enter, leave, int(np.clip(np.ceil(length), 1, 400)) + 1)


def _drape(field: HeightField, shares: np.ndarray) -> np.ndarray:
    height = field.height(shares[:, 0], shares[:, 1])
    outside = ((shares < -SLACK) | (shares > 1.0 + SLACK)).any(axis=1)
    return np.concatenate([shares, np.where(outside, np.nan, height)[:, None]], axis=1)
