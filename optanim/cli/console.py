"""Where the command line prints: tables to standard output, the rest to standard error."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

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
    logger, handler = logging.getLogger("optanim"), _Warnings()
    before, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


class _Warnings(logging.Handler):
    """Shows each warning once: several races may be of one table, or of one piece of code."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.shown: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if (sentence := record.getMessage()) not in self.shown:
            self.shown.add(sentence)
            warn(sentence)


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


class Stages:
    """A bar for what is made in so many ``steps``: films, each with a line, and what follows."""

    def __init__(self, steps: int) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self.bar = Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        )
        self.task = self.bar.add_task("Rendering", total=steps)

    def film(self, name: str, seconds: float, took: float | None) -> None:
        """A film of so many ``seconds`` is there, which took so many, or was there before."""
        length = f"{seconds // 60:.0f}:{seconds % 60:02.0f}"
        how = "from before" if took is None else f"made in {took:.0f} s"
        self.bar.console.print(Text(f"{name:<16} {length:>6}  {how}"))
        self.bar.advance(self.task)

    def begun(self, name: str) -> None:
        """What is made next."""
        self.bar.update(self.task, description=name)


@contextmanager
def stages(steps: int) -> Iterator[Stages]:
    """The bar of many films, while they and what follows are made in so many ``steps``."""
    stages = Stages(steps)
    with stages.bar:
        yield stages
