"""How racers are told apart while a clock walks: heads that pulse, and on land ways that recede."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from manim import there_and_back

from optanim.stage.draw.clock import Clock
from optanim.stage.draw.uncopied import Uncopied
from optanim.stage.map.walker import Head
from optanim.stage.surface.relief import Relief

SWOLLEN = 0.7  # of its size by which a head is larger at the height of its pulse
RECEDED = 0.35  # of its opacity that is left of a way nobody speaks of


class Pulse(Uncopied):
    """A ``head`` of a ``clock`` swells once, wherever it goes meanwhile."""

    def __init__(self, clock: Clock, head: Head, **kwargs: Any) -> None:
        self.clock, self.head = clock, head
        super().__init__(head, rate_func=there_and_back, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Swell as much as at share ``alpha`` of the time."""
        self.head.swell = 1.0 + SWOLLEN * self.rate_func(alpha)
        self.head.show_at(self.clock.moment)


class OnLand(Uncopied):
    """The heads of ``named`` racers pulse on a ``land``, and the trails of ``others`` recede.

    All other trails are seen again; if ``others`` is None, trails stay as they are.
    """

    def __init__(
        self,
        land: Relief,
        named: Collection[str] = (),
        others: Collection[str] | None = (),
        **kwargs: Any,
    ) -> None:
        self.land, self.named, self.goals = land, named, dict[str, tuple[float, float]]()
        if others is not None:
            for name, now in land.shares.items():
                self.goals[name] = now, RECEDED if name in others else 1.0
        super().__init__(land, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Be at share ``alpha`` of the time."""
        done = self.rate_func(alpha)
        for name, (now, goal) in self.goals.items():
            self.land.shares[name] = now + done * (goal - now)
        for name in self.named:
            self.land.swells[name] = 1.0 + SWOLLEN * 4.0 * done * (1.0 - done)
