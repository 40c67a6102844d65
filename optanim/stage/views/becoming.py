"""How a line among the data becomes the point that it is on a map not painted yet."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Transform, VMobject
from manim.utils.rate_functions import rush_into

from optanim.frames.unpainted import Unpainted

POINT = 0.02  # of its size: what is left of a line that has become a point


def become_point(line: VMobject, cover: Unpainted) -> list[Any]:
    """The animations in which ``line`` shrinks to the start of the way on which ``cover`` opens.

    The line itself stays; around the start the map is seen as the line arrives there.
    """
    flying = line.copy()
    goal = line.copy().scale(POINT).move_to(np.append(cover.start, 0.0))
    return [Transform(flying, goal, remover=True), cover.opened(rate_func=rush_into)]
