"""The step counter."""

from __future__ import annotations

import numpy as np
from manim import LEFT, VGroup, VMobject

from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import NOTHING

CELLS = 3  # digits; longer runs widen the counter


class StepCounter(VGroup):
    """The word "step" and the last step taken, in digits of equal width, right-aligned."""

    def __init__(self, canvas: Canvas, region: Region, steps: int) -> None:
        digits = [canvas.text(str(digit), LARGE, weight="SEMIBOLD") for digit in range(10)]
        middle = digits[0].get_center()
        self.glyphs = [
            digit.points - np.array([digit.get_center()[0], middle[1], 0.0]) for digit in digits
        ]
        self.pitch = 1.06 * max(digit.width for digit in digits)
        cells = max(CELLS, len(str(steps)))
        self.cells = [
            VMobject(fill_color=canvas.theme.text, fill_opacity=1.0, stroke_width=0.0)
            for _ in range(cells)
        ]
        word = canvas.text(canvas.words("step"), SMALL, canvas.theme.muted)
        self.right = region.right - self.pitch / 2
        self.middle = region.center[1]
        left = region.right - cells * self.pitch
        word.next_to((left, self.middle, 0.0), LEFT, buff=10 * canvas.px)
        base = digits[0].height / 2 - 0.36 * SMALL * canvas.px
        word.shift((0.0, self.middle - base - word.middle(), 0.0))
        super().__init__(word, *self.cells)

    def show(self, moment: Moment) -> None:
        """Show the number of steps taken at ``moment``."""
        text = f"{int(moment.step + 1e-9):>{len(self.cells)}}"
        for place, (cell, digit) in enumerate(zip(self.cells, text, strict=True)):
            x = self.right - (len(text) - 1 - place) * self.pitch
            at = np.array([x, self.middle, 0.0])
            cell.points = NOTHING if digit == " " else self.glyphs[int(digit)] + at
