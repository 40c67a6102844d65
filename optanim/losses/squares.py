"""Mean squared error, with a penalty or without: quadratic, so that sums stand for all rows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from array_api_compat import array_namespace

from optanim.base.errors import OptanimError
from optanim.losses.loss import Quadratic, frozen, like
from optanim.losses.moments import Moments

LARGEST = 1e302
"""The mean of the data's squares must be smaller, for a run to have room above it in float64."""


class SquaredErrorOfMoments(Quadratic):
    """L(a, b) = (1/m) sum_i (y_i - a - b x_i)^2 + penalty b^2, from the moments of the data.

    With X = [1, x], the ``hessian`` H (2, 2) is (2/m) X'X + diag(0, 2 penalty). ``x`` and ``y``
    are only a sample of the points, to be drawn.
    """

    key = "mse"
    name = "mean squared error"

    def __init__(
        self, moments: Moments, x: np.ndarray, y: np.ndarray, penalty: float = 0.0
    ) -> None:
        self.moments, self.x, self.y, self.penalty = moments, x, y, float(penalty)
        _check_size(moments, penalty)
        bent = moments.xx + penalty
        slope = moments.xy / bent
        self.minimizers = frozen([[moments.mean_y - slope * moments.mean_x, slope]])
        product = moments.mean_x * moments.mean_x + moments.xx
        self.hessian = frozen(
            [[2.0, 2.0 * moments.mean_x], [2.0 * moments.mean_x, 2.0 * (product + penalty)]]
        )
        self.minimum = max(moments.yy - slope * moments.xy, 0.0)
        self.scale = moments.yy or 1.0
        if penalty:
            self.settings = MappingProxyType({"penalty": float(penalty)})

    @property
    def rows(self) -> int:
        """The number of data points."""
        return self.moments.count

    @property
    def arrays(self) -> Mapping[str, np.ndarray]:
        """The moments and the sample."""
        names = ("count", "mean_x", "mean_y", "xx", "xy", "yy")
        numbers = np.array([getattr(self.moments, name) for name in names], dtype=np.float64)
        return {"moments": numbers, "x": self.x, "y": self.y}


class MeanSquaredError(SquaredErrorOfMoments):
    """(1/m) sum_i (y_i - a - b x_i)^2: the mean, neither the sum nor half of it.

    That of `SquaredErrorOfMoments` by its definition. ``x`` and ``y`` are float64 of shape (m,).
    The ``minimizer`` p* (2,) is that of least squares on centred data, ``minimum`` is its loss.
    Of a batch, Hessian, minimizer and minimum are those of the loss that it is a batch ``of``.
    """

    def __init__(
        self,
        x: np.ndarray,
        y: np.ndarray,
        penalty: float = 0.0,
        of: SquaredErrorOfMoments | None = None,
    ) -> None:
        super().__init__(of.moments if of else Moments.of(x, y), x, y, penalty)
        if of is None:
            self.minimum = float(self.value(self.minimizer))

    @property
    def rows(self) -> int:
        """The number of data points."""
        return len(self.x)

    @property
    def arrays(self) -> Mapping[str, np.ndarray]:
        """The data ``x`` and ``y``."""
        return {"x": self.x, "y": self.y}

    def batch(self, rows: np.ndarray) -> MeanSquaredError:
        """The same loss over some of the data only."""
        return type(self)(self.x[rows], self.y[rows], self.penalty, of=self)

    def value(self, params: Any) -> Any:
        """The loss by its definition."""
        xp = array_namespace(params)
        residual = self._residual(params)
        return xp.mean(residual * residual, axis=-1) + self._penalised(params[..., 1])

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """-(2/m) X' (y - X p) and the penalty's 2 penalty b."""
        residual = self._residual(params)
        slope = -2.0 * np.mean(residual * self.x, axis=-1)
        if self.penalty:
            slope = slope + 2.0 * self.penalty * params[..., 1]
        return np.stack([-2.0 * np.mean(residual, axis=-1), slope], axis=-1)

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The terms |y| + |a| + |b x| in place of each residual."""
        a, b = params[..., 0, None], params[..., 1, None]
        terms = np.abs(self.y) + np.abs(a) + np.abs(b * self.x)
        bent = self.penalty * np.abs(params[..., 1])
        slope = np.mean(terms * np.abs(self.x), axis=-1) + bent
        value = np.mean(terms**2, axis=-1) + bent * np.abs(params[..., 1])
        return value, 2.0 * np.stack([np.mean(terms, axis=-1), slope], axis=-1)

    def _penalised(self, slope: Any) -> Any:
        return self.penalty * slope * slope if self.penalty else 0.0

    def _residual(self, params: Any) -> Any:
        x, y = like(params, self.x), like(params, self.y)
        return y - params[..., 0, None] - params[..., 1, None] * x


def _check_size(moments: Moments, penalty: float) -> None:
    """Raise OptanimError where the data are too large or too small for squares in float64."""
    with np.errstate(all="ignore"):
        means = np.array([moments.mean_x, moments.mean_y])
        largest = float(np.max(means**2) + moments.xx + abs(moments.xy) + moments.yy)
    if not largest < LARGEST:
        raise OptanimError(
            f"x and y are too large: the mean of their squares is {np.nan_to_num(largest):.3g}, "
            f"it must be below {LARGEST:g}"
        )
    if not moments.xx + penalty > 0.0:
        raise OptanimError(f"all x are {moments.mean_x:g}, or differ too little to be squared")
