"""A number that changes from frame to frame, in digits of equal width."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from optanim.stage.canvas import SMALL, Canvas

_DOT_WIDTH = 0.55  # of a digit's


class Readout(VMobject):
    """A number set from glyphs that are prepared once, right-aligned at ``right`` (3,).

    Write it anew with `write`, in an updater as well. Digits, minus sign and point only.
    """

    def __init__(
        self, canvas: Canvas, right: np.ndarray, size: float = SMALL, color: str | None = None
    ) -> None:
        super().__init__(fill_color=color or canvas.theme.text, fill_opacity=1.0, stroke_width=0.0)
        self.right = np.asarray(right, dtype=float)
        self.glyphs, self.pitch = _glyphs(canvas, size)

    def write(self, text: str) -> None:
        """Show ``text``."""
        x, pieces = 0.0, []
        for char in reversed(text.replace("-", "−")):
            width = self.pitch * (_DOT_WIDTH if char == "." else 1.0)
            pieces.append(self.glyphs[char] + self.right + np.array([x - width / 2, 0.0, 0.0]))
            x -= width
        self.points = np.concatenate(pieces) if pieces else np.zeros((0, 3))

    @staticmethod
    def room(canvas: Canvas, text: str, size: float = SMALL) -> float:
        """How wide ``text`` will be, in scene units."""
        _, pitch = _glyphs(canvas, size)
        return pitch * (len(text) - (1.0 - _DOT_WIDTH) * text.count("."))


def decimals_for(largest: float, digits: int = 3) -> int:
    """How many decimals show ``digits`` significant digits of ``largest``, none below zero."""
    rounded = abs(float(f"{largest:.{digits}g}"))
    return max(0, digits - 1 - int(np.floor(np.log10(rounded)))) if rounded else 0


def _glyphs(canvas: Canvas, size: float) -> tuple[dict[str, np.ndarray], float]:
    """The points of each glyph around the middle of a zero, and the widest digit's width."""
    zero = canvas.text("0", size)
    count = len(zero.points)
    glyphs, widths = {"0": zero.points - zero.get_center()}, [zero.width]
    for char in "123456789.−":
        pair = canvas.text(f"0{char}", size)
        middle = (pair.points[:count].max(axis=0) + pair.points[:count].min(axis=0)) / 2
        points = pair.points[count:] - middle
        low, high = points[:, 0].min(), points[:, 0].max()
        glyphs[char] = points - np.array([(low + high) / 2, 0.0, 0.0])
        widths.append(high - low if char.isdigit() else 0.0)
    return glyphs, 1.06 * max(widths)
