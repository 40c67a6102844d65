"""A line of type as one path."""

from __future__ import annotations

import numpy as np
from manim import Text, VMobject


class Type(VMobject):
    """The glyphs of a Manim Text in a single mobject.

    Manim hashes, copies and draws mobject by mobject: a line as one path instead of one a letter
    makes films with much type several times quicker to prepare.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(fill_color=text.color, fill_opacity=1.0, stroke_width=0.0)
        glyphs = text.family_members_with_points()
        self.words = text.text.strip()
        self.points = np.concatenate([glyph.points for glyph in glyphs])
        self.ends = np.cumsum([len(glyph.points) for glyph in glyphs])
        middles = np.array([glyph.get_center()[1] for glyph in glyphs])
        self.middles = (middles - self.get_bottom()[1]) / self.height

    def middle(self, glyph: int = 0) -> float:
        """The height at which the glyph's middle stands now, in scene units."""
        return self.get_bottom()[1] + float(self.middles[glyph]) * self.height

    def upright(self) -> int:
        """Which glyph is the first capital or digit, or else the first letter that is as high.

        The middles of these stand equally high above the baseline in all type of one size.
        """
        letters = "".join(self.words.split())
        if len(letters) != len(self.ends):  # some are one glyph together
            return 0
        capitals = [i for i, letter in enumerate(letters) if letter.isupper() or letter.isdigit()]
        high = [i for i, letter in enumerate(letters) if letter in "bdfhkl"]
        return [*capitals, *high, 0][0]

    def nearest_to(self, height: float) -> int:
        """Which glyph is about ``height`` high, in scene units."""
        return int(np.argmin([abs(np.ptp(glyph[:, 1]) - height) for glyph in self.glyphs]))

    def last_as_high_as(self, height: float) -> int:
        """Which glyph is the last that is about ``height`` high, in scene units."""
        high = [abs(np.ptp(glyph[:, 1]) - height) < 0.15 * height for glyph in self.glyphs]
        return int(max(np.flatnonzero(high), default=len(high) - 1))

    @property
    def glyphs(self) -> list[np.ndarray]:
        """The points (n, 3) of each glyph as it stands now, without those of spaces."""
        return np.split(self.points, self.ends[:-1])

    def __repr__(self) -> str:
        return f"Type({self.words!r})"
