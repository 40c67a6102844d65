"""The rows that every film shares: title, caption and body."""

from __future__ import annotations

from dataclasses import dataclass, replace

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import UPRIGHT, WIDE, Region

INNER = 0.9
"""The share of the frame's width, and of its height, in which all stands that is to be read.

Beyond, projectors and players cut off or cover what is there; a map may go on to the edges.
"""
TITLE_ROW, CAPTION_ROW = 76.0, 64.0  # design pixels
UPRIGHT_LINES = 1.9  # of captions, by how much the row is higher in an upright frame
ABOVE = 14.0  # design pixels between caption and body
TOUCHING = 1e-6  # scene units


def readable(frame: Region) -> Region:
    """The part of the ``frame`` in which all stands that is to be read."""
    return frame.middle(INNER * frame.width, INNER * frame.height)


@dataclass(frozen=True)
class Sheet:
    """Title above, the caption right below it, where no player's subtitles cover it, then the body.

    Views ask it how to lay out the body: in an ``upright`` frame (9:16) they put one below the
    other what otherwise stands side by side, and only a ``wide`` one (16:9, not 4:3) has room for
    the widest rows. ``frame`` is all that can be seen.
    """

    frame: Region
    title: Region
    caption: Region
    body: Region
    upright: bool
    wide: bool

    @classmethod
    def of(cls, canvas: Canvas) -> Sheet:
        """Cut the canvas's frame; an upright frame gets room for more lines of caption."""
        frame, aspect = canvas.frame, canvas.frame.aspect
        upright, wide = aspect <= UPRIGHT, aspect > WIDE
        inner = readable(frame)
        caption_row = CAPTION_ROW * (UPRIGHT_LINES if upright else 1.0)
        title, caption, body = inner.rows(TITLE_ROW, caption_row, None)
        return cls(frame, title, caption, body.cut(top=ABOVE), upright, wide)

    def ground(self, place: Region) -> Region:
        """``place`` of the body, on to the frame's edge on every side on which it ends the body.

        A map that has ``place`` for itself and its axes goes on as far, below title and caption.
        """
        edges = ("left", "bottom", "right", "top")
        ending = {
            edge: getattr(self.frame, edge)
            for edge in edges
            if abs(getattr(place, edge) - getattr(self.body, edge)) < TOUCHING
        }
        return replace(place, **ending)
