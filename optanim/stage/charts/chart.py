"""The frame that all charts have in common."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.stage.charts.scales import Scale
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region


class Chart(VGroup):
    """A border and two axes, and where numbers lie between them.

    ``across`` and ``upward`` are the scales of the edges of ``region``, or of what is left of it
    after ``left``, ``right`` and ``top`` design pixels stay free inside; ``titles`` are the axes'
    names. An axis without one is left out. The axes stand outside the region, which has to leave
    them room, see `axes.inside`.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        across: Scale,
        upward: Scale,
        titles: tuple[str, str],
        left: float = 0.0,
        right: float = 0.0,
        top: float = 0.0,
    ) -> None:
        self.canvas, self.region, self.across, self.upward = canvas, region, across, upward
        self.field = region.cut(left=left, right=right, top=top)
        super().__init__(axes.border(canvas, region))
        self.bottom = VGroup()
        if titles[0]:
            bottom = region.cut(left=left, right=right)
            self.bottom = axes.below(canvas, bottom, *across.ticks(bottom.width), titles[0])
            self.add(self.bottom)
        if titles[1]:
            side = region.cut(top=top)
            self.add(axes.beside(canvas, side, *upward.ticks(side.height), titles[1]))

    def locate(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The scene points (n, 2) of numbers ``x`` (n,) and ``y`` (n,)."""
        return self.field.points(self.across.share(x), self.upward.share(y))
