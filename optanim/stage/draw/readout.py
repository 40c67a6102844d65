"""A number that changes from frame to frame, in digits of equal width."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from optanim.base.immutable import Immutable
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.paths import joined

_GLYPHS, _POINT_WIDTH = "0123456789.−", 0.55  # the point's width as a share of a digit's


class Digits(Immutable):
    """Digits, point and minus sign, set once; several readouts share them."""

    def __init__(self, canvas: Canvas, size: float = SMALL) -> None:
        line = canvas.text(_GLYPHS, size)
        pieces = dict(zip(_GLYPHS, line.glyphs, strict=True))
        middle = _middle(pieces["0"])[1]
        self.glyphs = {
            char: points - np.array([_middle(points)[0], middle, 0.0])
            for char, points in pieces.items()
        }
        self.pitch = 1.06 * max(np.ptp(pieces[char][:, 0]) for char in _GLYPHS[:10])

    def advance(self, char: str) -> float:
        """How wide the cell of ``char`` is, in scene units."""
        return self.pitch * (_POINT_WIDTH if char == "." else 1.0)

    def width(self, text: str) -> float:
        """How wide ``text`` is set, in scene units."""
        return sum(map(self.advance, text))


class Readout(VMobject):
    """A number that ends at ``right`` (3,), at the height of a digit's middle.

    Write it anew with `write`, in an updater as well.
    """

    def __init__(self, digits: Digits, right: np.ndarray, color: str) -> None:
        super().__init__(fill_color=color, fill_opacity=1.0, stroke_width=0.0)
        self.digits, self.right = digits, np.asarray(right, dtype=float)

    def write(self, text: str) -> None:
        """Show ``text``: digits, points and true minus signs."""
        x, pieces = 0.0, []
        for char in reversed(text):
            width = self.digits.advance(char)
            middle = self.right + np.array([x - width / 2, 0.0, 0.0])
            pieces.append(self.digits.glyphs[char] + middle)
            x -= width
        self.points = joined(pieces)


def decimals_for(largest: float, digits: int = 3) -> int:
    """How many decimals show ``digits`` significant digits of ``largest``, none below zero."""
    rounded = abs(float(f"{largest:.{digits}g}"))
    return max(0, digits - 1 - int(np.floor(np.log10(rounded)))) if rounded else 0


def _middle(points: np.ndarray) -> np.ndarray:
    return (points.min(axis=0) + points.max(axis=0)) / 2
