"""`python -m optanim` is the command `optanim`."""

from __future__ import annotations

import signal
from types import FrameType

from optanim.cli import main as command


def main() -> None:
    """Run the command; asked to end by a signal, it clears up as it does after Ctrl-C."""
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # not under nohup
            signal.signal(number, _end)
    command(prog_name="optanim")


def _end(number: int, _: FrameType | None) -> None:
    """Nobody takes this for an error of theirs, as code of users might a SystemExit."""
    raise KeyboardInterrupt(number)


if __name__ == "__main__":
    main()
