"""Where the command line prints: tables to standard output, the rest to standard error."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

PATIENCE = 1.0  # seconds before a progress bar appears


def stdout() -> Console:
    """Standard output; piped, its lines are not cut to a terminal's width."""
    return Console() if sys.stdout.isatty() else Console(width=160)


def warn(sentence: str) -> None:
    """A warning, in one line on standard error."""
    print(f"Warning: {sentence}", file=sys.stderr)


def warn_of_the_start(excess: float, tolerance: float) -> None:
    """Say so where a run starts ``excess`` above the minimum, which already counts as arrived."""
    if excess < tolerance:
        where = f"only {excess:.3g} above the minimum, " if excess > 0.0 else "at the minimum, "
        warn(
            f"the start is {where}within the tolerance of {tolerance:g} already: "
            "who arrives says nothing here"
        )


@contextmanager
def warnings_in_one_line() -> Iterator[None]:
    """Have what the packages below log shown as `warn` shows it, not as Manim lays logs out."""
    logger, handler = logging.getLogger("optanim"), _Warnings(logging.WARNING)
    before, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


class _Warnings(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        warn(record.getMessage())


@contextmanager
def progress(label: str, total: float) -> Iterator[Callable[[float], None]]:
    """A function to call with how much of ``total`` is done; after a second it shows a bar."""
    started = time.monotonic()
    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task(label, total=total)

    def advance(done: float) -> None:
        if not bar.live.is_started and time.monotonic() - started > PATIENCE:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield advance
    finally:
        bar.stop()
