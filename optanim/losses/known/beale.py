"""Beale's function."""

from __future__ import annotations

from typing import Any

import numpy as np

from optanim.losses.entry import Entry
from optanim.losses.loss import frozen
from optanim.losses.surface import Surface


class Beale(Surface):
    """The sum over i = 1, 2, 3 of (c_i - x (1 - y^i))^2, c = 1.5, 2.25, 2.625.

    Sharp corners and long plateaus. Beale (1958), "On an iterative method for finding a local
    minimum of a function of more than one variable"; More, Garbow and Hillstrom (1981), no. 5.
    """

    key, name = "beale", "Beale"
    places = ((3.0, 0.5),)
    saddles = frozen([(0.0, 1.0)])
    start, window = (1.0, 1.5), ((-1.0, 4.5), (-1.5, 2.0))
    _constants = (1.5, 2.25, 2.625)

    def value(self, params: Any) -> Any:
        """The loss."""
        x, y = params[..., 0], params[..., 1]
        return sum((c - x * (1.0 - y**i)) ** 2 for i, c in enumerate(self._constants, 1))

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """Its gradient."""
        x, y = params[..., 0], params[..., 1]
        by_x = by_y = np.zeros_like(x)
        for i, c in enumerate(self._constants, 1):
            left = c - x * (1.0 - y**i)
            by_x = by_x - 2.0 * left * (1.0 - y**i)
            by_y = by_y + 2.0 * left * i * x * y ** (i - 1)
        return np.stack([by_x, by_y], axis=-1)

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """Its Hessian."""
        x, y = params
        hessian = np.zeros((2, 2))
        for i, c in enumerate(self._constants, 1):
            left = c - x * (1.0 - y**i)
            slope = np.array([y**i - 1.0, i * x * y ** (i - 1)])
            mixed = i * y ** (i - 1)
            bent = np.array([[0.0, mixed], [mixed, i * (i - 1) * x * y ** max(i - 2, 0)]])
            hessian += 2.0 * (np.outer(slope, slope) + left * bent)
        return hessian

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sizes of the terms."""
        x, y = np.abs(params[..., 0]), np.abs(params[..., 1])
        value = by_x = by_y = np.zeros_like(x)
        for i, c in enumerate(self._constants, 1):
            left = c + x * (1.0 + y**i)
            value = value + left**2
            by_x = by_x + 2.0 * left * (1.0 + y**i)
            by_y = by_y + 2.0 * left * i * x * y ** (i - 1)
        return value, np.stack([by_x, by_y], axis=-1)


ENTRY = Entry(
    kind=Beale,
    formula="L = sum_(i=1)^3 (c_i - x (1 - y^i))^2",
)
