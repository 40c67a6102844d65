"""Rosenbrock's valley."""

from __future__ import annotations

from typing import Any

import numpy as np

from optanim.losses.entry import Entry
from optanim.losses.surface import Surface


class Rosenbrock(Surface):
    """(1 - x)^2 + 100 (y - x^2)^2: a curved valley, flat along its floor.

    Rosenbrock (1960), "An automatic method for finding the greatest or least value of a function".
    """

    key, name = "rosenbrock", "Rosenbrock"
    places = ((1.0, 1.0),)
    start, window = (-1.5, 2.0), ((-2.0, 2.0), (-1.0, 3.0))

    def value(self, params: Any) -> Any:
        """The loss."""
        x, y = params[..., 0], params[..., 1]
        return (1.0 - x) ** 2 + 100.0 * (y - x * x) ** 2

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """Its gradient."""
        x, y = params[..., 0], params[..., 1]
        off = y - x * x
        return np.stack([2.0 * (x - 1.0) - 400.0 * x * off, 200.0 * off], axis=-1)

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """Its Hessian."""
        x, y = params
        return np.array([[2.0 - 400.0 * (y - 3.0 * x * x), -400.0 * x], [-400.0 * x, 200.0]])

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sizes of the terms."""
        x, y = np.abs(params[..., 0]), np.abs(params[..., 1])
        off = y + x * x
        gradient = np.stack([2.0 * (x + 1.0) + 400.0 * x * off, 200.0 * off], axis=-1)
        return (1.0 + x) ** 2 + 100.0 * off**2, gradient


ENTRY = Entry(
    kind=Rosenbrock,
    formula="L = (1 - x)^2 + 100 (y - x^2)^2",
)
