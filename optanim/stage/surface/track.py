"""A way over a surface, draped between its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optanim.raster import HeightField
from optanim.stage.draw.clip import FAR, shares_inside

SLACK = 1e-9  # of the surface's width: what rounding may put beyond the edge
MOST = 400  # points of a single step's way
PARTS = 2  # of a cell that a way leads through, with a point at the end of each
APART = 1.5  # cells of the surface between a row and its neighbours, for it to have a dot


@dataclass(frozen=True, eq=False)
class Track:
    """The way of a run, or of a point that walks, over a surface.

    ``rows`` (T+1, 2) are the places of its rows, in shares of the surface's sides. ``way`` (n, 3)
    are box coordinates along it and ``steps`` (n,) the step at each: at whole numbers
    it is a row. ``dots`` (m,) are the numbers of those points that are rows apart from their
    neighbours. Between two rows the way is straight in the parameter plane and lies on the
    surface: not on the facets that are drawn, but at the heights of the loss itself. Off the
    surface the height is NaN.
    """

    field: HeightField
    rows: np.ndarray
    way: np.ndarray
    steps: np.ndarray
    dots: np.ndarray

    @classmethod
    def of(
        cls,
        field: HeightField,
        rows: np.ndarray,
        heights: Callable[[np.ndarray], np.ndarray],
    ) -> Track:
        """The track of what stands at ``rows`` (T+1, 2) of the surface at steps 0 to T.

        It gets points in every cell of the surface, and one where it leaves it or enters.
        ``heights`` (n,) of shares (n, 2) are those of the loss.
        """
        cells = 1.0 / np.array([np.diff(field.u).min(), np.diff(field.v).min()])
        lengths = np.abs(np.diff(rows, axis=0) * cells).max(axis=1)
        steps = _steps(field, rows, lengths)
        way = _drape(field, _between(rows, steps), heights)
        gone = np.abs(rows - 0.5).max(axis=1) > FAR
        number = np.minimum(steps.astype(int), max(len(rows) - 2, 0))
        after = np.minimum(number + 1, len(rows) - 1)
        way[gone[number] & gone[after], 2] = np.nan
        reach = np.minimum(np.append(np.inf, lengths), np.append(lengths, np.inf))
        apart = np.flatnonzero(reach > APART)
        return cls(field, rows, way, steps, np.searchsorted(steps, apart))

    def until(self, step: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The way up to ``step``: its points (n, 3), their steps (n,) and its dots (m,).

        The last point is where the run is at ``step``.
        """
        step = min(max(step, 0.0), float(len(self.rows) - 1))
        count = int(np.searchsorted(self.steps, step, side="right"))
        here = _between(self.rows, np.array([step]))
        height = np.interp([step], self.steps, self.way[:, 2])
        dots = self.dots[: np.searchsorted(self.steps[self.dots], step, side="right")]
        way = np.concatenate([self.way[:count], np.column_stack([here, height])])
        return way, np.append(self.steps[:count], step), dots


def _steps(field: HeightField, rows: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The steps (n,) at which a track has points, ascending; ``lengths`` (T,) in cells.

    Of a step that leaves the surface or enters it, the part over the surface is divided evenly
    once more, so that it begins and ends with a point on the edge.
    """
    steps = [k + np.arange(count) / count for k, count in enumerate(_counts(lengths))]
    begin, end = shares_inside(rows[:-1], np.diff(rows, axis=0), *_edges(field))
    crossing = np.flatnonzero((begin < end) & ((begin > 0.0) | (end < 1.0)))
    counts = _counts((end - begin)[crossing] * lengths[crossing])
    steps += [
        k + np.linspace(begin[k], end[k], count + 1)
        for k, count in zip(crossing, counts, strict=True)
    ]
    return np.unique(np.concatenate([*steps, [float(len(lengths))]]))


def _counts(lengths: np.ndarray) -> np.ndarray:
    """Into how many parts ways of ``lengths`` (n,), in cells, are divided."""
    return np.clip(np.ceil(PARTS * lengths), 1, MOST).astype(int)


def _between(rows: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Where the run is at ``steps`` (n,), in shares (n, 2) of the surface's sides."""
    number = np.arange(len(rows))
    return np.stack([np.interp(steps, number, rows[:, k]) for k in (0, 1)], axis=-1)


def _drape(
    field: HeightField, shares: np.ndarray, heights: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """Box coordinates (n, 3) of ``shares`` (n, 2): on the surface, or at NaN beside it."""
    drawn = field.height(shares[:, 0], shares[:, 1])
    height = np.where(np.isnan(drawn), np.nan, heights(shares))
    low, high = _edges(field)
    outside = ((shares < low - SLACK) | (shares > high + SLACK)).any(axis=1)
    return np.concatenate([shares, np.where(outside, np.nan, height)[:, None]], axis=1)


def _edges(field: HeightField) -> tuple[np.ndarray, np.ndarray]:
    """The lowest and the highest corner (2,) of the surface, in shares of its window's sides."""
    low, high = np.array([field.u[[0, -1]], field.v[[0, -1]]], np.float64).T
    return low, high
