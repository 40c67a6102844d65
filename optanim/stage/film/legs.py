"""A walk in legs: it stops where something is told, and goes on while that is heard."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from optanim.stage.draw.clock import Pace

STOP = 1.5  # seconds that a walk stands, at most, where something is told


def legs(
    pace: Callable[[int, int], Pace], steps: tuple[int, int], told: Iterable[tuple[int, float]]
) -> list[Pace]:
    """The paces of a walk over ``steps`` (first, last), from one thing that is told to the next.

    ``told`` are the steps at which that happens, in order, and the seconds that it takes to say.
    Each leg is slowed for what is left of the sentence before it. ``pace(start, end)`` is that of a
    stretch, as `Pace.between` gives it::

        legs(pace.between, (0, 100), [(12, 4.0)])  # 12 steps; then 88, slowly for 2.5 seconds
    """
    (now, last), heard, found = steps, 0.0, []
    for step, seconds in told:
        stop = min(step, last)
        found.append(pace(now, stop).slowed(heard))
        now, heard = stop, max(seconds - STOP, 0.0)
    return [*found, pace(now, last).slowed(heard)]
