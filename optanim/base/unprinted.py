"""Somebody else's code has no place in our output."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from threading import get_ident
from typing import Any

from optanim.base.alone import alone


@contextmanager
def unprinted() -> Iterator[None]:
    """What this thread prints meanwhile is not shown; what others print is.

    Not for a whole run, since a progress bar that begins in it holds on to what it finds.
    """
    with alone():
        output: Any = _Output(sys.stdout)
        with redirect_stdout(output):
            yield


class _Output:
    """Standard output, which for the thread that makes this is a text that nobody reads."""

    def __init__(self, shown: Any) -> None:
        self._shown, self._hidden, self._thread = shown, io.StringIO(), get_ident()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._hidden if get_ident() == self._thread else self._shown, name)
