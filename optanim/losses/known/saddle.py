"""The plain saddle."""

from __future__ import annotations

from typing import Any

import numpy as np

from optanim.losses.entry import Entry
from optanim.losses.loss import frozen
from optanim.losses.surface import Surface


class Saddle(Surface):
    """x^2 - y^2: down without bound on both sides of one saddle, at (0, 0)."""

    key, name = "saddle", "saddle"
    minimum = -np.inf
    saddles = frozen([(0.0, 0.0)])
    start, window = (-1.5, 0.01), ((-2.0, 2.0), (-2.0, 2.0))

    def value(self, params: Any) -> Any:
        """The loss."""
        x, y = params[..., 0], params[..., 1]
        return x * x - y * y

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """Its gradient."""
        return params * np.array([2.0, -2.0])

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """Its Hessian."""
        return np.diag([2.0, -2.0])

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sizes of the terms."""
        return np.sum(params**2, axis=-1), 2.0 * np.abs(params)


ENTRY = Entry(
    kind=Saddle,
    formula="L = x^2 - y^2",
)
