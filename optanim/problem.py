"""A problem: a loss, its data if any, a start and a window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from optanim.data import read_points
from optanim.ending import nearest
from optanim.errors import OptanimError
from optanim.immutable import Immutable
from optanim.losses import Loss, MeanSquaredError, OwnFunction, Quadratic, make_loss
from optanim.losses.base import frozen


@dataclass(frozen=True)
class Window(Immutable):
    """A rectangle of the parameter plane: (low, high) of the intercept and of the slope."""

    intercept: tuple[float, float]
    slope: tuple[float, float]

    @property
    def aspect(self) -> float:
        """Width over height in parameter units."""
        return (self.intercept[1] - self.intercept[0]) / (self.slope[1] - self.slope[0])

    @property
    def spans(self) -> dict[str, list[float]]:
        """Both sides as lists, by name."""
        return {"intercept": list(self.intercept), "slope": list(self.slope)}

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Which of ``points`` (n, 2) lie inside, shape (n,)."""
        low, high = np.array([self.intercept, self.slope]).T
        return ((points >= low) & (points <= high)).all(axis=-1)

    @classmethod
    def around(cls, points: np.ndarray, margin: float) -> Window:
        """The smallest window that holds ``points`` (n, 2), and ``margin`` of its size around.

        A side without any extent gets that of the other, or 1.
        """
        low, high = points.min(axis=0), points.max(axis=0)
        size = high - low
        size = np.where(size > 0, size, size.max() if size.max() > 0 else 1.0)
        middle, half = (low + high) / 2, size * (0.5 + margin)
        (left, bottom), (right, top) = middle - half, middle + half
        return cls((float(left), float(right)), (float(bottom), float(top)))

    def shaped(self, aspect: float) -> Window:
        """The smallest window of width over height ``aspect`` around this one, same middle.

        Both axes then have equal units on a rectangle of that aspect.
        """
        (left, right), (low, high) = self.intercept, self.slope
        width = max(right - left, (high - low) * aspect)
        x, y, height = (left + right) / 2, (low + high) / 2, width / aspect
        return Window((x - width / 2, x + width / 2), (y - height / 2, y + height / 2))


@dataclass(frozen=True, eq=False)
class Problem(Immutable):
    """Minimise ``loss`` over two parameters from ``start`` (2,).

    The parameters are (intercept, slope) of a line where there are data, (x, y) where there are
    none; ``axes`` names them. ``standardized`` is (mean, deviation) of the original x where the
    data were standardised, else None. ``source`` is the file that the data came from, if any.
    ``window`` is where the loss has what is worth seeing, if that is known beforehand.
    """

    name: str
    loss: Loss
    start: np.ndarray
    axes: tuple[str, str] = ("Intercept a", "Slope b")
    standardized: tuple[float, float] | None = None
    source: str | None = None
    window: Window | None = None

    @property
    def has_data(self) -> bool:
        """Whether there are points, and a line through them."""
        return self.loss.rows > 0

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
    def minimizers(self) -> np.ndarray:
        """All parameters (n, 2) of the smallest loss; (0, 2) where the loss has no minimizer."""
        return self.loss.minimizers

    @property
    def is_quadratic(self) -> bool:
        """Whether one Hessian holds everywhere, so that `eigen` and its kin mean something."""
        return isinstance(self.loss, Quadratic)

    @property
    def eigen(self) -> tuple[np.ndarray, np.ndarray]:
        """The Hessian's eigenvalues (2,), ascending, and eigenvectors as columns (2, 2).

        This and what follows from it raise OptanimError where the loss is not quadratic.
        """
        if not self.is_quadratic:
            raise OptanimError(
                f"{self.loss.name} is not quadratic: its Hessian differs from place to place"
            )
        return np.linalg.eigh(self.loss.hessian)

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


def article(seed: int = 0, points: int = 1000, loss: str = "mse", **settings: float) -> Problem:
    """The article's problem: y = -2 + 2 x + noise, x ~ U(-5, 5), noise ~ N(0, 0.001).

    It starts at (intercept, slope) = (2, 9). For the ``logistic`` loss y is 1 where the noisy
    line is above 0, with noise of N(0, 3) in place of 0.001.
    """
    generator = np.random.default_rng(seed)
    x = generator.uniform(-5.0, 5.0, points)
    noise = generator.normal(0.0, 0.001, points)
    y = -2.0 + 2.0 * x + (3000.0 * noise if loss == "logistic" else noise)
    y = (y > 0.0).astype(np.float64) if loss == "logistic" else y
    made = make_loss(loss, (frozen(x), frozen(y)), **settings)
    return Problem("article", made, frozen([2.0, 9.0]))


def surface(name: str, **settings: float) -> Problem:
    """A surface of the table without data, with its usual start and window.

    Raises OptanimError for a name or setting that is unknown, or a value out of its bounds.
    """
    return _without_data(name, make_loss(name, **settings))


def own(
    place: str,
    start: tuple[float, float] = (0.0, 0.0),
    window: tuple[tuple[float, float], tuple[float, float]] | None = None,
) -> Problem:
    """The Python function ``package.module:name`` of two torch tensors as the loss."""
    return _without_data(place, OwnFunction(place, start, window))


def _without_data(name: str, loss: Loss) -> Problem:
    window = loss.window and Window(*loss.window)
    return Problem(name, loss, frozen(loss.start), axes=loss.axes, window=window)


def from_csv(
    path: str | Path, standardize: bool = False, loss: str = "mse", **settings: float
) -> Problem:
    """The problem of a CSV file with the columns x and y.

    ``standardize`` replaces x by (x - mean) / deviation, for x far from 0. The start follows from
    minimizer and Hessian of mean squared error: both eigen-directions contribute alike, and its
    loss exceeds the minimum by four times the variance of y, so that the line starts about twice
    as wrong as no slope at all. Raises OptanimError for a file that is not such a table.
    """
    x, y = read_points(path)
    standardized = None
    if standardize:
        standardized = (float(np.mean(x)), float(np.std(x)))
        x = (x - standardized[0]) / standardized[1]
    made = make_loss(loss, (frozen(x), frozen(y)), **settings)
    start = frozen(_start(made if isinstance(made, Quadratic) else MeanSquaredError(x, y)))
    source = str(Path(path).resolve())
    return Problem(Path(path).stem, made, start, standardized=standardized, source=source)


def _start(loss: MeanSquaredError) -> np.ndarray:
    values, directions = np.linalg.eigh(loss.hessian)
    excess = 4.0 * loss.scale
    upward = directions * np.where(directions[1] < 0, -1.0, 1.0)
    return loss.minimizer + upward @ np.sqrt(excess / values)
