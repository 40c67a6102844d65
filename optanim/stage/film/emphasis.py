"""How racers are told apart: heads that pulse, and ways that recede; both while a clock walks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from manim import Animation, Mobject, VMobject, there_and_back

from optanim.stage.draw.clock import Clock
from optanim.stage.map.walker import Head
from optanim.stage.surface.relief import Relief

SWOLLEN = 0.7  # of its size by which a head is larger at the height of its pulse
RECEDED = 0.35  # of its opacity that is left of a way nobody speaks of
STYLES = "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas"


class Emphasis(Animation):
    """Of what a clock moves: so nothing is ever put back to where it was."""

    def create_starting_mobject(self) -> Mobject:
        """Nothing: no copy is made."""
        return Mobject()


class Pulse(Emphasis):
    """A ``head`` of a ``clock`` swells once, wherever it goes meanwhile."""

    def __init__(self, clock: Clock, head: Head, **kwargs: Any) -> None:
        self.clock, self.head = clock, head
        super().__init__(head, rate_func=there_and_back, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Swell as much as at share ``alpha`` of the time."""
        self.head.swell = 1.0 + SWOLLEN * self.rate_func(alpha)
        self.head.show_at(self.clock.moment)


class Shade:
    """How much is seen of a ``way``, next to how it is made."""

    def __init__(self, way: VMobject) -> None:
        self.way, self.share = way, 1.0
        self.made = [
            (part, style, getattr(part, style).copy())
            for part in way.get_family()
            for style in STYLES
        ]

    def to(self, share: float) -> Animation:
        """The animation in which the ``share`` changes to this."""
        return _Shading(self, share)

    def show(self, share: float) -> None:
        """Let so much be seen."""
        self.share = share
        for part, style, rgbas in self.made:
            setattr(part, style, rgbas * [1.0, 1.0, 1.0, share])


class _Shading(Emphasis):
    def __init__(self, shade: Shade, share: float, **kwargs: Any) -> None:
        self.shade, self.shares = shade, (shade.share, share)
        super().__init__(shade.way, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        self.shade.show(float(np.interp(self.rate_func(alpha), (0, 1), self.shares)))


class OnLand(Emphasis):
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
