"""The size of a growing map, in numbers."""

from __future__ import annotations

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.ticker import Ticker
from optanim.stage.map.growing_map import GrowingMap


class Zoom(Ticker):
    """How many times wider than at first a growing map is now, at the end of ``place``.

    The letters of the catalogue's ``rate.zoom`` must be among the map's glyphs.
    """

    def __init__(self, canvas: Canvas, chart: GrowingMap, place: Region) -> None:
        self.chart, self.template = chart, canvas.words("rate.zoom", scale="{scale:.1f}")
        super().__init__(chart.glyphs, canvas.theme.text, place.at(1.0, 0.5), "", align=1.0)

    def show_at(self, moment: Moment) -> None:
        """Tell the scale at ``moment``."""
        self.write(self.template.format(scale=self.chart.growth.at(moment.step)))
