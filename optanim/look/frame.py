"""Which frames a film may have: sizes, frame rates, and Manim's qualities by letter."""

from __future__ import annotations

from collections.abc import Sequence

from optanim.base.errors import OptanimError, unknown

QUALITIES = ("l", "m", "h", "k")
"""480p15, 720p30, 1080p60, 2160p60."""
SMALLEST, LARGEST = 180, 8192  # pixels a side
SLOWEST, FASTEST = 1.0, 240.0  # frames a second


def check_quality(quality: str) -> None:
    """Raise OptanimError for what is none of Manim's letters."""
    if quality not in QUALITIES:
        raise unknown("quality", str(quality), QUALITIES)


def check_size(option: str, size: Sequence[float], even: bool = True) -> tuple[int, int]:
    """Width and height of ``size`` in pixels, which ``option`` has given.

    H.264 halves the colours' resolution, so that sides have to be ``even``. Raises OptanimError
    with the bounds, and with the next size that is even.
    """
    kind = "even" if even else "whole"
    wanted = f"{option} must be two {kind} numbers from {SMALLEST} to {LARGEST}"
    if not all(SMALLEST <= side <= LARGEST and side % 1 == 0 for side in size):
        raise OptanimError(wanted)
    width, height = map(int, size)
    if even and (width % 2 or height % 2):
        raise OptanimError(f"{wanted}; the next are {width + width % 2},{height + height % 2}")
    return width, height


def check_rate(option: str, rate: float) -> None:
    """Raise OptanimError for a number of frames a second that no film may have."""
    if not SLOWEST <= rate <= FASTEST:
        raise OptanimError(f"{option} {rate:g} must be {SLOWEST:g} to {FASTEST:g} frames a second")
