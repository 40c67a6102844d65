"""Hot loops, compiled once for this machine, and drawn by two threads."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from numba import njit


def kernel(allocates: bool = True, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """A decorator: numba's ``njit`` with these ``options``, free of Python's lock, kept on disk.

    Where a function ``allocates`` no memory, nor takes slices of arrays, numba need not count who
    holds them: in functions that are called for every triangle that costs more than the drawing.
    Where nothing can be kept, neither beside the file nor in the user's cache, as in containers
    without a home, every process compiles anew.
    """

    def compiled(function: Callable[..., Any]) -> Any:
        common = {"nogil": True, "boundscheck": False, "_nrt": allocates, **options}
        try:
            return njit(cache=True, **common)(function)
        except RuntimeError:  # numba found no folder that it may write to
            return njit(**common)(function)

    return compiled


def together(work: Callable[[int], None]) -> None:
    """Do ``work(0)`` on another thread and ``work(1)`` here; raises what either raises.

    Kernels let two threads run at a time; the encoder fills what cores are left.
    """
    job = _other(os.getpid()).submit(work, 0)
    try:
        work(1)
    finally:
        job.result()


@cache
def _other(_process: int) -> ThreadPoolExecutor:
    """The other thread of a process; one that is forked has none of its parent's."""
    return ThreadPoolExecutor(1)
