"""A surface over a rectangle, as a grid of heights."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from optanim.raster.kernel import kernel


@dataclass(frozen=True, eq=False)
class HeightField:
    """Heights (rows, columns) on a grid over a rectangle; NaN or infinity is a hole.

    Column i stands at ``u[i]``, row j at ``v[j]``, both ascending, at any distances: a grid may be
    fine where it matters and coarse far away. ``colors`` (rows, columns, 3) are 0 to 1; ``levels``
    (rows, columns) are what iso-lines are laid through; ``bright`` (rows, columns) is the light
    that falls there, 1 where it is that of an open plain. Each cell is cut into two triangles along
    the diagonal from (low u, low v) to (high u, high v); a cell with a corner that is not finite is
    left out.
    """

    u: np.ndarray
    v: np.ndarray
    heights: np.ndarray
    colors: np.ndarray
    levels: np.ndarray
    bright: np.ndarray
    slopes: np.ndarray = field(init=False)
    bends: np.ndarray = field(init=False)
    solid: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        shape = rows, columns = len(self.v), len(self.u)
        if rows < 2 or columns < 2:
            raise ValueError(f"a height field has 2 x 2 heights or more, this one {rows}x{columns}")
        planes = self.heights.shape, self.levels.shape, self.bright.shape, self.colors.shape[:2]
        if any(plane != shape for plane in planes):
            raise ValueError(
                f"heights {self.heights.shape}, colors {self.colors.shape}, levels "
                f"{self.levels.shape} and bright {self.bright.shape} are not all of {shape}"
            )
        finite = np.isfinite(self.heights) & np.isfinite(self.levels)
        heights = np.where(finite, self.heights, np.nan)
        solid = finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, :-1] & finite[1:, 1:]
        levels = np.where(finite, self.levels, np.nan)
        arrays = {
            "u": self.u,
            "v": self.v,
            "heights": heights,
            "levels": np.nan_to_num(levels),
            "colors": self.colors,
            "bright": self.bright,
            "slopes": _slopes(heights, self.u, self.v),
            "bends": _bends(_slopes(levels, self.u, self.v), self.u, self.v),
        }
        for name, array in arrays.items():
            object.__setattr__(self, name, np.ascontiguousarray(array, np.float32))
        object.__setattr__(self, "solid", solid)

    def height(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """The height (...) of the drawn triangles at ``u`` and ``v`` (...); NaN in a hole.

        Beyond the grid it is that of the nearest place on its edge.
        """
        u, v = np.broadcast_arrays(np.asarray(u, np.float64), np.asarray(v, np.float64))
        result = np.empty(u.shape)
        _heights(self.u, self.v, self.heights, self.solid, u.ravel(), v.ravel(), result.ravel())
        return result


@kernel(error_model="numpy")
def _heights(
    columns: np.ndarray,
    rows: np.ndarray,
    heights: np.ndarray,
    solid: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
    result: np.ndarray,
) -> None:
    """Write into ``result`` (n,) the height of the triangles at ``u`` and ``v`` (n,)."""
    for k in range(len(u)):
        i, x = _cell(columns, u[k])
        j, y = _cell(rows, v[k])
        start, end = np.float64(heights[j, i]), np.float64(heights[j + 1, i + 1])
        side = np.float64(heights[j, i + 1] if x >= y else heights[j + 1, i])
        first, last = (x, y) if x >= y else (y, x)
        height = start + first * (side - start) + last * (end - side)
        known = solid[j, i] and not (np.isnan(u[k]) or np.isnan(v[k]))
        result[k] = height if known else np.nan


@kernel(error_model="numpy")
def _cell(knots: np.ndarray, place: float) -> tuple[int, float]:
    """The number of the cell between ``knots`` that ``place`` lies in, and where in it, 0 to 1."""
    last = len(knots) - 2
    start, end = float(knots[0]), float(knots[last + 1])
    place = min(max(place, start), end)
    number = min(int(np.searchsorted(knots, place, side="right")) - 1, last)
    start, end = float(knots[number]), float(knots[number + 1])
    return number, (place - start) / (end - start)


def _slopes(heights: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """The derivatives (rows, columns, 2) of ``heights`` (rows, columns) along u and v."""
    return np.stack([_slope(heights, u), _slope(heights.T, v).T], axis=-1)


def _bends(slopes: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """How far the middle of a side lies above the mean of its ends, (rows, columns, 3).

    The sides are those from a vertex to the right, up, and to the right and up. A cubic runs
    through both ends with the slopes (rows, columns, 2) there: in its middle it is above by an
    eighth of the side's length times the difference of the slopes along it.
    """
    bends = np.zeros((*slopes.shape[:2], 3))
    across, up = np.diff(u)[None, :], np.diff(v)[:, None]
    bends[:, :-1, 0] = across * (slopes[:, :-1, 0] - slopes[:, 1:, 0])
    bends[:-1, :, 1] = up * (slopes[:-1, :, 1] - slopes[1:, :, 1])
    turn = slopes[:-1, :-1] - slopes[1:, 1:]
    bends[:-1, :-1, 2] = across * turn[..., 0] + up * turn[..., 1]
    return bends / 8


def _slope(heights: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """The derivative along each row, at ``knots``; one-sided beside a hole, 0 on its own.

    Between two neighbours it is that of the parabola through all three heights.
    """
    steps = np.diff(knots)
    ahead = np.diff(heights, axis=1) / steps
    none = np.full((len(heights), 1), np.nan)
    before, after = np.hstack([none, ahead]), np.hstack([ahead, none])
    near, far = np.append(1.0, steps), np.append(steps, 1.0)
    both = (far * before + near * after) / (near + far)
    return np.nan_to_num(np.where(np.isnan(before), after, np.where(np.isnan(after), before, both)))
