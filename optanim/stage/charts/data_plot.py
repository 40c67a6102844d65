"""The data and the lines that parameters stand for."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import VGroup, VMobject

from optanim.base import numbers
from optanim.runs.problem import Problem
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon, polyline, segments

POINT = 6.0  # design pixels


class DataPlot(VGroup):
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
        self.canvas, self.region = canvas, region
        order = np.argsort(problem.x)
        count = min(points, len(order))
        self.pick = order[np.linspace(0, len(order) - 1, count).round().astype(int)]
        self.x, self.y = problem.x[self.pick], problem.y[self.pick]
        across = problem.x if reach is None else np.concatenate([problem.x, reach])
        upward = problem.y
        if lines is not None:
            ends = np.array([problem.x.min(), problem.x.max()])
            upward = np.append(upward, lines[:, :1] + lines[:, 1:] * ends)
        self.spans = [_padded(across), _padded(upward)]
        self.dots = VMobject(fill_color=canvas.theme.text, fill_opacity=0.9, stroke_width=0.0)
        self.dots.points = self._dots()
        self.axes = VGroup(axes.border(canvas, region), *self._axes(ticks))
        super().__init__(self.axes, self.dots)

    def take(self, problem: Problem) -> None:
        """Move the points to where they are in ``problem``, the same data with another x."""
        self.x, self.y = problem.x[self.pick], problem.y[self.pick]
        self.dots.points = self._dots()

    def describe(self, width: int) -> dict[str, Any]:
        """Where it lies in a frame ``width`` pixels wide, for a film's timeline."""
        window = dict(zip("xy", map(list, self.spans), strict=True))
        return {"window": window, "pixels": self.canvas.pixels(self.region, width)}

    def place(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Scene points (n, 2) of data (n,), (n,)."""
        (left, right), (low, high) = self.spans
        return self.region.points((x - left) / (right - left), (y - low) / (high - low))

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
        return self.place(ends, a + b * ends)

    def residuals(self, params: np.ndarray, color: str) -> VMobject:
        """From every point straight up or down to the line, cut off at the border."""
        stroke = self.canvas.line(color, 2, opacity=0.6)
        stroke.points = self.residual_points(params)
        return stroke

    def residual_points(self, params: np.ndarray) -> np.ndarray:
        """Cubic points (4 n, 3) of the residuals of ``params`` (2,)."""
        a, b = params
        on_line = np.clip(a + b * self.x, *self.spans[1])
        return segments(self.place(self.x, self.y), self.place(self.x, on_line))

    def _dots(self) -> np.ndarray:
        angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
        circle = POINT * self.canvas.px * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        return np.concatenate([polygon(at + circle) for at in self.place(self.x, self.y)])

    def _axes(self, most: int) -> list[VGroup]:
        drawn = []
        for draw, span, title in zip((axes.below, axes.beside), self.spans, "xy", strict=True):
            ticks = numbers.round_ticks(*span, most)
            shares = (ticks - span[0]) / (span[1] - span[0])
            labels = [numbers.number(tick) for tick in ticks]
            drawn.append(draw(self.canvas, self.region, shares, labels, title))
        return drawn


def _padded(values: np.ndarray) -> tuple[float, float]:
    """The span of ``values`` and a tenth more on either side."""
    low, high = float(values.min()), float(values.max())
    return low - 0.1 * (high - low), high + 0.1 * (high - low)
