"""A point of the plane that goes its way, and the line among the data that it stands for."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Group

from optanim.runs.problem import Problem
from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon, polyline
from optanim.stage.draw.plates import panel
from optanim.stage.surface.relief import Relief

POINT = 14.0  # design pixels: radius of the point's shape
DOTS, TICKS = 24, 4  # of the data; ticks on either axis, at most


class Stroll(Group):
    """From a problem's start straight to its minimizer, on a ``relief`` that is seen from above.

    Its line and residuals lie among the data on a plate that fills ``place``, in the colour and
    with the shape of the optimizer ``kind``.
    """

    def __init__(
        self, canvas: Canvas, problem: Problem, relief: Relief, place: Region, kind: str
    ) -> None:
        self.problem, self.relief = problem, relief
        theme, color = canvas.theme, canvas.theme.racer(kind)
        plot = axes.inside(place, right=20, top=20)
        self.data = DataPlot(canvas, problem, plot, points=DOTS, ticks=TICKS)
        self.residuals, self.line = canvas.line(color, 2, opacity=0.6), canvas.line(color, 5)
        self.outline = polygon(theme.outline(kind) * POINT * canvas.px)
        self.point = canvas.shape(color, theme.rim, 4)
        super().__init__(panel(canvas, place), self.data, self.residuals, self.line, self.point)
        self.go(0.0)

    def go(self, share: float) -> Self:
        """Be where ``share`` of the way, 0 to 1, is over."""
        start, end = self.problem.start, self.problem.known_minimizer
        params = start + share * (end - start)
        self.residuals.points = self.data.residual_points(params)
        self.line.points = polyline(self.data.line_ends(params))
        here = self.relief.region.points(*self.relief.share(params))
        self.point.points = self.outline + np.append(here, 0.0)
        return self
