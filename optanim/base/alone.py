"""One thread at a time, where the whole process is changed for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

_LOCK = RLock()


@contextmanager
def alone() -> Iterator[None]:
    """No other thread is within this meanwhile; a thread that is may enter again.

    Standard output, torch's default type, random numbers, `sys.modules` and Manim's settings are
    the process's: of two threads that put them back the second would put back what the first left.
    """
    with _LOCK:
        yield
