"""What sums of squares need of any number of points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optanim.base.immutable import Immutable


@dataclass(frozen=True)
class Moments(Immutable):
    """What mean squared error needs of m points: means, and mean products of the centred columns.

    ``xx``, ``xy`` and ``yy`` are the means of (x - mean_x)^2 and its like.
    """

    count: int
    mean_x: float
    mean_y: float
    xx: float
    xy: float
    yy: float

    @classmethod
    def of(cls, x: np.ndarray, y: np.ndarray) -> Moments:
        """The moments of ``x`` and ``y`` (m,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            mean_x, mean_y = np.mean(x), np.mean(y)
            u, v = x - mean_x, y - mean_y
            values = (mean_x, mean_y, u @ u / len(x), u @ v / len(x), v @ v / len(x))
        return cls(len(x), *map(float, values))

    def __add__(self, other: Moments) -> Moments:
        """The moments of both sets of points together.

        Chan, Golub and LeVeque (1979), "Updating formulae and a pairwise algorithm for computing
        sample variances": no cancellation of large sums.
        """
        count = self.count + other.count
        mine, share = self.count / count, other.count / count
        dx, dy = other.mean_x - self.mean_x, other.mean_y - self.mean_y
        return Moments(
            count,
            self.mean_x + share * dx,
            self.mean_y + share * dy,
            mine * self.xx + share * other.xx + mine * share * dx * dx,
            mine * self.xy + share * other.xy + mine * share * dx * dy,
            mine * self.yy + share * other.yy + mine * share * dy * dy,
        )
