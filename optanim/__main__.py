"""`python -m optanim` is the command `optanim`."""

from __future__ import annotations

from optanim.base import interrupt
from optanim.cli import main as command


def main() -> None:
    """Run the command; asked to end by a signal, it clears up as it does after Ctrl-C."""
    interrupt.listen()
    command(prog_name="optanim")


if __name__ == "__main__":
    main()
