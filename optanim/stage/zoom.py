"""The size of a growing map, in numbers."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.stage.canvas import SMALL, Canvas
from optanim.stage.clock import Moment
from optanim.stage.growing_map import GrowingMap
from optanim.stage.layout import Region
from optanim.stage.ticker import Ticker


class Zoom(VGroup):
    """How many times wider than at first a growing map is now."""

    def __init__(self, canvas: Canvas, chart: GrowingMap, place: Region) -> None:
        self.chart = chart
        before, after = (
            canvas.text(w, SMALL) for w in canvas.words("rate.zoom", scale="|").split("|")
        )
        room = chart.glyphs.width("00.0")
        gap = 8 * canvas.px
        left = place.center[0] - (before.width + room + after.width + 2 * gap) / 2
        self.number = Ticker(
            chart.glyphs, canvas.theme.text,
            np.array([left + before.width + gap + room, place.center[1], 0.0]), "", align=1.0,
        )  # fmt: skip
        place.place_line(before).align_to([left, 0, 0], [-1, 0, 0])
        place.place_line(after).align_to([left + before.width + room + 2 * gap, 0, 0], [-1, 0, 0])
        super().__init__(before, self.number, after)

    def show(self, moment: Moment) -> None:
        """Show the scale at ``moment``."""
        self.number.write(f"{self.chart.growth.at(moment.step):.1f}")
