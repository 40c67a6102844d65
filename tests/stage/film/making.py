"""`python -m tests.stage.film.making FILM [lr]` renders a small race, for tests that disturb it."""

from __future__ import annotations

import sys
from pathlib import Path

from manim.constants import QUALITIES

from optanim.__main__ import main

SMALL = {"flag": "l", "pixel_width": 320, "pixel_height": 180, "frame_rate": 10}


def make(film: Path, rate: str = "0.01") -> None:
    """Film two racers on Himmelblau's function, GD at ``rate``, by the command that users have."""
    QUALITIES["low_quality"] = SMALL
    options = "race --problem himmelblau --start 0.3,-5 --steps 20 --seconds 20 --view map -q l"
    racers = ["--optimizer", f"GD:lr={rate}", "--optimizer", "Adam:lr=0.3"]
    sys.argv = ["optanim", *options.split(), *racers, "-o", str(film)]
    main()


if __name__ == "__main__":
    make(Path(sys.argv[1]), *sys.argv[2:])
