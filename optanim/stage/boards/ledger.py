"""A small table that fills up row by row."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Indicate, VGroup

from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.type import Type


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

    def point_out(self, row: VGroup) -> Indicate:
        """The animation that turns a ``row`` to the focus's colour and back, where it stands."""
        return Indicate(row, 1.0, self.canvas.theme.focus)

    def _set(self, number: int, texts: Sequence[str], color: str) -> VGroup:
        lines = VGroup()
        for column, (text, cell) in enumerate(zip(texts, self.cells[number], strict=True)):
            line, above = self._text(text, color)
            cell.place(line, x=1.0 if column else 0.0)
            line.shift((0.0, cell.center[1] + above - line.get_center()[1], 0.0))
            lines.add(line)
        return lines

    def _text(self, text: str, color: str) -> tuple[Type, float]:
        """A line, and how far its middle stands above a capital's: rows share a baseline."""
        capital = self.canvas.text("H", SMALL)
        line = self.canvas.text(f"H{text}", SMALL, color)
        middle = line.points[: len(capital.points), 1]
        line.points = line.points[len(capital.points) :]
        line.words = text
        return line, line.get_center()[1] - (middle.min() + middle.max()) / 2
