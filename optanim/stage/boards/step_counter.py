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


class Counter(VGroup):
    """A ``word`` and a number in digits of equal width, right-aligned; on a plate if ``backed``.

    There is room for numbers as wide as ``widest``, made of its letters or any digits.
    """

    def __init__(
        self, canvas: Canvas, region: Region, word: str, widest: str, backed: bool = False
    ) -> None:
        glyphs = Glyphs(canvas, LARGE, "SEMIBOLD", letters="".join({*"0123456789", *widest}))
        right, middle = region.right, region.center[1]
        self.number = Ticker(glyphs, canvas.theme.text, np.array([right, middle, 0.0]), "", 1.0)
        name = canvas.text(word, SMALL, canvas.theme.muted)
        name.next_to((right - glyphs.width(widest), middle, 0.0), LEFT, buff=GAP * canvas.px)
        height = middle - glyphs.height / 2 + RAISED * SMALL * canvas.px
        name.shift((0.0, height - name.middle(), 0.0))
        super().__init__(name, self.number)
        if backed:
            free = (name.get_left()[0] - region.left) / canvas.px
            place = region.middle(height=glyphs.height / canvas.px)
            self.add_to_back(panel(canvas, place.cut(free, 0, 0, 0).inset(-PAD, -PAD)))


class StepCounter(Counter):
    """The word "step" and the last step taken."""

    def __init__(self, canvas: Canvas, region: Region, steps: int, backed: bool = False) -> None:
        widest = "0" * max(DIGITS, len(str(steps)))
        super().__init__(canvas, region, canvas.words("step"), widest, backed)

    def show_at(self, moment: Moment) -> None:
        """Show the number of steps taken at ``moment``."""
        self.number.write(str(int(moment.step + 1e-9)))
