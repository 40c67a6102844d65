"""Rastrigin's function."""

from __future__ import annotations

from typing import Any

import numpy as np
from array_api_compat import array_namespace

from optanim.losses.entry import Entry
from optanim.losses.surface import Surface

TURN = 2.0 * np.pi


class Rastrigin(Surface):
    """20 + the sum over t = x, y of t^2 - 10 cos(2 pi t): a minimum near every pair of integers.

    Rastrigin (1974), "Systems of extremal control".
    """

    key, name = "rastrigin", "Rastrigin"
    places = ((0.0, 0.0),)
    start, window = (-3.3, 2.2), ((-5.12, 5.12), (-5.12, 5.12))

    def value(self, params: Any) -> Any:
        """The loss."""
        xp = array_namespace(params)
        return 20.0 + (params * params - 10.0 * xp.cos(TURN * params)).sum(axis=-1)

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """Its gradient."""
        return 2.0 * params + 10.0 * TURN * np.sin(TURN * params)

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """Its Hessian."""
        return np.diag(2.0 + 10.0 * TURN**2 * np.cos(TURN * params))

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sizes of the terms, an angle's rounding included."""
        angle = TURN * np.abs(params)
        value = 20.0 + np.sum(params**2 + 10.0 * (1.0 + angle), axis=-1)
        return value, 2.0 * np.abs(params) + 10.0 * TURN * (1.0 + angle)


ENTRY = Entry(
    kind=Rastrigin,
    formula="L = 20 + sum_(t = x, y) (t^2 - 10 cos 2 pi t)",
)
