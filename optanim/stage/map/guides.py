"""Where a racer's parameters are read off the axes of its map."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import contains
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.paths import NOTHING, joined, segments
from optanim.stage.draw.way import Way
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.crowd import EDGE

WIDTH = 3.0  # design pixels


class Guides(VMobject):
    """From the head down and across to the map's axes, where its two parameters are read.

    Where the ground may have the racer's colour, a rim keeps the dashes apart, as it does trails.
    """

    def __init__(self, canvas: Canvas, chart: ContourMap, run: Way, color: str) -> None:
        super().__init__(stroke_color=color, stroke_width=canvas.stroke(WIDTH), fill_opacity=0.0)
        theme = canvas.theme
        if theme.casing:
            edge = canvas.stroke(WIDTH + 2.0 * EDGE)
            self.set_stroke(theme.rim, edge, theme.casing, background=True)
        self.chart, self.run = chart, run
        self.dash, self.gap = 7 * canvas.px, 7 * canvas.px

    def show_at(self, moment: Moment) -> None:
        """Draw the guides of ``moment``."""
        here = self.chart.locate(self.run.at(moment.step))[:2]
        region = self.chart.region
        if not contains(region, here):
            self.points = NOTHING
            return
        feet = np.array([[here[0], region.bottom], [region.left, here[1]]])
        self.points = joined(self._dashed(foot, here) for foot in feet)

    def _dashed(self, foot: np.ndarray, here: np.ndarray) -> np.ndarray:
        """Dashes from ``foot`` to ``here`` (2,), whole ones from the foot on."""
        length = float(np.hypot(*(here - foot)))
        starts = np.arange(0.0, length, self.dash + self.gap)
        ends = np.minimum(starts + self.dash, length)
        along = (here - foot) / max(length, 1e-9)
        return segments(foot + starts[:, None] * along, foot + ends[:, None] * along)
