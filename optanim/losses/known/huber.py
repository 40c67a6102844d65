"""Huber's loss."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
from array_api_compat import array_namespace

from optanim.losses.data_loss import DataLoss
from optanim.losses.entry import Entry, Setting
from optanim.losses.loss import Extent

AT_THE_BEND = 1e-9
"""A residual that is nearer to delta than this share of it is there."""


class Huber(DataLoss):
    """l = r^2 / 2 for |r| <= delta, else delta (|r| - delta / 2): torch's and Huber's (1964).

    Squared near the line and absolute far from it, so that outliers pull less.
    """

    key = "huber"
    name = "Huber"

    def __init__(
        self, x: np.ndarray, y: np.ndarray, delta: float = 1.0, of: DataLoss | None = None
    ) -> None:
        self.delta, self.settings = float(delta), MappingProxyType({"delta": float(delta)})
        super().__init__(x, y, of)

    def _extent(self, place: np.ndarray) -> Extent:
        """Only points nearer than delta bend the loss, those of one x in one direction."""
        near = np.abs(self._line(place) - self.y) < (1.0 - AT_THE_BEND) * self.delta
        return Extent(2 - min(len(np.unique(self.x[near])), 2))

    def _point(self, line: Any, y: Any) -> Any:
        xp = array_namespace(line)
        size = xp.abs(line - y)
        inner = xp.clip(size, max=self.delta)
        return 0.5 * inner * inner + self.delta * (size - inner)

    def _slope(self, line: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.clip(line - y, -self.delta, self.delta)

    def _bend(self, line: np.ndarray, y: np.ndarray) -> np.ndarray:
        return (np.abs(line - y) <= self.delta).astype(np.float64)

    def _terms(self, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return size * size + self.delta * size, size + self.delta


ENTRY = Entry(
    kind=Huber,
    formula="L = 1/m sum_i h_delta (y_i - a - b x_i)",
    of_data=True,
    settings={"delta": Setting(1.0, 1e-9, 1e9, "Huber's: where it turns straight.")},
)
