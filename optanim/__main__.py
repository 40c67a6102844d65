"""`python -m optanim` is the command `optanim`."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from optanim.cli import main as command


def main() -> None:
    """Run the command; asked to end by SIGTERM, it clears up as it does after an error."""
    signal.signal(signal.SIGTERM, _end)
    command(prog_name="optanim")


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
