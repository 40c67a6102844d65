"""A line of type whose letters are from several fonts."""

from __future__ import annotations

import re
from pathlib import Path

from manim import Text
from manim.utils.color import ParsableManimColor


class OneBaseline(Text):
    """A Text in one line, all of whose pieces stand on one baseline.

    Manim has Pango set each piece that has a font of its own alone, and puts their upper edges at
    one height. The edge of a piece with Chinese letters is higher above its baseline than others'.
    """

    def _text2svg(self, color: ParsableManimColor) -> str:
        """Set the text, and move each glyph down to the lowest baseline that there is."""
        path = Path(super()._text2svg(color))
        svg = path.read_text("utf-8")
        lowest = max(re.findall(r'<use [^>]*\by="([-\d.]+)"', svg), key=float, default="0")
        path.write_text(re.sub(r'(<use [^>]*\by=")[-\d.]+"', rf'\g<1>{lowest}"', svg), "utf-8")
        return str(path)
