"""The rows that every film shares: title, body and caption."""

from __future__ import annotations

from dataclasses import dataclass

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region

MARGIN, TITLE_ROW, CAPTION_ROW = 36.0, 104.0, 90.0  # pixels at 1080


@dataclass(frozen=True)
class Sheet:
    """Title above, body, caption below. ``wide`` tells 16:9 from narrower frames."""

    title: Region
    body: Region
    caption: Region
    wide: bool

    @classmethod
    def of(cls, canvas: Canvas) -> Sheet:
        """Cut the canvas's frame; a portrait frame gets room for more lines of caption."""
        inner = canvas.frame.inset(MARGIN * canvas.px)
        lines = 1.0 if inner.aspect > 1.2 else 2.2
        title, body, caption = inner.rows(
            TITLE_ROW * canvas.px, None, CAPTION_ROW * lines * canvas.px
        )
        return cls(title, body, caption, canvas.frame.aspect > 1.6)
