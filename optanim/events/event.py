"""Something that trajectories show, and the order of several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

INTERCEPT, SLOPE = 0, 1


@dataclass(frozen=True, eq=False)
class Event:
    """Something that the trajectories show.

    ``rule`` is the name of the rule that found it, ``step`` the row at which it has happened,
    ``values`` the numbers measured, and ``racer`` whose it is.
    """

    rule: str
    step: int
    values: Mapping[str, float]
    racer: str = ""


def in_order(*found: Event | None) -> list[Event]:
    """The events that were found, by step."""
    return sorted((event for event in found if event is not None), key=lambda event: event.step)
