"""The pseudo-Huber loss: Huber's without its seam. Charbonnier et al. (1997)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
from array_api_compat import array_namespace

from optanim.losses.data_loss import DataLoss
from optanim.losses.entry import Entry, Setting


class PseudoHuber(DataLoss):
    """l = w^2 (sqrt(1 + (r / w)^2) - 1) for the residual r, squared near 0, straight far out."""

    key = "pseudo-huber"
    name = "pseudo-Huber"

    def __init__(
        self, x: np.ndarray, y: np.ndarray, bend_width: float = 1.0, of: DataLoss | None = None
    ) -> None:
        self.w, self.settings = float(bend_width), MappingProxyType({"bend_width": bend_width})
        super().__init__(x, y, of)

    def _point(self, line: Any, y: Any) -> Any:
        return self.w**2 * (array_namespace(line).sqrt(1.0 + ((line - y) / self.w) ** 2) - 1.0)

    def _slope(self, line: np.ndarray, y: np.ndarray) -> np.ndarray:
        return (line - y) / np.sqrt(1.0 + ((line - y) / self.w) ** 2)

    def _bend(self, line: np.ndarray, y: np.ndarray) -> np.ndarray:
        return (1.0 + ((line - y) / self.w) ** 2) ** -1.5

    def _terms(self, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.w**2 + size * (self.w + size), 2.0 * size


ENTRY = Entry(
    kind=PseudoHuber,
    formula="L = w^2 / m sum_i (sqrt(1 + (r_i slash w)^2) - 1)",
    of_data=True,
    settings={"bend_width": Setting(1.0, 0.01, 100.0, "Of pseudo-huber: where it bends.")},
)
