"""Styblinski and Tang's function."""

from __future__ import annotations

from typing import Any

import numpy as np

from optanim.losses.entry import Entry
from optanim.losses.surface import Surface

_DEEP = -2.9035340277711772  # the lowest root of 2 t^3 - 16 t + 5 / 2


class StyblinskiTang(Surface):
    """The sum over t = x, y of (t^4 - 16 t^2 + 5 t) / 2: four minima, one of them lowest.

    Styblinski and Tang (1990), "Experiments in nonconvex optimization".
    """

    key, name = "styblinski-tang", "Styblinski–Tang"
    places = ((_DEEP, _DEEP),)
    minimum = 2.0 * (0.5 * (_DEEP**4 - 16.0 * _DEEP**2 + 5.0 * _DEEP))
    start, window = (0.5, -0.5), ((-5.0, 5.0), (-5.0, 5.0))

    def value(self, params: Any) -> Any:
        """The loss."""
        squares = params * params
        return (0.5 * (squares * squares - 16.0 * squares + 5.0 * params)).sum(axis=-1)

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """Its gradient."""
        return 2.0 * params**3 - 16.0 * params + 2.5

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """Its Hessian."""
        return np.diag(6.0 * params**2 - 16.0)

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sizes of the terms."""
        t = np.abs(params)
        value = np.sum(0.5 * (t**4 + 16.0 * t**2 + 5.0 * t), axis=-1)
        return value, 2.0 * t**3 + 16.0 * t + 2.5


ENTRY = Entry(
    kind=StyblinskiTang,
    formula="L = 1/2 sum_(t = x, y) (t^4 - 16 t^2 + 5 t)",
)
