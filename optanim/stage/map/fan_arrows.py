"""A step as the sum that it is: arrows laid tip to tail on the map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Announcing, Moment, staggered
from optanim.stage.draw.paths import NOTHING
from optanim.stage.map.arrows import EDGE, clipped_arrow
from optanim.stage.map.contour_map import ContourMap

SHAFT = 5.0  # design pixels


class FanArrows(Announcing, VGroup):
    """Before step k, arrows along ``ways[k]`` (n, 2), corners in parameter units.

    They come one by one with the ``part`` (start, end) of the moment's lead, the first in
    ``colors[0]``, over all others in ``colors[1]``, and are gone beyond the last of ``ways``.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: ContourMap,
        ways: Sequence[np.ndarray],
        colors: tuple[str, str],
        part: tuple[float, float],
    ) -> None:
        self.chart, self.part, self.shaft = chart, part, SHAFT * canvas.px
        self.ways = [chart.locate(way)[:, :2] for way in ways]
        most = max(len(way) for way in ways) - 1
        self.pieces = [
            canvas.shape(colors[min(index, 1)], canvas.theme.rim, EDGE) for index in range(most)
        ]
        super().__init__(*reversed(self.pieces))

    def show_at(self, moment: Moment) -> None:
        """Draw the arrows of the row at or before ``moment``, as far as they are announced."""
        row = int(moment.step + 1e-9)
        way = self.ways[row] if row < len(self.ways) else np.zeros((1, 2))
        grown = staggered(moment.part(*self.part), len(way) - 1)
        for index, piece in enumerate(self.pieces):
            if index < len(grown) and grown[index] > 0.0:
                reach = (way[index + 1] - way[index]) * grown[index]
                piece.points = clipped_arrow(self.chart, way[index], reach, self.shaft)
            else:
                piece.points = NOTHING
