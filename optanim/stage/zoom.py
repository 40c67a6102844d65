"""The size of a growing map, in numbers."""

from __future__ import annotations

from optanim.stage.canvas import SMALL, Canvas
from optanim.stage.clock import Moment
from optanim.stage.growing_map import GrowingMap
from optanim.stage.layout import Region
from optanim.stage.ticker import Glyphs, Ticker


class Zoom(Ticker):
    """How many times wider than at first a growing map is now, in the middle of ``place``."""

    def __init__(self, canvas: Canvas, chart: GrowingMap, place: Region) -> None:
        self.chart, self.template = chart, canvas.words("rate.zoom", scale="{scale:.1f}")
        glyphs = Glyphs(canvas, SMALL, more=self.template)
        super().__init__(glyphs, canvas.theme.text, place.center, "", align=0.5)

    def show(self, moment: Moment) -> None:
        """Tell the scale at ``moment``."""
        self.write(self.template.format(scale=self.chart.growth.at(moment.step)))
