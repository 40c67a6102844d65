"""A rectangle of the parameter plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optanim.base.immutable import Immutable


@dataclass(frozen=True)
class Window(Immutable):
    """A rectangle of the parameter plane: (low, high) of the intercept and of the slope."""

    intercept: tuple[float, float]
    slope: tuple[float, float]

    @property
    def aspect(self) -> float:
        """Width over height in parameter units."""
        return (self.intercept[1] - self.intercept[0]) / (self.slope[1] - self.slope[0])

    def spans(self, names: tuple[str, str]) -> dict[str, list[float]]:
        """Both sides as lists, by the ``names`` of the parameters."""
        return dict(zip(names, map(list, (self.intercept, self.slope)), strict=True))

    @property
    def corners(self) -> np.ndarray:
        """The lowest and the highest corner, shape (2, 2)."""
        return np.array([self.intercept, self.slope]).T

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Which of ``points`` (n, 2) lie inside, shape (n,)."""
        low, high = self.corners
        return np.all((points >= low) & (points <= high), axis=-1)

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
