"""Where a walk would be silent for long."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

QUIET = 6.5  # seconds of a walk in which nothing need be said


def silent_steps(spent: np.ndarray, told: Sequence[float]) -> list[int]:
    """The steps of a walk at which something should be said, so that none of it is silent for long.

    ``spent`` (steps,) are the seconds that have passed after each step, and ``told`` those after
    which something is said anyway, ascending. What is longer than `QUIET` is cut into equal parts.
    """
    steps = []
    for start, end in pairwise([0.0, *told, float(spent[-1])]):
        parts = int(np.ceil((end - start) / QUIET))
        times = np.linspace(start, end, max(parts, 1) + 1)[1:-1]
        steps += (np.searchsorted(spent, times) + 1).tolist()
    return sorted(set(steps))
