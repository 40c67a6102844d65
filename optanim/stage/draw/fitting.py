"""Names of any length in the room there is."""

from __future__ import annotations

from optanim.base.text import ELLIPSIS, shortened
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.type import Type


def fitted(
    canvas: Canvas,
    words: str,
    width: float,
    size: float = SMALL,
    color: str | None = None,
    weight: str = "NORMAL",
) -> Type:
    """``words`` in a row, as `fitting` has them."""
    return canvas.text(fitting(canvas, words, width, size, weight), size, color, weight)


def fitting(
    canvas: Canvas, words: str, width: float, size: float = SMALL, weight: str = "NORMAL"
) -> str:
    """``words`` at most ``width`` design pixels wide, shortened in the middle if need be.

    Beginning and end stay, since labels of one race often differ in their end alone. The type
    is never made smaller.
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
