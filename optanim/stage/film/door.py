"""Manim's door: where its command makes a scene and renders it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from optanim.base.errors import OptanimError


@contextmanager
def one_line() -> Iterator[None]:
    """What is wrong becomes one line on standard error and exit status 2.

    Manim's command would print the whole traceback.
    """
    try:
        yield
    except OptanimError as error:
        sys.stderr.write(f"optanim: {error}\n")
        raise SystemExit(2) from None
