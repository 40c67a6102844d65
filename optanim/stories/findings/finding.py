"""What a detector finds in trajectories, and the order of several findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

INTERCEPT, SLOPE = 0, 1
"""The columns of parameters."""


@dataclass(frozen=True, eq=False)
class Finding:
    """Something that the trajectories show, with all that a sentence about it needs.

    `valley.swings`, for example, finds ``Finding("swings", 3, {"crossings": 7, "factor": 0.66},
    "GD")``, and the words under "swings" make of it that GD jumps across the valley, each swing
    0.66 times the last. ``name`` is that of the sentence in the catalogue of words, most often the
    detector's own; ``step`` the row at which it has happened; ``values`` what was measured, numbers
    or racers' names; ``racer`` whose it is, empty where it is about all.
    """

    name: str
    step: int
    values: Mapping[str, Any]
    racer: str = ""


def in_order(*found: Finding | None) -> list[Finding]:
    """Those that are not None, by step."""
    return sorted((each for each in found if each is not None), key=lambda each: each.step)


def least(values: Mapping[str, float]) -> str | None:
    """The name of the least of ``values``, None where several are the least, or there are none."""
    names = [name for name, value in values.items() if value == min(values.values())]
    return names[0] if len(names) == 1 else None
