"""A flat picture that turns into a smaller one: some of it leaves, and the rest closes ranks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Self

import numpy as np
from manim import Camera, Group, Mobject

from optanim.frames.painted import Painted
from optanim.frames.still import Still

GONE, SETS_OUT = 0.3, 0.15  # shares after which nothing leaves any more; and the rest moves


class Regrouping(Painted):
    """Mobjects on the frame that stand still, move once, and stand still again.

    ``pairs`` are what stays, as it is before and after: shapes of as many points. ``leaving`` is
    there before and fades first, lest it be run over. How far all that has come says `regroup`.
    Both ends are drawn but once, as of a `Still`.
    """

    shared: ClassVar[tuple[str, ...]] = ("after", "before", "leaving", "pairs")

    def __init__(
        self, pairs: Iterable[tuple[Mobject, Mobject]], leaving: Sequence[Mobject] = ()
    ) -> None:
        super().__init__()
        self.pairs, self.leaving, self.share = list(pairs), list(leaving), 0.0
        first, last = zip(*self.pairs, strict=True)
        self.before, self.after = Still(*first, *self.leaving), Still(*last)
        self.regroup(0.0)

    @property
    def content(self) -> Group:
        """What it shows now, or has shown before it began to move."""
        return (self.after if self.share >= 1.0 else self.before).content

    @property
    def moved(self) -> float:
        """How much of its way what stays has moved, 0 to 1."""
        share = max(self.share - SETS_OUT, 0.0) / (1.0 - SETS_OUT)
        return share * share * (3.0 - 2.0 * share)

    def regroup(self, share: float) -> Self:
        """Let it have come ``share`` of its way, 0 to 1; its points are the picture's corners."""
        self.share = share
        self.points = _between(self.before.points, self.after.points, self.moved)
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Fade, and move, from one's state to another's."""
        assert isinstance(mobject1, Regrouping)
        assert isinstance(mobject2, Regrouping)
        self.share = mobject1.share + alpha * (mobject2.share - mobject1.share)
        return super().interpolate_color(mobject1, mobject2, alpha)

    def paint(self, camera: Camera) -> None:
        """Lay the picture over what is there."""
        if self.share in (0.0, 1.0):
            still = self.after if self.share else self.before
            still.set_opacity(self.opacity).paint(camera)
            still.set_opacity(1.0)  # as if it had not been painted: Manim's cache key has it
        elif self.opacity > 0.0:
            Still(*self._moving()).set_opacity(self.opacity).paint(camera)

    def _moving(self) -> list[Mobject]:
        """What is to be seen half way."""
        moving = [before.copy() for before, _ in self.pairs]
        for shown, pair in zip(moving, self.pairs, strict=True):
            families = (mobject.get_family() for mobject in (shown, *pair))
            for part, first, last in zip(*families, strict=True):
                part.points = _between(first.points, last.points, self.moved)
        fading = min(self.share / GONE, 1.0)
        return [*moving, *(one.copy().fade(fading) for one in self.leaving)]


def _between(first: np.ndarray, last: np.ndarray, share: float) -> np.ndarray:
    return first + share * (last - first)
