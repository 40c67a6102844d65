"""Losses over data that are no sums of squares: what absolute error and its kin share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np
from array_api_compat import array_namespace

from optanim.losses.loss import NOWHERE, Extent, Loss, frozen, like
from optanim.losses.minimizers import polish
from optanim.losses.squares import MeanSquaredError


class DataLoss(Loss):
    """L(a, b) = (1/m) sum_i l(a + b x_i, y_i), convex in the line.

    A subclass states l, its derivative and second derivative by the line's height, and how far its
    minimum extends, if that may be more than a point. Of a batch, minimizer, minimum, extent and
    scale are those of the loss that it is a batch ``of``.
    """

    convex = True
    lowest: np.ndarray | None = None
    """A place (2,) of the smallest loss, where there is one."""

    def __init__(self, x: np.ndarray, y: np.ndarray, of: DataLoss | None = None) -> None:
        self.x, self.y = x, y
        if of is None:
            self._find()
        else:
            self.minimizers, self.minimum, self.scale = of.minimizers, of.minimum, of.scale
            self.extent, self.lowest = of.extent, of.lowest

    def _find(self) -> None:
        """Minimizer, minimum and scale; the minimizer by SciPy, from that of least squares."""
        first = MeanSquaredError(self.x, self.y).minimizer
        self.lowest = place = frozen(self._lowest(first))
        self.minimum, self.extent = float(self.value(place)), self._extent(place)
        self.minimizers = frozen([place]) if self.extent is Extent.POINT else NOWHERE
        flat = np.array([np.median(self.y), 0.0])
        self.scale = max(float(self.value(flat)) - self.minimum, self.minimum) or 1.0

    def _lowest(self, first: np.ndarray) -> np.ndarray:
        return polish(self, first)

    def _extent(self, place: np.ndarray) -> Extent:
        return Extent.POINT

    def local_minimum(self, first: np.ndarray) -> np.ndarray | None:
        """The minimum (2,) that a descent from ``first`` (2,) ends in.

        Of a line or an area that is the place itself, if it lies there, else one of those.
        """
        if self.extent is Extent.POINT:
            return super().local_minimum(first)
        return first if self.value(first) <= self.as_low else self.lowest

    @property
    def rows(self) -> int:
        """The number of data points."""
        return len(self.x)

    @property
    def arrays(self) -> Mapping[str, np.ndarray]:
        """The data ``x`` and ``y``."""
        return {"x": self.x, "y": self.y}

    def batch(self, rows: np.ndarray) -> Loss:
        """The same loss over some of the data only."""
        return type(self)(self.x[rows], self.y[rows], **self.settings, of=self)

    @abstractmethod
    def _point(self, line: Any, y: Any) -> Any:
        """l at the line's heights."""

    @abstractmethod
    def _slope(self, line: np.ndarray, y: np.ndarray) -> np.ndarray:
        """dl/dline."""

    @abstractmethod
    def _bend(self, line: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The second derivative of l by the line's height."""

    @abstractmethod
    def _terms(self, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sizes of the terms of l and of dl/dline, from ``size`` = |y| + |a| + |b x|."""

    def value(self, params: Any) -> Any:
        """The loss by its definition."""
        xp = array_namespace(params)
        x, y = like(params, self.x), like(params, self.y)
        return xp.mean(self._point(params[..., 0, None] + params[..., 1, None] * x, y), axis=-1)

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """The mean of dl/dline times (1, x)."""
        slope = self._slope(self._line(params), self.y)
        return np.stack([np.mean(slope, axis=-1), np.mean(slope * self.x, axis=-1)], axis=-1)

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """The mean of the second derivative times (1, x) (1, x)'."""
        bend = self._bend(self._line(params), self.y)
        mixed = np.mean(bend * self.x)
        return np.array([[np.mean(bend), mixed], [mixed, np.mean(bend * self.x**2)]])

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The terms of l and of its derivative."""
        a, b = params[..., 0, None], params[..., 1, None]
        size = np.abs(self.y) + np.abs(a) + np.abs(b * self.x)
        value, slope = self._terms(size)
        slope = slope + self._jumps(self._line(params) - self.y, size)
        by_slope = np.mean(slope * np.abs(self.x), axis=-1)
        return np.mean(value, axis=-1), np.stack([np.mean(slope, axis=-1), by_slope], axis=-1)

    def on_grid(self, params: np.ndarray) -> np.ndarray:
        """The loss of many ``params``, a block of them at a time."""
        flat = params.reshape(-1, 2)
        block = max(2_000_000 // len(self.x), 1)
        parts = [self.value(flat[i : i + block]) for i in range(0, len(flat), block)]
        return np.concatenate(parts).reshape(params.shape[:-1])

    def _line(self, params: np.ndarray) -> np.ndarray:
        return params[..., 0, None] + params[..., 1, None] * self.x

    def _jumps(self, residual: np.ndarray, size: np.ndarray) -> np.ndarray:
        """By how much dl/dline is undecided, in units of eps; only a kink makes it so."""
        return np.zeros_like(residual)
