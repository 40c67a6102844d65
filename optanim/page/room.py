"""How much of a page its runs take: a page without a film has at most eight million bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from optanim.base.errors import OptanimError
from optanim.runs.trajectory import Trajectory

ROOM = 2_300_000
"""Bytes that all runs of a page take, at most: the library that draws has five million."""
WHOLE = 1_000_000
"""Up to so many bytes those of the race itself are written at full length."""
LETTERS = 4 / 3
"""Letters of base64 a byte."""


def size(runs: Iterable[Trajectory], short: bool) -> int:
    """Bytes that ``runs`` take on a page, with numbers of full length or ``short`` ones.

    Of short ones the ways from row to row are told besides.
    """
    numbers = sum(
        (2 if short else 1) * t.params.size + t.losses.size + t.gradients.size + t.lrs.size
        + sum(values.size for values in t.state.values())
        for t in runs
    )  # fmt: skip
    return int((4 if short else 8) * LETTERS * numbers)


def is_short(runs: Mapping[str, Trajectory]) -> bool:
    """Whether the runs of a race are written with short numbers. OptanimError if they are too long.

    Short numbers have seven digits, as many as the page shows.
    """
    shortest = size(runs.values(), short=True)
    if shortest > ROOM:
        steps = max(run.steps for run in runs.values())
        most = max(steps * ROOM // shortest, 1)
        raise OptanimError(
            f"{len(runs)} runs of {steps} steps take {shortest / 1e6:.1f} MB; a page has room for "
            f"{ROOM / 1e6:.1f} MB, which is {most} steps of each"
        )
    return size(runs.values(), short=False) > WHOLE


def left(runs: Mapping[str, Trajectory]) -> int:
    """Bytes that the runs of a race leave for those of a slider."""
    return ROOM - size(runs.values(), is_short(runs))
