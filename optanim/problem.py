"""A problem: a loss, its data, a start and a window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from optanim.data import read_points
from optanim.immutable import Immutable
from optanim.loss import MeanSquaredError


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

    @property
    def corners(self) -> np.ndarray:
        """The lowest and the highest corner, shape (2, 2)."""
        return np.array([self.intercept, self.slope]).T

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
    """A two-parameter regression: minimise ``loss`` over (intercept, slope) from ``start`` (2,).

    ``axes`` names the parameters. ``standardized`` is (mean, deviation) of the original x where
    the data were standardised, else None. ``source`` is the file that the data came from, if any.
    """

    name: str
    loss: MeanSquaredError
    start: np.ndarray
    axes: tuple[str, str] = ("Intercept a", "Slope b")
    standardized: tuple[float, float] | None = None
    source: str | None = None

    @property
    def x(self) -> np.ndarray:
        """The data's x, shape (m,)."""
        return self.loss.x

    @property
    def y(self) -> np.ndarray:
        """The data's y, shape (m,)."""
        return self.loss.y

    @property
    def minimizer(self) -> np.ndarray:
        """The parameters (2,) of the smallest loss."""
        return self.loss.minimizer

    @property
    def eigen(self) -> tuple[np.ndarray, np.ndarray]:
        """The Hessian's eigenvalues (2,), ascending, and eigenvectors as columns (2, 2)."""
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


def article(seed: int = 0, points: int = 1000) -> Problem:
    """The article's problem: y = -2 + 2 x + noise, x ~ U(-5, 5), noise ~ N(0, 0.001).

    It starts at (intercept, slope) = (2, 9).
    """
    generator = np.random.default_rng(seed)
    x = generator.uniform(-5.0, 5.0, points)
    y = -2.0 + 2.0 * x + generator.normal(0.0, 0.001, points)
    return Problem(
        "article", MeanSquaredError(_frozen(x), _frozen(y)), _frozen(np.array([2.0, 9.0]))
    )


def from_csv(path: str | Path, standardize: bool = False) -> Problem:
    """The problem of a CSV file with the columns x and y.

    ``standardize`` replaces x by (x - mean) / deviation, for x far from 0. The start follows from
    minimizer and Hessian: both eigen-directions contribute alike, and its loss exceeds the
    minimum by four times the variance of y, so that the line starts about twice as wrong as no
    slope at all. Raises OptanimError for a file that is not such a table.
    """
    x, y = read_points(path)
    standardized = None
    if standardize:
        standardized = (float(np.mean(x)), float(np.std(x)))
        x = (x - standardized[0]) / standardized[1]
    loss = MeanSquaredError(_frozen(x), _frozen(y))
    start = _frozen(_start(loss))
    source = str(Path(path).resolve())
    return Problem(Path(path).stem, loss, start, standardized=standardized, source=source)


def _start(loss: MeanSquaredError) -> np.ndarray:
    values, directions = np.linalg.eigh(loss.hessian)
    excess = 4.0 * float(np.var(loss.y)) or 1.0
    upward = directions * np.where(directions[1] < 0, -1.0, 1.0)
    return loss.minimizer + upward @ np.sqrt(excess / values)


def _frozen(array: np.ndarray) -> np.ndarray:
    array = np.ascontiguousarray(array, dtype=np.float64)
    array.setflags(write=False)
    return array
