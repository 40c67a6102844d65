"""What racers stand on."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from optanim.stage.draw.layout import Region


class Ground(Protocol):
    """A map or a surface that racers stand on."""

    def describe(self, width: int) -> dict[str, Any]:
        """Where it is in a frame ``width`` pixels wide."""


class Plane(Ground, Protocol):
    """A map of the parameter plane, in equal units, that fills ``region``."""

    region: Region

    def locate(self, params: np.ndarray) -> np.ndarray:
        """Scene points (..., 3) of parameters (..., 2) as (intercept, slope)."""

    def spans(self, params: np.ndarray) -> np.ndarray:
        """Scene vectors (..., 2) of differences of parameters (..., 2)."""
