"""The step counter."""

from __future__ import annotations

import numpy as np
from manim import LEFT, VGroup

from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.plates import panel
from optanim.stage.draw.ticker import Glyphs, Ticker

DIGITS = 3  # that there is room for; longer runs widen the counter
PAD = 16.0  # design pixels between what is on a plate and its edge
GAP = 10.0  # design pixels between word and number
RAISED = 0.36  # of small type's em: how high above the digits' baseline the word's middle stands


class StepCounter(VGroup):
    """The word "step" and the last step taken, in digits of equal width, right-aligned.

    On a plate where it is ``backed``.
    """

    def __init__(self, canvas: Canvas, region: Region, steps: int, backed: bool = False) -> None:
        glyphs = Glyphs(canvas, LARGE, "SEMIBOLD", letters="0123456789")
        right, middle = region.right, region.center[1]
        self.number = Ticker(glyphs, canvas.theme.text, np.array([right, middle, 0.0]), "", 1.0)
        word = canvas.text(canvas.words("step"), SMALL, canvas.theme.muted)
        left = right - glyphs.width("0" * max(DIGITS, len(str(steps))))
        word.next_to((left, middle, 0.0), LEFT, buff=GAP * canvas.px)
        height = middle - glyphs.height / 2 + RAISED * SMALL * canvas.px
        word.shift((0.0, height - word.middle(), 0.0))
        super().__init__(word, self.number)
        if backed:
            free = (word.get_left()[0] - region.left) / canvas.px
            place = region.middle(height=glyphs.height / canvas.px)
            self.add_to_back(panel(canvas, place.cut(free, 0, 0, 0).inset(-PAD, -PAD)))

    def show_at(self, moment: Moment) -> None:
        """Show the number of steps taken at ``moment``."""
        self.number.write(str(int(moment.step + 1e-9)))
