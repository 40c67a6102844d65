"""The data and the lines that parameters stand for."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import VMobject

from optanim.look.axis_words import column_names
from optanim.runs.problem import Problem
from optanim.stage.charts.chart import Chart
from optanim.stage.charts.scales import Linear
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.fitting import fitting
from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import ROUND
from optanim.stage.draw.paths import joined, polygon, polyline, segments

POINT = 6.0  # design pixels: radius of a point of the data


class DataPlot(Chart):
    """Some of a problem's points, evenly picked in order of x, on axes that hold them all.

    ``lines`` (n, 2) are parameters whose lines the axes hold too, and ``reach`` further x.
    ``ticks`` is how many each axis has at most.
    """

    def __init__(
        self,
        canvas: Canvas,
        problem: Problem,
        region: Region,
        points: int = 60,
        lines: np.ndarray | None = None,
        reach: np.ndarray | None = None,
        ticks: int = 6,
    ) -> None:
        order = np.argsort(problem.x)
        count = min(points, len(order))
        self.pick = order[np.linspace(0, len(order) - 1, count).round().astype(int)]
        across = problem.x if reach is None else np.concatenate([problem.x, reach])
        upward = problem.y
        if lines is not None:
            ends = np.array([problem.x.min(), problem.x.max()])
            upward = np.append(upward, lines[:, :1] + lines[:, 1:] * ends)
        scales = Linear(*_padded(across), most=ticks), Linear(*_padded(upward), most=ticks)
        x, y = column_names(canvas.words, problem)
        titles = fitting(canvas, x, region.width), fitting(canvas, y, region.height)
        super().__init__(canvas, region, *scales, titles=titles)
        self.dots = canvas.shape(canvas.theme.text, opacity=0.9)
        self.add(self.dots)
        self.take(problem)

    def take(self, problem: Problem) -> None:
        """Move the points to where they are in ``problem``, the same data with another x."""
        self.x, self.y = problem.x[self.pick], problem.y[self.pick]
        self.dots.points = self._dots()

    def describe(self, width: int) -> dict[str, Any]:
        """Where it lies in a frame ``width`` pixels wide, for a film's timeline."""
        window = dict(zip("xy", map(list, self.spans), strict=True))
        return {"window": window, "pixels": self.canvas.pixels(self.region, width)}

    @property
    def spans(self) -> list[tuple[float, float]]:
        """The x and the y at the plot's edges."""
        return [(scale.low, scale.high) for scale in (self.across, self.upward)]

    def line(self, params: np.ndarray, color: str) -> VMobject:
        """The line y = a + b x of ``params`` (2,) as (intercept, slope), cut off at the border."""
        stroke = self.canvas.line(color, 5)
        stroke.points = polyline(self.line_ends(params))
        return stroke

    def line_ends(self, params: np.ndarray) -> np.ndarray:
        """Where the line of ``params`` (2,) begins and ends on the plot, scene points (2, 2)."""
        a, b = params
        (left, right), (low, high) = self.spans
        ends = np.array([left, right])
        if b != 0:
            crossings = np.sort((np.array([low, high]) - a) / b)
            ends = np.clip(ends, *crossings)
        return self.locate(ends, a + b * ends)

    def residuals(self, params: np.ndarray, color: str) -> VMobject:
        """From every point straight up or down to the line, cut off at the border."""
        stroke = self.canvas.line(color, 2, opacity=0.6)
        stroke.points = self.residual_points(params)
        return stroke

    def residual_points(self, params: np.ndarray) -> np.ndarray:
        """Cubic points (4 n, 3) of the residuals of ``params`` (2,)."""
        a, b = params
        on_line = np.clip(a + b * self.x, *self.spans[1])
        return segments(self.locate(self.x, self.y), self.locate(self.x, on_line))

    def _dots(self) -> np.ndarray:
        circle = POINT * self.canvas.px * ROUND
        return joined(polygon(at + circle) for at in self.locate(self.x, self.y))


def _padded(values: np.ndarray) -> tuple[float, float]:
    """The span of ``values`` and a tenth more on either side."""
    low, high = float(values.min()), float(values.max())
    return low - 0.1 * (high - low), high + 0.1 * (high - low)
