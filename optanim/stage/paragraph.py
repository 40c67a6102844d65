"""Running text, broken into lines that fit."""

from __future__ import annotations

import textwrap

from manim import Text

from optanim.stage.canvas import Canvas
from optanim.stage.layout import Region


def paragraph(
    canvas: Canvas, words: str, region: Region, size: float, color: str | None = None
) -> Text:
    """``words`` centred in ``region``, in as few lines as fit its width, of about equal length."""
    for lines in range(1, len(words.split()) + 1):
        broken = _break(words, lines)
        text = canvas.text(broken, size, color)
        if text.width <= region.width:
            return text.move_to(region.center)
    raise ValueError(f"a word of {words!r} is wider than its region")


def _break(words: str, lines: int) -> str:
    """``words`` in at most ``lines`` lines (if no single word is too long) of balanced length."""
    width = -(-len(words) // lines)
    while len(textwrap.wrap(words, width)) > lines and width < len(words):
        width += 1
    return "\n".join(textwrap.wrap(words, width))
