"""A word to whoever waits while numba compiles the rasteriser for the first time."""

from __future__ import annotations

from functools import cache

from manim import logger
from numba.core import event


class _Once(event.Listener):
    """Says once that something is being compiled; what comes from the disk cache says nothing."""

    def __init__(self) -> None:
        self.told = False

    def on_start(self, event: event.Event) -> None:
        if not self.told:
            self.told = True
            logger.info("Compiling the rasteriser for this machine: once, about ten seconds.")

    def on_end(self, event: event.Event) -> None:
        pass


@cache
def announce_compiling() -> None:
    """From now on, log a line when the first function is compiled."""
    event.register("numba:compile", _Once())
