"""Being asked to end, by Ctrl-C or by a signal."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = "SIGINT", "SIGTERM", "SIGHUP"  # Windows has no SIGHUP


class Interrupt:
    """A signal's handler that raises KeyboardInterrupt, and keeps the ``number`` of the signal.

    Python drops what is raised while it clears up behind an object that is no longer used, and some
    libraries take it for an error of theirs: that somebody asked must not be lost with it.
    """

    number: int | None = None
    waits = False
    """Whether nothing is raised now; whoever lets it wait heeds it afterwards."""

    def __call__(self, number: int, _: FrameType | None) -> None:
        """Nobody takes this for an error of theirs, as code of users might a SystemExit."""
        self.number = number
        if not self.waits:
            raise KeyboardInterrupt(number)


def listen() -> None:
    """From now on end by KeyboardInterrupt; not at signals that are ignored, as under nohup."""
    handler = Interrupt()
    for name in SIGNALS:
        number = getattr(signal, name, None)
        usual = signal.SIG_DFL, signal.default_int_handler
        if number is not None and signal.getsignal(number) in usual:
            signal.signal(number, handler)


def asked() -> int | None:
    """The number of the signal that asked to end, None if none did."""
    numbers = (handler.number for handler in _handlers())
    return next((number for number in numbers if number is not None), None)


def heed() -> None:
    """Raise KeyboardInterrupt if somebody asked to end, and that has been lost."""
    if (number := asked()) is not None:
        raise KeyboardInterrupt(number)


@contextmanager
def later() -> Iterator[None]:
    """Let whoever asks to end meanwhile wait until this is over, and raise KeyboardInterrupt then.

    Around what must not be left half done: a thread that was begun and is known to nobody would
    never end.
    """
    handlers = _handlers()
    for handler in handlers:
        handler.waits = True
    try:
        yield
    finally:
        for handler in handlers:
            handler.waits = False
    heed()


def _handlers() -> list[Interrupt]:
    found = (signal.getsignal(getattr(signal, name)) for name in SIGNALS if hasattr(signal, name))
    return [handler for handler in found if isinstance(handler, Interrupt)]
