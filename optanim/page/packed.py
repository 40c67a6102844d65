"""Arrays as a page holds them: every number of a run at full length, in few characters."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np


def packed(array: np.ndarray) -> dict[str, Any]:
    """``array`` as its ``shape``, its ``type`` and its bytes in base64, the lowest byte first.

    A float32 stays one, of type "f4"; all other numbers are float64, "f8". Infinite numbers and
    NaN, which JSON does not have, are kept.
    """
    kind = "f4" if array.dtype == np.float32 else "f8"
    data = np.ascontiguousarray(array, f"<{kind}").tobytes()
    return {"shape": [*array.shape], "type": kind, "bytes": base64.b64encode(data).decode()}


def shortened(array: np.ndarray) -> np.ndarray:
    """``array`` as float32, unless some of its numbers are too large or too small for that."""
    sizes = np.abs(array[(array != 0.0) & np.isfinite(array)])
    limits = np.finfo(np.float32)
    fits = not len(sizes) or (sizes.min() >= limits.tiny and sizes.max() <= limits.max)
    return array.astype(np.float32) if fits else array
