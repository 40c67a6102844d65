"""The view of two maps carries a race; a scene outside scenes/ shows it."""

from __future__ import annotations

from pathlib import Path

from optanim.films.reading import timeline
from tests.howto.recipes import commands, said


def test_its_clock_walks_all_steps() -> None:
    (command,) = commands("view", "manim")
    said(command)
    (film,) = Path("media/videos/try_near_and_far").glob("*/TryNearAndFar.mp4")
    told = timeline(film)
    steps = [step for step in told["steps"] if step is not None]
    assert steps[0] == 0.0 and steps[-1] == 150.0 and steps == sorted(steps)
    assert {view["racer"] for view in told["views"]} == {
        "GD",
        "Momentum",
        "RMSprop",
        "Adam",
        "L-BFGS",
    }
