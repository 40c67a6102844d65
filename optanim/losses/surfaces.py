"""Losses without data: the test surfaces of the optimization literature, polynomials first.

Each states value, gradient and Hessian by hand; autograd and differences hold them to account in
the tests. ``rounding`` is the same formula with every term counted by its size.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from optanim.losses.loss import Loss, Quadratic, frozen


class Surface(Loss):
    """A formula in x and y, with a start and a window in which its features are in view."""

    axes = ("x", "y")
    symbols = ("x", "y")
    places: ClassVar[tuple[tuple[float, float], ...]] = ()
    """The minimizers, by formula or to full precision."""

    def __init__(self) -> None:
        self.minimizers = frozen(np.reshape(self.places, (-1, 2)))
        self.scale = abs(float(self.value(np.array(self.start))) - self.lowest) or 1.0

    @property
    def lowest(self) -> float:
        """The minimum, or the saddle's height where there is none."""
        return self.minimum if np.isfinite(self.minimum) else float(self.value(self.saddles[0]))


class Bowl(Quadratic):
    """(x^2 + condition y^2) / 2 in axes turned by so many degrees of rotation.

    That is L = p' H p / 2, where the eigenvalues of H are 1 and ``condition``.
    """

    key, name = "quadratic", "quadratic"
    axes, symbols = ("x", "y"), ("x", "y")
    start, window = (-4.0, 2.0), ((-5.0, 5.0), (-3.0, 3.0))

    def __init__(self, condition: float = 10.0, rotation: float = 0.0) -> None:
        self.settings = MappingProxyType(
            {"condition": float(condition), "rotation": float(rotation)}
        )
        angle = np.deg2rad(rotation)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        self.minimizers = frozen([[0.0, 0.0]])
        self.hessian = frozen(turn @ np.diag([1.0, condition]) @ turn.T)
        self.scale = float(self.value(np.array(self.start)))


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
        by_x = by_y = 0.0
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
        value = by_x = by_y = 0.0
        for i, c in enumerate(self._constants, 1):
            left = c + x * (1.0 + y**i)
            value = value + left**2
            by_x = by_x + 2.0 * left * (1.0 + y**i)
            by_y = by_y + 2.0 * left * i * x * y ** (i - 1)
        return value, np.stack([by_x, by_y], axis=-1)


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
