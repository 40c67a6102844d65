"""What every loss over two parameters can do, and the losses whose Hessian is one matrix.

Parameters are pairs along the last axis, everywhere: (intercept, slope) where there are data,
(x, y) on a surface without.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from array_api_compat import array_namespace

from optanim.base.immutable import Immutable

EPS = float(np.finfo(np.float64).eps)
SUM_ULPS = 16.0
"""How many eps of the summed terms two correct float64 evaluations may differ by: torch and NumPy
add up in another order."""
LEVEL = 1e-6
"""A place is level where the gradient is at most this times the largest entry of the Hessian."""
NOWHERE = np.empty((0, 2))
NOWHERE.setflags(write=False)
Square = tuple[tuple[float, float], tuple[float, float]]
"""A window: (low, high) of x and of y."""
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Extent(IntEnum):
    """How far a minimum extends: it is a point, or all of a line or an area is as low."""

    POINT, LINE, AREA = 0, 1, 2


class Loss(Immutable, ABC):
    """A loss L(p) of two parameters, written once for NumPy arrays and for torch tensors.

    ``minimizers`` (n, 2) are the places of the smallest loss, of shape (0, 2) where it has none
    or where they are no points, which ``extent`` says. ``minimum`` is its infimum there, -inf
    where it falls without bound, NaN where a search has found none, which knows nothing of others.
    ``saddles`` (n, 2) are the saddle points that matter. ``scale`` is a typical height above the
    minimum. ``found`` is True where all that comes from a search, not from a formula;
    ``searched`` is then the window that was looked through. ``kinked`` is True where the slope
    jumps at the minimum instead of being 0 there; ``exact_gradient`` is False where the NumPy
    gradient is one of differences, ``everywhere`` where there are places without a loss.
    ``settings`` are the numbers that the loss was made with, ``arrays`` its data; with ``key``,
    the name in the table, they make the loss again. ``start`` and ``window`` are where one looks.
    """

    key: ClassVar[str]
    name: str
    axes: tuple[str, str] = ("Intercept a", "Slope b")
    symbols: tuple[str, str] = ("a", "b")
    start: tuple[float, float] | None = None
    window: Square | None = None
    minimizers: np.ndarray = NOWHERE
    saddles: np.ndarray = NOWHERE
    minimum: float = 0.0
    extent: Extent = Extent.POINT
    scale: float = 1.0
    convex: bool = False
    found: bool = False
    searched: Square | None = None
    kinked: bool = False
    exact_gradient: bool = True
    everywhere: bool = True
    settings: Mapping[str, Any] = NOTHING

    @property
    def arrays(self) -> Mapping[str, np.ndarray]:
        """The data by name, empty where there are none."""
        return NOTHING

    @property
    def rows(self) -> int:
        """The number of data points, 0 where there are none."""
        return 0

    @property
    def minimizer(self) -> np.ndarray | None:
        """The first of the ``minimizers``, or None where there are none."""
        return self.minimizers[0] if len(self.minimizers) else None

    @property
    def attained(self) -> bool:
        """Whether a minimum is known that a run can arrive at."""
        return len(self.minimizers) > 0 or self.extent is not Extent.POINT

    @property
    def as_low(self) -> float:
        """Up to this height a place is as low as the ``minimum``, but for rounding."""
        return self.minimum + 1e-9 * max(self.scale, abs(self.minimum))

    def check_unchanged(self) -> None:
        """Raise OptanimError where this is not the loss any more that it was when it was made."""

    def seen_from(self, places: np.ndarray) -> Loss:
        """The loss that knows of the minima near ``places`` (n, 2) too, such as runs' last rows.

        A loss of which all minima are known is that already.
        """
        return self

    def looked_through(self, window: Square) -> Loss:
        """The loss that knows of the minima in ``window`` too; a loss that knows all is that."""
        return self

    def local_minimum(self, first: np.ndarray) -> np.ndarray | None:
        """The minimum (2,) that a descent from ``first`` (2,) ends in; None where it ends in none.

        It is level, and the Hessian is positive there.
        """
        from optanim.losses.minimizers import polish

        place = polish(self, first)
        if not self.is_level(place) or not np.all(np.linalg.eigvalsh(self.curvature(place)) > 0.0):
            return None
        return place

    def is_level(self, place: np.ndarray) -> bool:
        """Whether the gradient at ``place`` (2,) is next to nothing for the Hessian there.

        Where it is not, a step of Newton's would lead on.
        """
        if not np.all(np.isfinite(place)) or not np.all(np.isfinite(self.curvature(place))):
            return False
        largest = float(np.max(np.abs(self.curvature(place))))
        # hypot, for squares may underflow.
        return bool(np.hypot(*self.slope(place)) <= LEVEL * largest)

    def is_defined(self, params: np.ndarray) -> bool:
        """Whether loss and gradient at ``params`` (2,) are finite numbers."""
        if not np.all(np.isfinite(params)):
            return False
        with np.errstate(all="ignore"):
            value, gradient = self.value(params), self.gradient(params)
        return bool(np.isfinite(value) and np.all(np.isfinite(gradient)))

    def batch(self, rows: np.ndarray) -> Loss:
        """The same loss over some of the data only."""
        raise TypeError(f"{self.name} has no rows to choose from")

    @abstractmethod
    def value(self, params: Any) -> Any:
        """The loss (...) of ``params`` (..., 2), by its definition.

        A torch tensor gives a torch tensor, through which autograd differentiates.
        """

    @abstractmethod
    def gradient(self, params: np.ndarray) -> np.ndarray:
        """dL/dp (..., 2) at ``params`` (..., 2)."""

    def slope(self, params: np.ndarray) -> np.ndarray:
        """The gradient (2,) at ``params`` (2,), by what is most exact."""
        return self.gradient(params)

    @abstractmethod
    def curvature(self, params: np.ndarray) -> np.ndarray:
        """The Hessian (2, 2) at ``params`` (2,)."""

    @abstractmethod
    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sizes (...) and (..., 2) of the terms that value and gradient sum.

        A correct float64 evaluation differs from another by a few eps times these.
        """

    def on_grid(self, params: np.ndarray) -> np.ndarray:
        """The loss (...) of many ``params`` (..., 2), in bounded memory; NaN where it has none."""
        return self.value(params)

    def gradient_on_grid(self, params: np.ndarray) -> np.ndarray:
        """The gradient (..., 2) of many ``params`` (..., 2)."""
        return self.gradient(params)


class Quadratic(Loss):
    """L(p) = L(p*) + (p - p*)' H (p - p*) / 2: one ``hessian`` H (2, 2) everywhere."""

    convex = True
    hessian: np.ndarray

    @property
    def minimizer(self) -> np.ndarray:
        """p* (2,), the only one."""
        return self.minimizers[0]

    def value(self, params: Any) -> Any:
        """The loss by the completed square."""
        away = params - like(params, self.minimizer)
        return self.minimum + 0.5 * ((away @ like(params, self.hessian)) * away).sum(axis=-1)

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """H (p - p*)."""
        return (params - self.minimizer) @ self.hessian

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """H."""
        return self.hessian

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The terms of the completed square, p - p* counted as |p| + |p*|."""
        away = np.abs(params) + np.abs(self.minimizer)
        bent = away @ np.abs(self.hessian)
        return abs(self.minimum) + 0.5 * np.sum(bent * away, axis=-1), bent

    def on_grid(self, params: np.ndarray) -> np.ndarray:
        """The loss by the completed square: no sum over data."""
        return Quadratic.value(self, params)

    def gradient_on_grid(self, params: np.ndarray) -> np.ndarray:
        """The gradient (..., 2) of many ``params`` (..., 2), by H: no sum over data."""
        return Quadratic.gradient(self, params)


def like(params: Any, array: np.ndarray) -> Any:
    """``array`` in the namespace of ``params``."""
    return array_namespace(params).asarray(array, dtype=params.dtype, copy=True)


def frozen(array: Any) -> np.ndarray:
    """A read-only float64 array."""
    array = np.array(array, dtype=np.float64, order="C")
    array.setflags(write=False)
    return array
