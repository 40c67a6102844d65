"""What a detector finds in trajectories, and the order of several findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

INTERCEPT, SLOPE = 0, 1


@dataclass(frozen=True, eq=False)
class Finding:
    """Something that the trajectories show, as in "GD swings across the valley from step 4".

    ``name`` is that of the detector, and of the sentence in the catalogue of words; ``step`` the
    row at which it has happened, ``values`` the numbers measured, and ``racer`` whose it is.
    """

    name: str
    step: int
    values: Mapping[str, float]
    racer: str = ""


def in_order(*found: Finding | None) -> list[Finding]:
    """Those that are not None, by step."""
    return sorted((each for each in found if each is not None), key=lambda each: each.step)
