"""Numbers that count: type that changes every frame, its digits all of one width."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from manim import VMobject

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.paths import joined

EVEN = "0123456789+−"
"""Letters that are all set equally wide."""

ALPHABET = EVEN + ".=abxyλκη₁₂,()"
"""What numbers and equations are written with."""

BLANK = "\u2007"
"""A figure space: as wide as a sign, for a number that has none."""


class Glyphs:
    """The ``letters`` of tickers in one size: outlines (n, 3) on one baseline, and their widths.

    A letter's outline starts at the left end of its room; digits and signs stand in the middle
    of one and the same room.
    """

    def __init__(
        self, canvas: Canvas, size: float, weight: str = "NORMAL", letters: str = ALPHABET
    ) -> None:
        post, pair = (canvas.text(words, size, weight=weight) for words in ("H", "HH"))
        count, self.height = len(post.points), post.height
        advance = float(pair.points[count:, 0].min() - pair.points[:count, 0].min())
        outlines, widths = {}, {" ": 0.45 * advance}
        for letter in {*letters} - {" "}:
            line = canvas.text(f"H{letter}H", size, weight=weight).points
            widths[letter], outlines[letter] = _between(line, count, advance)
        even = [letter for letter in EVEN if letter in widths]
        room = max(widths[letter] for letter in even)
        for letter in even:
            outlines[letter] = outlines[letter] + [(room - widths[letter]) / 2, 0.0, 0.0]
            widths[letter] = room
        widths[BLANK] = room
        self.outlines: Mapping[str, np.ndarray] = MappingProxyType(outlines)
        self.widths: Mapping[str, float] = MappingProxyType(widths)

    def set(self, text: str) -> np.ndarray:
        """Points (n, 3) of ``text``, its baseline's left end at the origin."""
        pieces, x = [], 0.0
        for letter in text:
            if letter in self.outlines:
                pieces.append(self.outlines[letter] + [x, 0.0, 0.0])
            x += self.widths[letter]
        return joined(pieces)

    def at(self, text: str, place: np.ndarray, align: float = 0.0) -> np.ndarray:
        """Points (n, 3) of ``text`` whose digits stand at half height on ``place`` (3,).

        With ``align`` 0 the text begins there, with 1 it ends there, with 0.5 it is centred.
        """
        shift = np.array([-align * self.width(text), -self.height / 2, 0.0])
        return self.set(text) + place + shift

    def width(self, text: str) -> float:
        """How much room ``text`` takes, in scene units."""
        return sum(self.widths[letter] for letter in text)

    def __deepcopy__(self, memo: dict[int, object]) -> Glyphs:
        return self


class Ticker(VMobject):
    """Type at a place, set anew at will; ``align`` as in `Glyphs.at`."""

    def __init__(
        self, glyphs: Glyphs, color: str, place: np.ndarray, text: str, align: float = 0.0
    ) -> None:
        super().__init__(fill_color=color, fill_opacity=1.0, stroke_width=0.0)
        self.glyphs, self.place, self.align = glyphs, np.array(place, float), align
        self.write(text)

    def write(self, text: str) -> None:
        """Show ``text``; digits stand at half height on the ticker's place."""
        self.words, self.points = text, self.glyphs.at(text, self.place, self.align)

    def __repr__(self) -> str:
        return f"Ticker({self.words!r})"


def _between(line: np.ndarray, post: int, advance: float) -> tuple[float, np.ndarray]:
    """A letter's advance, and its outline on a baseline at height 0, its room from 0 on.

    In ``line`` it stands between two capitals, whose outlines have ``post`` points each and which
    advance by ``advance``; between digits the font would turn an x into a times sign.
    """
    first, middle, last = line[:post], line[post:-post], line[-post:]
    start = first[:, 0].min() + advance
    bearing = (advance - np.ptp(first[:, 0])) / 2
    origin = np.array([start - bearing, first[:, 1].min(), 0.0])
    return float(last[:, 0].min() - start), middle - origin
