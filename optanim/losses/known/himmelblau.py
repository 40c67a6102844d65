"""Himmelblau's function of four minima."""

from __future__ import annotations

from typing import Any

import numpy as np

from optanim.losses.entry import Entry
from optanim.losses.loss import frozen
from optanim.losses.surface import Surface


class Himmelblau(Surface):
    """(x^2 + y - 11)^2 + (x + y^2 - 7)^2: four minima of the same depth.

    Himmelblau (1972), "Applied nonlinear programming". (3, 2) is exact, the others are the roots
    of both brackets to full precision; the saddles are those between them.
    """

    key, name = "himmelblau", "Himmelblau"
    places = (
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    )
    saddles = frozen(
        [
            (0.08667750455539634, 2.884254701174776),
            (-3.0730257507643897, -0.08135304428796751),
            (-0.12796134673068008, -1.9537149802445766),
            (3.385154183607021, 0.0738518798377493),
        ]
    )
    start, window = (-0.5, -0.5), ((-6.0, 6.0), (-6.0, 6.0))

    def value(self, params: Any) -> Any:
        """The loss."""
        x, y = params[..., 0], params[..., 1]
        return (x * x + y - 11.0) ** 2 + (x + y * y - 7.0) ** 2

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """Its gradient."""
        x, y = params[..., 0], params[..., 1]
        u, v = x * x + y - 11.0, x + y * y - 7.0
        return np.stack([4.0 * x * u + 2.0 * v, 2.0 * u + 4.0 * y * v], axis=-1)

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """Its Hessian."""
        x, y = params
        mixed = 4.0 * (x + y)
        return np.array(
            [
                [12.0 * x * x + 4.0 * y - 42.0, mixed],
                [mixed, 12.0 * y * y + 4.0 * x - 26.0],
            ]
        )

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sizes of the terms."""
        x, y = np.abs(params[..., 0]), np.abs(params[..., 1])
        u, v = x * x + y + 11.0, x + y * y + 7.0
        return u**2 + v**2, np.stack([4.0 * x * u + 2.0 * v, 2.0 * u + 4.0 * y * v], axis=-1)


ENTRY = Entry(
    kind=Himmelblau,
    formula="L = (x^2 + y - 11)^2 + (x + y^2 - 7)^2",
)
