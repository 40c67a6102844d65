"""What comes on stage while the clock walks on."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from manim import Animation, Mobject, VMobject

from optanim.frames.painted import Painted
from optanim.stories.findings import Finding

NOTE = 0.4  # seconds in which a note beside a racer's name appears


@dataclass(frozen=True)
class Passing:
    """``arriving``, if it is anything, begins when the clock reaches ``step``, which does not stop.

    ``spoken`` is a finding that is spoken of from then on, if that has been heard within
    ``silence`` seconds.
    """

    step: int
    arriving: Animation | None
    spoken: Finding | None = None
    silence: float = inf

    def after(self, seconds: float) -> Animation:
        """``arriving``, to be played from ``seconds`` before it begins."""
        assert self.arriving is not None
        total, eased = seconds + NOTE, self.arriving.rate_func

        def late(share: float) -> float:
            return eased(min(max(share * total - seconds, 0.0) / NOTE, 1.0))

        self.arriving.rate_func = late
        return self.arriving.set_run_time(total)


class FadeInMoving(Animation):
    """Fade in what a clock moves meanwhile: colours change, and places are as the clock has them.

    Manim's own fade would put it back to where it was at first.
    """

    def __init__(self, mobject: Mobject, **kwargs: Any) -> None:
        self.shown = mobject.copy()
        super().__init__(mobject, introducer=True, **kwargs)

    def create_starting_mobject(self) -> Mobject:
        """The same, not to be seen."""
        return self.shown.copy().fade(1.0)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show it as much as at share ``alpha`` of the time."""
        share = self.rate_func(alpha)
        alike = (mobject.get_family() for mobject in (*self.get_all_mobjects(), self.shown))
        for part, unseen, shown in zip(*alike, strict=True):
            if isinstance(part, VMobject | Painted):
                part.interpolate_color(unseen, shown, share)
