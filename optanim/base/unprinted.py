"""Somebody else's code has no place in our output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import get_ident
from typing import Any

from optanim.base.alone import alone


@contextmanager
def unprinted() -> Iterator[None]:
    """What this thread prints meanwhile is not shown; what others print is."""
    with alone():
        output, shown = _output(), sys.stdout
        if shown is output:  # within another
            yield
            return
        output.shown, output.hidden = shown, get_ident()
        sys.stdout = output
        try:
            yield
        finally:
            sys.stdout = shown
            output.hidden = 0


class _Output:
    """What is ``shown``, but for the text of the thread that is ``hidden``."""

    shown: Any = None
    hidden = 0

    def write(self, text: str) -> int:
        return len(text) if get_ident() == self.hidden else self.shown.write(text)

    def flush(self) -> None:
        self.shown.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.shown, name)


@cache
def _output() -> Any:
    """The only one: another thread's print that has begun with it does not keep it alive."""
    return _Output()
