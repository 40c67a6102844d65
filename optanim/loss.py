"""Losses over two parameters, written once for NumPy arrays and for torch tensors.

Parameters are pairs (intercept, slope) along the last axis, everywhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from array_api_compat import array_namespace

from optanim.immutable import Immutable


class MeanSquaredError(Immutable):
    """L(a, b) = (1/m) sum_i (y_i - a - b x_i)^2: the mean, neither the sum nor half of it.

    ``x`` and ``y`` are float64 of shape (m,). On a quadratic everything has a closed form:
    with X = [1, x], the ``hessian`` H (2, 2) is (2/m) X'X, and
    L(p) = L(p*) + (p - p*)' H (p - p*) / 2. The ``minimizer`` p* (2,) is that of least squares on
    centred data, ``minimum`` is its loss.
    """

    name = "mean squared error"

    def __init__(self, x: np.ndarray, y: np.ndarray) -> None:
        self.x, self.y = x, y
        mean = np.mean(x)
        slope = ((x - mean) @ (y - np.mean(y))) / ((x - mean) @ (x - mean))
        self.minimizer = np.array([np.mean(y) - slope * mean, slope])
        self.minimum = float(self.value(self.minimizer))
        self.hessian = 2.0 * np.array([[1.0, mean], [mean, np.mean(x**2)]])

    def value(self, params: Any) -> Any:
        """The loss (...) of ``params`` (..., 2), by its definition.

        A torch tensor gives a torch tensor, through which autograd differentiates.
        """
        xp = array_namespace(params)
        residual = self._residual(params)
        return xp.mean(residual * residual, axis=-1)

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """dL/d(a, b) (..., 2) at ``params`` (..., 2): -(2/m) X' (y - X p)."""
        residual = self._residual(params)
        slope = np.mean(residual * self.x, axis=-1)
        return -2.0 * np.stack([np.mean(residual, axis=-1), slope], axis=-1)

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sizes (...) and (..., 2) of the terms that value and gradient sum.

        A correct float64 evaluation differs from another by a few eps times these.
        """
        a, b = params[..., 0, None], params[..., 1, None]
        terms = np.abs(self.y) + np.abs(a) + np.abs(b * self.x)
        slope = np.mean(terms * np.abs(self.x), axis=-1)
        return np.mean(terms**2, axis=-1), 2.0 * np.stack([np.mean(terms, axis=-1), slope], axis=-1)

    def on_grid(self, params: np.ndarray) -> np.ndarray:
        """The loss (...) of many ``params`` (..., 2), by the completed square: no sum over data."""
        away = params - self.minimizer
        return self.minimum + 0.5 * np.sum(away @ self.hessian * away, axis=-1)

    def gradient_on_grid(self, params: np.ndarray) -> np.ndarray:
        """The gradient (..., 2) of many ``params`` (..., 2): H (p - p*), no sum over data."""
        return (params - self.minimizer) @ self.hessian

    def _residual(self, params: Any) -> Any:
        xp = array_namespace(params)
        x, y = (xp.asarray(data, dtype=params.dtype, copy=True) for data in (self.x, self.y))
        return y - params[..., 0, None] - params[..., 1, None] * x
