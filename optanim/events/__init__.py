"""What captions may claim: rules that look for an event in trajectories and measure it.

A rule returns an `Event` with the step at which the event has happened and the numbers that a
sentence about it needs, or None where the trajectories do not show it. The sentences themselves
stand in the catalogue of words, under the rule's name. Rules that only some films need stand in
modules of their own: `momentum`, `adaptive`, `tilt`, `long_run`, `story`.
"""

from optanim.events.event import INTERCEPT, SLOPE, Event, in_order
from optanim.events.valley import (
    arrival,
    calmer_swings,
    first_step,
    late_turn,
    other_route,
    swings,
)

__all__ = [
    "INTERCEPT",
    "SLOPE",
    "Event",
    "arrival",
    "calmer_swings",
    "first_step",
    "in_order",
    "late_turn",
    "other_route",
    "swings",
]
