"""A surface over a rectangle, as a grid of heights."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, eq=False)
class HeightField:
    """Heights (rows, columns) on an even grid over the unit square; NaN or infinity is a hole.

    Column i of n stands at u = i / (n - 1), row j likewise at v. ``colors`` (rows, columns, 3)
    are 0 to 1; ``levels`` (rows, columns) cross a whole number wherever an iso-line runs. Each
    cell is cut into two triangles along the diagonal from (low u, low v) to (high u, high v); a
    cell with a corner that is not finite is left out.
    """

    heights: np.ndarray
    colors: np.ndarray
    levels: np.ndarray
    slopes: np.ndarray = field(init=False)
    solid: np.ndarray = field(init=False)
    rim: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        rows, columns = self.heights.shape
        if rows < 2 or columns < 2:
            raise ValueError(f"a height field has 2 x 2 heights or more, this one {rows}x{columns}")
        if self.colors.shape != (rows, columns, 3) or self.levels.shape != (rows, columns):
            raise ValueError(
                f"heights {self.heights.shape}, colors {self.colors.shape} and levels "
                f"{self.levels.shape} do not match"
            )
        finite = np.isfinite(self.heights) & np.isfinite(self.levels)
        heights = np.where(finite, self.heights, np.nan)
        solid = finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, :-1] & finite[1:, 1:]
        arrays = {
            "heights": heights,
            "levels": np.where(finite, self.levels, 0.0),
            "colors": self.colors,
            "slopes": np.stack([_slope(heights, 1), _slope(heights, 0)], axis=-1),
        }
        for name, array in arrays.items():
            object.__setattr__(self, name, np.ascontiguousarray(array, np.float32))
        object.__setattr__(self, "solid", solid)
        object.__setattr__(self, "rim", _rim(solid))

    def height(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """The height (...) of the drawn triangles at ``u`` and ``v`` (...); NaN in a hole."""
        rows, columns = self.heights.shape
        x, y = np.clip(u, 0.0, 1.0) * (columns - 1), np.clip(v, 0.0, 1.0) * (rows - 1)
        i, j = np.minimum(x.astype(int), columns - 2), np.minimum(y.astype(int), rows - 2)
        x, y = x - i, y - j
        h = self.heights.astype(np.float64)
        start, end = h[j, i], h[j + 1, i + 1]
        right, up = h[j, i + 1], h[j + 1, i]
        below = start + x * (right - start) + y * (end - right)
        above = start + y * (up - start) + x * (end - up)
        result = np.where(x >= y, below, above)
        return np.where(self.solid[j, i], result, np.nan)


def _slope(heights: np.ndarray, axis: int) -> np.ndarray:
    """The derivative along ``axis`` per unit of u or v; one-sided beside a hole, 0 on its own."""
    step = 1.0 / (heights.shape[axis] - 1)
    padding = [(1, 1) if k == axis else (0, 0) for k in (0, 1)]
    padded = np.pad(heights, padding, constant_values=np.nan)
    ahead = np.diff(padded, axis=axis)
    before, after = (np.take(ahead, range(s, s + heights.shape[axis]), axis) for s in (0, 1))
    return np.nan_to_num(np.where(
        np.isnan(before), after, np.where(np.isnan(after), before, (before + after) / 2)
    )) / step  # fmt: skip


def _rim(solid: np.ndarray) -> np.ndarray:
    """The edges (n, 2) between a solid cell and none, as pairs of vertex numbers."""
    rows, columns = solid.shape
    number = np.arange((rows + 1) * (columns + 1)).reshape(rows + 1, columns + 1)
    padded = np.pad(solid, 1).astype(np.int8)
    across = np.diff(padded, axis=0)[:, 1:-1] != 0  # (rows + 1, columns): edges along u
    along = np.diff(padded, axis=1)[1:-1] != 0  # (rows, columns + 1): edges along v
    return np.concatenate(
        [
            np.stack([number[:, :-1][across], number[:, 1:][across]], axis=-1),
            np.stack([number[:-1][along], number[1:][along]], axis=-1),
        ]
    ).astype(np.int32)
