"""Ackley's function."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from array_api_compat import array_namespace

from optanim.losses.entry import Entry
from optanim.losses.surface import Surface

TURN = 2.0 * np.pi


class Ackley(Surface):
    """20 (1 - exp(-r / 5)) + e - exp(c): r^2 the mean of x^2 and y^2, c of their cos(2 pi t).

    Ackley (1987), "A connectionist machine for genetic hillclimbing". Nearly flat far out, and
    a cusp at the minimum (0, 0), where the slope is taken as 0.
    """

    key, name = "ackley", "Ackley"
    places = ((0.0, 0.0),)
    kinked = True
    start, window = (-3.3, 2.2), ((-5.0, 5.0), (-5.0, 5.0))

    def value(self, params: Any) -> Any:
        """The loss."""
        xp = array_namespace(params)
        mean = 0.5 * (params * params).sum(axis=-1)
        apart = mean > 0.0
        root = xp.where(apart, xp.sqrt(xp.where(apart, mean, 1.0)), 0.0)
        waves = xp.exp(0.5 * xp.cos(TURN * params).sum(axis=-1))
        return 20.0 - 20.0 * xp.exp(-0.2 * root) + (math.e - waves)

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """Its gradient."""
        root, waves = self._parts(params)
        apart = np.where(root > 0.0, root, 1.0)
        bowl = np.where(root > 0.0, 2.0 * np.exp(-0.2 * root) / apart, 0.0)
        return bowl * params + waves * np.pi * np.sin(TURN * params)

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """Its Hessian; infinite at the cusp."""
        root, waves = self._parts(params)
        with np.errstate(divide="ignore", invalid="ignore"):
            bowl = 2.0 * np.exp(-0.2 * root) / root
            turned = np.outer(params, params) / (2.0 * root[0]) * (0.2 + 1.0 / root[0])
            sines = np.pi * np.sin(TURN * params)
            bent = np.diag(np.pi * TURN * np.cos(TURN * params)) - np.outer(sines, sines)
            return bowl * (np.eye(2) - turned) + waves * bent

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sizes of the terms, an angle's rounding included."""
        root, waves = self._parts(params)
        angle = 1.0 + TURN * np.abs(params)
        value = 40.0 + math.e + waves[..., 0] * (1.0 + np.sum(angle, axis=-1))
        whole = 1.0 + np.sum(angle, axis=-1, keepdims=True)
        # The bowl's part is at most 2 sqrt(2) long, whatever the direction.
        return value, 3.0 * (1.0 + 0.2 * root) + waves * np.pi * angle * whole

    def _parts(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """r and exp(c), both (..., 1)."""
        root = np.sqrt(0.5 * np.sum(params * params, axis=-1, keepdims=True))
        return root, np.exp(0.5 * np.sum(np.cos(TURN * params), axis=-1, keepdims=True))


ENTRY = Entry(
    kind=Ackley,
    # r is the root of the mean of x^2 and y^2, c the mean of cos 2 pi x and cos 2 pi y.
    formula="L = 20 (1 - e^(-r slash 5)) + e - e^c",
)
