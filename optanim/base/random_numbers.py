"""The random numbers that a program draws go on as if nothing had been drawn."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np


@contextmanager
def numpys_and_pythons_kept() -> Iterator[None]:
    """NumPy's and Python's random numbers go on afterwards where they were."""
    before = np.random.get_state(), random.getstate()  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(before[0])  # noqa: NPY002
        random.setstate(before[1])
