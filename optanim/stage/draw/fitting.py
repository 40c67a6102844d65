"""Names of any length in the room there is."""

from __future__ import annotations

from optanim.base.text import ELLIPSIS, shortened
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.type import Type

LEGIBLE = 0.72  # of its usual size: what would have to be smaller is shortened, or not shown
TALLEST = 1.4  # em: what letters with accents above and below take, in any script


def fitted(
    canvas: Canvas,
    words: str,
    width: float,
    size: float = SMALL,
    color: str | None = None,
    weight: str = "NORMAL",
    least: float = 1.0,
) -> Type:
    """``words`` in a row at most ``width`` design pixels wide, as `fitting` shortens them.

    The type is made smaller first, down to ``least`` of its size, and further only for letters that
    are larger than a row or too wide for any shortening.
    """
    line = canvas.text(fitting(canvas, words, width / least, size, weight), size, color, weight)
    return _within(canvas, line, width, size)


def fitting(
    canvas: Canvas, words: str, width: float, size: float = SMALL, weight: str = "NORMAL"
) -> str:
    """``words`` of at most ``width`` design pixels, shortened in the middle if need be.

    Beginning and end stay, since labels of one race often differ in their end alone.
    """
    words = " ".join(words.split()) or ELLIPSIS
    low, high = 1, len(words) - 1  # letters kept: low fits or is the least there can be
    if canvas.width_of(canvas.text(words, size, weight=weight)) <= width:
        return words
    while low < high:
        kept = (low + high + 1) // 2
        shorter = canvas.text(shortened(words, kept), size, weight=weight)
        if canvas.width_of(shorter) <= width:
            low = kept
        else:
            high = kept - 1
    return shortened(words, low)


def _within(canvas: Canvas, line: Type, width: float, size: float) -> Type:
    """``line``, made smaller where it is wider than ``width`` or higher than a row of its size."""
    shares = width / canvas.width_of(line), TALLEST * size / canvas.height_of(line)
    return line.scale(min(1.0, *shares)) if min(shares) < 1.0 else line
