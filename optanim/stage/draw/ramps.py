"""Time on a walk that sets off and ends at rest."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Ramps:
    """A walk's ``seconds``, of which its speed grows for the first ``start``, and falls at the end.

    It grows and falls evenly, and is even in between: a little faster than without ramps, as all
    takes as long. Both ramps together are shorter than the walk.
    """

    seconds: float
    start: float
    end: float

    def passed(self, time: float) -> float:
        """After how many seconds one is as far without ramps as after ``time`` with them."""
        gained = _gained(time, self.start) - _gained(self.seconds - time, self.end)
        return (time - self.start / 2 + gained) * self.seconds / self._full

    def when(self, passed: float) -> float:
        """The time after which `passed` gives ``passed``."""
        way = passed * self._full / self.seconds
        if way < self.start / 2:
            return sqrt(2 * self.start * way)
        if self._full - way < self.end / 2:
            return self.seconds - sqrt(2 * self.end * max(self._full - way, 0.0))
        return way + self.start / 2

    @property
    def _full(self) -> float:
        """Seconds that the way takes at full speed."""
        return self.seconds - (self.start + self.end) / 2


def _gained(time: float, ramp: float) -> float:
    """How much farther one is ``time`` after the start of a ramp than who starts in its middle."""
    return max(ramp - time, 0.0) ** 2 / (2 * ramp) if ramp else 0.0
