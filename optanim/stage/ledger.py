"""A small table that fills up row by row."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from optanim.stage.canvas import SMALL, Canvas
from optanim.stage.layout import Region


class Ledger:
    """Rows of text in ``region``: the first column set left, the others right, under ``heads``.

    ``shares`` are the columns' parts of the width.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        rows: int,
        heads: Sequence[str],
        shares: Sequence[float],
    ) -> None:
        self.canvas = canvas
        places = region.rows(*[None] * (rows + 1))
        widths = [share / sum(shares) * region.width for share in shares]
        self.cells = [place.columns(*widths) for place in places]
        self.heads = self._set(0, heads, canvas.theme.muted)

    def row(self, number: int, texts: Sequence[str], color: str) -> VGroup:
        """The row ``number``, counted from 0, for the scene to bring in."""
        return self._set(number + 1, texts, color)

    def _set(self, number: int, texts: Sequence[str], color: str) -> VGroup:
        lines = VGroup()
        for column, (text, cell) in enumerate(zip(texts, self.cells[number], strict=True)):
            line = self.canvas.text(text, SMALL, color)
            lines.add(cell.place_line(line, x=1.0 if column else 0.0, glyph=-1))
        return lines
