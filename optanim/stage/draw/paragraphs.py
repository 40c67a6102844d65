"""Running text, broken into lines that fit."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.base.wrapping import cells, wrapped
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.type import Type

LEADING = 1.32  # from baseline to baseline, in em


def paragraph(
    canvas: Canvas,
    words: str,
    region: Region,
    size: float,
    color: str | None = None,
    x: float = 0.5,
) -> VGroup:
    """``words`` in ``region``, in as few lines as fit its width, of about equal length.

    Each line stands at share ``x`` of the width that it leaves free, so centred unless given.

    Lines break where `wrapped` says that the words' script lets them. Raises ValueError where a
    single letter is wider than the region.
    """
    for count in range(1, len(words) + 1):
        lines = [canvas.text(line, size, color) for line in _break(words, count)]
        if max(map(canvas.width_of, lines)) <= region.width:
            return _set(canvas, lines, region, size, x)
    raise ValueError(f"a letter of {words!r} is wider than {region.width:.4g} pixels")


def _set(canvas: Canvas, lines: list[Type], region: Region, size: float, x: float) -> VGroup:
    """Stack ``lines`` with even leading, whatever letters they begin with."""
    pitch = LEADING * size * canvas.px
    for index, line in enumerate(lines):
        y = region.center[1] + pitch * ((len(lines) - 1) / 2 - index)
        region.place(line, x=x)
        line.shift(np.array([0.0, y - line.middle(line.upright()), 0.0]))
    return VGroup(*lines)


def _break(words: str, count: int) -> list[str]:
    """``words`` in at most ``count`` lines (if no single word is too long) of balanced length."""
    width = -(-cells(words) // count)
    while len(wrapped(words, width)) > count and width < cells(words):
        width += 1
    return wrapped(words, width)
