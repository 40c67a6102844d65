"""`python -m optanim` is the command `optanim`."""

from __future__ import annotations

import signal
import sys

from optanim.cli import main as command


def main() -> None:
    """Run the command; asked to end by SIGTERM, it clears up as it does after an error."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    command(prog_name="optanim")


if __name__ == "__main__":
    main()
