"""The logistic loss, for data of two classes."""

from __future__ import annotations

from typing import Any

import numpy as np
from array_api_compat import array_namespace

from optanim.base.errors import OptanimError
from optanim.losses.data_loss import DataLoss
from optanim.losses.entry import Entry
from optanim.losses.loss import NOWHERE, frozen
from optanim.losses.minimizers import polish


class Logistic(DataLoss):
    """l = log(1 + exp(z)) - y z with z = a + b x and y 0 or 1: minus the log of the likelihood.

    Where a threshold in x separates the classes, the loss falls towards ``minimum`` for ever and
    has no minimizer.
    """

    key = "logistic"
    name = "logistic"

    def __init__(self, x: np.ndarray, y: np.ndarray, of: DataLoss | None = None) -> None:
        if of is None:
            _check_classes(y)
        super().__init__(x, y, of)

    def _find(self) -> None:
        self.scale = float(np.log(2.0))
        self.minimum = _separated(self.x, self.y)
        self.minimizers = NOWHERE
        if np.isnan(self.minimum):
            self.minimizers = frozen([polish(self, np.zeros(2))])
            self.minimum = float(self.value(self.minimizers[0]))

    def _point(self, line: Any, y: Any) -> Any:
        xp = array_namespace(line)
        return xp.logaddexp(xp.zeros_like(line), line) - y * line

    def _slope(self, line: np.ndarray, y: np.ndarray) -> np.ndarray:
        return _sigmoid(line) - y

    def _bend(self, line: np.ndarray, y: np.ndarray) -> np.ndarray:
        return _sigmoid(line) * _sigmoid(-line)

    def _terms(self, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return 1.0 + 2.0 * size, 2.0 + size


def _check_classes(y: np.ndarray) -> None:
    """Raise OptanimError where ``y`` is not of two classes."""
    if not np.all((y == 0) | (y == 1)):
        bad = y[(y != 0) & (y != 1)][0]
        raise OptanimError(f"the logistic loss needs y of 0 or 1; the data have y={bad:g}")
    if np.all(y == y[0]):
        raise OptanimError(
            f"the logistic loss needs both y=0 and y=1; all {len(y)} values are {y[0]:g}"
        )


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0.0, -z))


def _separated(x: np.ndarray, y: np.ndarray) -> float:
    """The infimum where a threshold separates the classes, NaN where none does.

    At the threshold itself both classes may lie: there the best that is left is their share.
    """
    for sign in (1.0, -1.0):
        highest_zero, lowest_one = np.max(sign * x[y == 0]), np.min(sign * x[y == 1])
        if highest_zero < lowest_one:
            return 0.0
        if highest_zero == lowest_one:
            here = y[sign * x == lowest_one]
            share = float(np.mean(here))
            entropy = -share * np.log(share) - (1.0 - share) * np.log1p(-share)
            return float(entropy * len(here) / len(y))
    return float("nan")


ENTRY = Entry(
    kind=Logistic,
    formula="L = 1/m sum_i log(1 + e^(z_i)) - y_i z_i, quad z_i = a + b x_i",
    of_data=True,
    of_classes=True,
)
