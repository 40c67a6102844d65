"""Which losses a scale beside the picture names, and how they are written."""

from __future__ import annotations

import numpy as np

from optanim.base import numbers
from optanim.landscape.height_scale import HeightScale, ticks


def marks(scale: HeightScale, low: float, high: float, most: int) -> np.ndarray:
    """Heights from ``low`` to ``high`` with round numbers, ``most`` of them at most."""
    if scale.even:
        return numbers.round_ticks(low, high, most)
    inner = ticks(scale, low, high, most)
    apart = inner - low >= 0.6 * (high - low) / most
    start = [low] if scale.floor == 0.0 else []
    return np.concatenate([start, inner[apart | bool(scale.floor)]])
