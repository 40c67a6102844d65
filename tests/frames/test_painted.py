"""What paints itself fades and is copied like any other mobject."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import FadeOut

from optanim.frames.painted import Painted


class Heavy(Painted):
    """Holds a heavy array that never changes, and a light one that may."""

    shared: ClassVar[tuple[str, ...]] = ("heavy",)

    def __init__(self) -> None:
        super().__init__()
        self.heavy, self.light = np.zeros(9), np.zeros(9)
        self.points = np.zeros((1, 3))  # Manim skips what has none


def test_a_copy_shares_what_is_heavy_and_nothing_else() -> None:
    made = Heavy()
    copied = made.copy()
    assert copied.heavy is made.heavy and copied.light is not made.light
    assert copied is not made and copied.set_opacity(0.5).opacity == 0.5 and made.opacity == 1.0


def test_fading_takes_away_opacity() -> None:
    made = Heavy()
    assert made.fade(0.25).opacity == 0.75 and made.fade(0.5).opacity == 0.375
    start, end = Heavy().set_opacity(0.2), Heavy().set_opacity(1.0)
    assert made.interpolate_color(start, end, 0.25).opacity == 0.4


def test_manims_own_animation_fades_it() -> None:
    made = Heavy()
    animation = FadeOut(made)
    animation.begin()
    seen = []
    for alpha in (0.0, 0.5, 1.0):
        animation.interpolate(alpha)
        seen.append(made.opacity)
    assert seen[0] == 1.0 > seen[1] > seen[2] == 0.0
