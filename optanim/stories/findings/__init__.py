"""What captions may claim: detectors that look for something in trajectories and measure it.

A detector returns a `Finding` with the step at which it has happened and the numbers that a
sentence about it needs, or None where the trajectories do not show it. The sentences themselves
stand in the catalogue of words, under the detector's name. Detectors that only some films need
stand in modules of their own: `momentum`, `adaptive`, `tilt`, `long_run`, `story`.
"""

from optanim.stories.findings.finding import INTERCEPT, SLOPE, Finding, in_order
from optanim.stories.findings.valley import (
    arrival,
    calmer_swings,
    first_step,
    jumps_over,
    late_turn,
    one_wall,
    other_route,
    swings,
)

__all__ = [
    "INTERCEPT",
    "SLOPE",
    "Finding",
    "arrival",
    "calmer_swings",
    "first_step",
    "in_order",
    "jumps_over",
    "late_turn",
    "one_wall",
    "other_route",
    "swings",
]
