"""Who stands together, where heads hide each other."""

from __future__ import annotations

from collections.abc import Mapping

from manim import DOWN, LEFT, RIGHT, Group, Mobject, VGroup

from optanim.base.numbers import number, round_up
from optanim.stage.boards import legend
from optanim.stage.draw.canvas import BODY, Canvas
from optanim.stage.draw.plates import plate

RADIUS, GAP, ROW, PAD = 0.3 * BODY, 14.0, 18.0, 16.0  # design pixels


class Whereabouts(Group):
    """On a plate, in a row each: the shapes of racers, and how far they are from the minimum.

    ``groups`` are racers' names, and the distance of the farthest of them; it is told as a bound
    where there are several.
    """

    def __init__(self, canvas: Canvas, groups: Mapping[tuple[str, ...], float]) -> None:
        rows = [_row(canvas, names, distance) for names, distance in groups.items()]
        board = Group(*rows).arrange(DOWN, buff=ROW * canvas.px, aligned_edge=LEFT)
        super().__init__(plate(canvas, board, pad=PAD), board)


def _row(canvas: Canvas, names: tuple[str, ...], distance: float) -> Mobject:
    if len(names) > 1:
        bound = number(round_up(max(distance, 1e-12), range(1, 10)))
        words = canvas.words("label.gathered", distance=bound)
    else:
        words = canvas.words("label.apart", distance=number(distance, 2))
    shapes = [legend.symbol(canvas, name, RADIUS) for name in names]
    signs = VGroup(*shapes).arrange(RIGHT, buff=0.5 * GAP * canvas.px)
    return Group(signs, canvas.text(words, BODY)).arrange(RIGHT, buff=GAP * canvas.px)
