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
    """``words`` in a row at most ``width`` design pixels wide, shortened in the middle if need be.

    Beginning and end stay, since labels of one race often differ in their end alone. The type
    is never made smaller.
    """
    words = " ".join(words.split()) or ELLIPSIS
    line = canvas.text(words, size, color, weight)
    low, high = 1, len(words) - 1  # letters kept: low fits or is the least there can be
    if canvas.width_of(line) <= width:
        return line
    while low < high:
        kept = (low + high + 1) // 2
        shorter = canvas.text(shortened(words, kept), size, color, weight)
        if canvas.width_of(shorter) <= width:
            low = kept
        else:
            high = kept - 1
    return canvas.text(shortened(words, low), size, color, weight)
