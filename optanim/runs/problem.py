"""A problem: a loss, its data if any, a start and a window."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError, check_kind, check_switch, check_whole
from optanim.base.immutable import Immutable
from optanim.base.user_code import place_of, warn_where_set
from optanim.base.window import Window
from optanim.losses import (
    OF_DATA,
    Loss,
    MeanSquaredError,
    Moments,
    OwnFunction,
    Quadratic,
    make_loss,
)
from optanim.losses.loss import EPS, frozen
from optanim.runs.data import (
    MOST_ROWS,
    XY,
    Column,
    Points,
    Wanted,
    called,
    is_file,
    name_of,
    read_points,
)
from optanim.runs.valleys import nearest

POINTS = 1000
"""The article's."""
MOST_POINTS, MOST_SEED = 10_000_000, 2**32 - 1
LEAST = 1e-150
"""How far apart the least and the greatest x must be, that their squares are numbers."""
ROUND = 1e-14
"""The least share of two eigenvalues at which float64 knows the smaller one to a few percent."""

_log = logging.getLogger(__name__)

__all__ = ["Problem", "Window", "article", "from_data", "own", "surface"]


@dataclass(frozen=True, eq=False)
class Problem(Immutable):
    """Minimise ``loss`` over two parameters from ``start`` (2,).

    The parameters are (intercept, slope) of a line where there are data, (x, y) where there are
    none; ``axes`` names them. ``standardized`` is (mean, deviation) of the original x where the
    data were standardised, else None. ``source`` is the file that the data came from, if any, and
    ``columns`` are what x and y are called there. ``window`` is where the loss has
    what is worth seeing, if that is known beforehand.
    """

    name: str
    loss: Loss
    start: np.ndarray
    axes: tuple[str, str] = ("Intercept a", "Slope b")
    standardized: tuple[float, float] | None = None
    source: str | None = None
    window: Window | None = None
    columns: tuple[Column, Column] = XY

    @property
    def has_data(self) -> bool:
        """Whether there are points, and a line through them."""
        return self.loss.rows > 0

    @property
    def parameters(self) -> tuple[str, str]:
        """What files call the two parameters."""
        return ("intercept", "slope") if self.has_data else ("x", "y")

    @property
    def x(self) -> np.ndarray:
        """The data's x, shape (m,); of very many points a sample."""
        return self._data("x")

    @property
    def y(self) -> np.ndarray:
        """The data's y, shape (m,); of very many points a sample."""
        return self._data("y")

    @property
    def minimizer(self) -> np.ndarray | None:
        """The parameters (2,) of the smallest loss, those nearest to the start; None without."""
        places = self.loss.minimizers
        return nearest(places, self.start) if len(places) else None

    @property
    def known_minimizer(self) -> np.ndarray:
        """The `minimizer` (2,). Raises OptanimError where the loss has none."""
        if self.minimizer is None:
            raise OptanimError(f"{self.loss.name} has no minimizer")
        return self.minimizer

    @property
    def minimizers(self) -> np.ndarray:
        """All parameters (n, 2) of the smallest loss; (0, 2) where the loss has no minimizer."""
        return self.loss.minimizers

    @property
    def is_quadratic(self) -> bool:
        """Whether one Hessian holds everywhere, so that `eigen` and its kin mean something."""
        return isinstance(self.loss, Quadratic)

    @property
    def hessian(self) -> np.ndarray:
        """The one Hessian (2, 2). Raises OptanimError where the loss is not quadratic."""
        if not isinstance(self.loss, Quadratic):
            raise OptanimError(
                f"{self.loss.name} is not quadratic: its Hessian differs from place to place"
            )
        return self.loss.hessian

    @property
    def eigen(self) -> tuple[np.ndarray, np.ndarray]:
        """The Hessian's eigenvalues (2,), ascending, and eigenvectors as columns (2, 2).

        This and what follows from it raise OptanimError where the loss is not quadratic.
        """
        return principal(self.hessian)

    @property
    def condition_number(self) -> float:
        """The larger eigenvalue over the smaller."""
        values, _ = self.eigen
        return float(values[1] / values[0])

    def stability_limit(self, momentum: float = 0.0) -> float:
        """The learning rate from which gradient descent diverges: 2 (1 + momentum) / lambda_max.

        Heavy-ball momentum: Polyak (1964), "Some methods of speeding up the convergence of
        iteration methods".
        """
        values, _ = self.eigen
        return float(2.0 * (1.0 + momentum) / values[1])

    def _data(self, name: str) -> np.ndarray:
        if not self.has_data:
            raise OptanimError(f"{self.name} is a surface without data: it has no {name}")
        return getattr(self.loss, name)


def article(seed: int = 0, points: int = POINTS, loss: str = "mse", **settings: float) -> Problem:
    """The article's problem: y = -2 + 2 x + noise, x ~ U(-5, 5), noise ~ N(0, 0.001).

    It starts at (intercept, slope) = (2, 9). For a loss of two classes, as ``logistic``, y is 1
    where the noisy line is above 0, with noise of N(0, 3) in place of 0.001. Raises OptanimError
    for ``points`` or a ``seed`` that are impossible.
    """
    check_kind("loss", loss, str, "the name of a loss, as mse")
    check_whole("points", points, 2, MOST_POINTS)
    check_whole("seed", seed, 0, MOST_SEED)
    generator = np.random.default_rng(seed)
    x = generator.uniform(-5.0, 5.0, points)
    noise = generator.normal(0.0, 0.001, points)
    of_classes = loss in OF_DATA and OF_DATA[loss].of_classes
    y = -2.0 + 2.0 * x + (3000.0 * noise if of_classes else noise)
    y = (y > 0.0).astype(np.float64) if of_classes else y
    made = make_loss(loss, (frozen(x), frozen(y)), **settings)
    return Problem("article", made, frozen([2.0, 9.0]))


def surface(name: str, **settings: float) -> Problem:
    """A surface of the table without data, with its usual start and window.

    Raises OptanimError for a name or setting that is unknown, or a value out of its bounds.
    """
    return _without_data(name, make_loss(name, None, **settings))


def own(
    place: str | Callable[[Any, Any], Any],
    start: tuple[float, float] = (0.0, 0.0),
    window: tuple[tuple[float, float], tuple[float, float]] | None = None,
) -> Problem:
    """The Python function ``place``, or ``package.module:name``, of two torch tensors as the loss.

    It starts at ``start``; minima are looked for in ``window``, as ((left, right), (low, high)).
    Raises OptanimError where it cannot be.
    """
    name = place_of(place) if callable(place) else place
    check_kind("place", name, str, "a function, or its name as package.module:name")
    loss = OwnFunction(name, start, window)
    if callable(place):
        warn_where_set(loss.settings["sha256"])
    return _without_data(name, loss)


def _without_data(name: str, loss: Loss) -> Problem:
    window = loss.window and Window(*loss.window)
    return Problem(name, loss, frozen(loss.start), axes=loss.axes, window=window)


def from_data(
    data: Any,
    standardize: bool = False,
    loss: str = "mse",
    *,
    x: str = "x",
    y: str = "y",
    strict: bool = False,
    **settings: float,
) -> Problem:
    """The problem of two columns of a file, or of a table or a pair (x, y) of arrays in memory.

    ``x`` and ``y`` name the columns; `optanim.runs.data.read_points` says which files are read,
    what becomes of missing values, and what ``strict`` is. ``standardize`` replaces x by
    (x - mean) / deviation, for x far from 0. The start follows from minimizer and Hessian of mean
    squared error: both eigen-directions contribute alike, and its loss exceeds the minimum by four
    times the variance of y, so that the line starts about twice as wrong as no slope at all.
    Raises OptanimError for data without two such columns of numbers.
    """
    check_kind("loss", loss, str, "the name of a loss, as mse")
    check_switch("standardize", standardize)
    check_switch("strict", strict)
    points = read_points(data, Wanted(x, y), strict)
    name = name_of(data)
    if points.left_out:
        rows = points.count + points.left_out
        _log.warning("%s: %d of %d rows lack a value; left out", name, points.left_out, rows)
    for line in points.taken:
        _log.warning("%s: %s", name, line)
    _check_enough(name, points, OF_DATA[loss].least_rows if loss in OF_DATA else 2)
    made, standardized = _of_points(name, points, loss, standardize, settings)
    columns = made.arrays["x"], made.arrays["y"]
    squares = made if isinstance(made, Quadratic) else MeanSquaredError(*columns)
    _check_round(name, points, squares)
    return Problem(
        called(data),
        made,
        frozen(_start(squares)),
        standardized=standardized,
        source=str(Path(data).resolve()) if is_file(data) else None,
        columns=points.columns,
    )


def _check_enough(name: str, points: Points, least: int) -> None:
    """Raise OptanimError for fewer than ``least`` points and, of 2 or more, where x is one."""
    if points.count < least:
        raise OptanimError(f"{name}: {points.count} points; a line needs {least} or more")
    low, high = points.low[0], points.high[0]
    if least > 1 and low == high:
        raise OptanimError(
            f"{name}: all {points.count} values of x are {low:g}, so no slope is best: "
            "the Hessian is singular (the loss ridge has a best one)"
        )
    if least > 1 and high - low < LEAST:
        raise OptanimError(
            f"{name}: x lies between {low:g} and {high:g}; less than {LEAST:g} apart, the squares "
            "of differences are no float64 numbers"
        )


def _check_round(name: str, points: Points, squares: Quadratic) -> None:
    """Raise OptanimError where rounding leaves nothing of the Hessian's smaller eigenvalue."""
    small, large = np.linalg.eigvalsh(squares.hessian)
    if not small > ROUND * large:
        low, high = points.low[0], points.high[0]
        raise OptanimError(
            f"{name}: x lies between {low:.15g} and {high:.15g}, so that one eigenvalue of the "
            f"Hessian is less than {ROUND:g} of the other, too little for float64; standardize = "
            "true (--standardize) makes them equal"
        )


def _of_points(
    name: str, points: Points, loss: str, standardize: bool, settings: Mapping[str, float]
) -> tuple[Loss, tuple[float, float] | None]:
    """The loss, and mean and deviation of x where it was standardised."""
    moments = points.moments or Moments.of(points.x, points.y)
    x, standardized = points.x, None
    if standardize:
        if moments.xx == 0.0:
            raise OptanimError(f"{name}: all x are {moments.mean_x:g}: they have no deviation")
        mean, deviation = standardized = (moments.mean_x, float(np.sqrt(moments.xx)))
        x = (x - mean) / deviation
        moments = replace(moments, mean_x=0.0, xx=1.0, xy=moments.xy / deviation)
    x, y = frozen(x), frozen(points.y)
    of_sums = {key: entry.of_sums for key, entry in OF_DATA.items() if entry.of_sums}
    if points.moments is None or loss not in of_sums:
        if points.count > MOST_ROWS and loss in OF_DATA:
            raise OptanimError(
                f"{name}: {points.count} rows; {loss} takes {MOST_ROWS} at most, "
                f"{' and '.join(of_sums)} any number"
            )
        return make_loss(loss, (x, y), **settings), standardized
    known = make_loss(loss, (x, y), **settings).settings
    return of_sums[loss](moments, x, y, **known), standardized


def principal(hessian: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues (2,) of ``hessian`` (2, 2), ascending, and eigenvectors as columns (2, 2).

    Where both values are equal but for rounding, every direction is one: then the axes are taken.
    """
    values, directions = np.linalg.eigh(hessian)
    even = values[1] - values[0] <= 1e-9 * abs(values[1])
    return values, np.eye(2) if even else directions


def _start(loss: Quadratic) -> np.ndarray:
    values, directions = principal(loss.hessian)
    excess = 4.0 * loss.scale
    upward = directions * np.where(directions[1] < 0, -1.0, 1.0)
    if not values[0] > EPS * values[1]:
        x = loss.arrays["x"]
        raise OptanimError(
            f"x from {x.min():.17g} to {x.max():.17g} is too far from 0, or too large, to tell "
            "slope and intercept apart in float64; standardize = true does"
        )
    return loss.minimizer + upward @ np.sqrt(excess / values)
