"""What comes on stage while the clock walks on."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from manim import Animation

from optanim.stories.findings import Finding

NOTE = 0.4  # seconds in which a note beside a racer's name appears


@dataclass(frozen=True)
class Passing:
    """``arriving`` begins when the clock reaches ``step``, and the clock does not stop for it.

    ``spoken`` is a finding that is spoken of from then on, if it takes ``silence`` seconds at
    most.
    """

    step: int
    arriving: Animation
    spoken: Finding | None = None
    silence: float = inf

    def after(self, seconds: float) -> Animation:
        """``arriving``, to be played from ``seconds`` before it begins."""
        total, eased = seconds + NOTE, self.arriving.rate_func

        def late(share: float) -> float:
            return eased(min(max(share * total - seconds, 0.0) / NOTE, 1.0))

        self.arriving.rate_func = late
        return self.arriving.set_run_time(total)
