"""Mean absolute error."""

from __future__ import annotations

from typing import Any

import numpy as np
from array_api_compat import array_namespace

from optanim.losses.data_loss import DataLoss
from optanim.losses.entry import Entry
from optanim.losses.loss import EPS, Extent
from optanim.losses.minimizers import extent_of_absolute, least_absolute

AT_THE_KINK = 8.0
"""A residual of fewer eps of its terms than this has no sign that two evaluations agree on."""


class MeanAbsoluteError(DataLoss):
    """L(a, b) = (1/m) sum_i |y_i - a - b x_i|. On the kinks the slope is taken as 0.

    The minimizer is exact: a line through two of the points, by linear programming. Where others
    are as good, the minimum is a line or an area.
    """

    key = "mae"
    name = "mean absolute error"
    kinked = True

    def _lowest(self, first: np.ndarray) -> np.ndarray:
        return least_absolute(self.x, self.y)

    def _extent(self, place: np.ndarray) -> Extent:
        return extent_of_absolute(self.x, self.y, place)

    def _point(self, line: Any, y: Any) -> Any:
        return array_namespace(line).abs(line - y)

    def _slope(self, line: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.sign(line - y)

    def _bend(self, line: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.zeros_like(line)

    def _terms(self, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return size, np.ones_like(size)

    def _jumps(self, residual: np.ndarray, size: np.ndarray) -> np.ndarray:
        return np.where(np.abs(residual) <= AT_THE_KINK * EPS * size, 2.0 / EPS, 0.0)


ENTRY = Entry(
    kind=MeanAbsoluteError,
    formula="L = 1/m sum_i abs(y_i - a - b x_i)",
    of_data=True,
)
