"""A line among the data on a plate, and the point of the land whose line it is."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Group, ThreeDCamera

from optanim.runs.problem import Problem
from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polyline
from optanim.stage.draw.plates import panel
from optanim.stage.draw.way import Tour
from optanim.stage.surface.relief import Relief

DOTS, TICKS = 24, 4  # of the data; ticks on either axis, at most
PAD = 16.0  # design pixels between the left edge of the plate and the axis's name
INSIDE = 28.0  # design pixels between the plot and the plate's edge, above and at the right


class Fit(Group):
    """A line of one ``color`` and its residuals, among the data, on a plate that fills ``place``.

    The axes hold all ``lines`` (n, 2).
    """

    def __init__(
        self, canvas: Canvas, problem: Problem, place: Region, color: str, lines: np.ndarray
    ) -> None:
        plot = axes.inside(place.cut(left=PAD), right=INSIDE, top=INSIDE)
        self.data = DataPlot(canvas, problem, plot, points=DOTS, lines=lines, ticks=TICKS)
        self.residuals, self.line = canvas.line(color, 2, opacity=0.6), canvas.line(color, 5)
        super().__init__(panel(canvas, place), self.residuals, self.line, self.data)

    def draw(self, params: np.ndarray) -> Self:
        """Draw the line of ``params`` (2,) as (intercept, slope)."""
        self.residuals.points = self.data.residual_points(params)
        self.line.points = polyline(self.data.line_ends(params))
        return self


class Stroll(Fit):
    """The line of a point that walks on a ``relief`` from one of ``stops`` (n, 2) to the next.

    Both have the colour of the focus: the point is no optimizer.
    """

    def __init__(self, canvas: Canvas, relief: Relief, place: Region, stops: np.ndarray) -> None:
        self.relief, self.way = relief, Tour(stops)
        relief.walk_along(stops)
        problem = relief.landscape.problem
        super().__init__(canvas, problem, place, canvas.theme.focus, stops)
        self.draw(self.here)

    @property
    def here(self) -> np.ndarray:
        """The parameters (2,) of the place where the point is."""
        return self.way.at(self.relief.step)

    def follow(self, camera: ThreeDCamera) -> None:
        """Show the line of where the point is, from wherever ``camera`` sees it."""
        self.draw(self.here)
