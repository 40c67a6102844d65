"""The line that a run fits at the present, among the data."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import VGroup

from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.paths import NOTHING, polygon, polyline
from optanim.stage.draw.way import Way

LINE, RESIDUAL = 4.5, 2.2  # design pixels: widths of the line and of a residual
MARK, RIM = 9.0, 3.0  # design pixels: radius of the racer's shape, and of its rim beyond it
FAINT = 0.55  # the residuals' opacity


class LiveLine(VGroup):
    """The line y = a + b x of a run, its residuals, and the racer's shape where x is 0.

    That is where the line shows its intercept; where the plot has no x = 0 there is no shape.
    ``missing`` says whether the residuals are there from the start; the line is ``width`` design
    pixels wide.
    """

    def __init__(
        self,
        canvas: Canvas,
        plot: DataPlot,
        run: Way,
        name: str,
        missing: bool = True,
        width: float = LINE,
    ) -> None:
        theme = canvas.theme
        color, shape = theme.racer(name), polygon(theme.outline(name) * MARK * canvas.px)
        rim = canvas.shape(theme.rim)
        core = canvas.shape(color)
        super().__init__(
            canvas.line(color, RESIDUAL, opacity=FAINT * missing),
            canvas.line(color, width),
            rim,
            core,
        )
        self.plot, self.run = plot, run
        self.outlines = [shape * (1.0 + RIM / MARK), shape]

    def misses(self) -> Any:
        """The animation that brings the residuals."""
        return self.submobjects[0].animate.set_stroke(opacity=FAINT)

    def show_at(self, moment: Moment) -> None:
        """Draw the line of ``moment``."""
        self.draw(self.run.at(moment.step))

    def draw(self, params: np.ndarray) -> None:
        """Draw the line of ``params`` (2,) as (intercept, slope)."""
        residuals, line, *mark = self.submobjects
        residuals.points = self.plot.residual_points(params)
        line.points = polyline(self.plot.line_ends(params))
        (left, right), (low, high) = self.plot.spans
        shown = left <= 0.0 <= right and low <= params[0] <= high
        here = np.append(self.plot.locate(np.zeros(1), params[:1])[0], 0.0)
        for part, points in zip(mark, self.outlines, strict=True):
            part.points = points + here if shown else NOTHING
