"""One thread at a time, where the whole process is changed for a while."""

from __future__ import annotations

import os
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


if hasattr(os, "register_at_fork"):  # not on Windows, which knows no forks
    # A child has no other threads: what one of them holds there is never released, nor put back.
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
    )
