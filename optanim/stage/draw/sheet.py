"""The rows that every film shares: title, body and caption."""

from __future__ import annotations

from dataclasses import dataclass

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import UPRIGHT, WIDE, Region

MARGIN = 36.0  # design pixels around everything
TITLE_ROW = 104.0  # design pixels
CAPTION_ROW = 90.0  # design pixels
UPRIGHT_LINES = 2.2  # of captions, by how much the row is higher in an upright frame


@dataclass(frozen=True)
class Sheet:
    """Title above, body, caption below.

    Views ask it how to lay out the body: in an ``upright`` frame (9:16) they put one below the
    other what otherwise stands side by side, and only a ``wide`` one (16:9, not 4:3) has room for
    the widest rows.
    """

    title: Region
    body: Region
    caption: Region
    upright: bool
    wide: bool

    @classmethod
    def of(cls, canvas: Canvas) -> Sheet:
        """Cut the canvas's frame; an upright frame gets room for more lines of caption."""
        aspect = canvas.frame.aspect
        upright, wide = aspect <= UPRIGHT, aspect > WIDE
        caption_row = CAPTION_ROW * (UPRIGHT_LINES if upright else 1.0)
        title, body, caption = canvas.frame.inset(MARGIN).rows(TITLE_ROW, None, caption_row)
        return cls(title, body, caption, upright, wide)
