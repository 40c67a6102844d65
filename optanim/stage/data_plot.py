"""The data and the lines that parameters stand for."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from optanim.problem import Problem
from optanim.stage import axes
from optanim.stage.canvas import Canvas
from optanim.stage.layout import Region
from optanim.stage.paths import polygon, polyline

POINT = 6.0  # pixels at 1080


class DataPlot(VGroup):
    """Some of a problem's points, evenly picked in order of x, on axes that hold them all."""

    def __init__(self, canvas: Canvas, problem: Problem, region: Region, points: int = 60) -> None:
        self.canvas, self.region = canvas, region
        order = np.argsort(problem.x)
        pick = order[np.linspace(0, len(order) - 1, min(points, len(order))).round().astype(int)]
        self.x, self.y = problem.x[pick], problem.y[pick]
        self.spans = [_padded(problem.x), _padded(problem.y)]
        self.dots = self._dots()
        self.axes = VGroup(axes.border(canvas, region), *self._axes())
        super().__init__(self.axes, self.dots)

    def place(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Scene points (n, 2) of data (n,), (n,)."""
        (left, right), (low, high) = self.spans
        share = np.stack([(x - left) / (right - left), (y - low) / (high - low)], axis=-1)
        size = np.array([self.region.width, self.region.height])
        return share * size + np.array([self.region.left, self.region.bottom])

    def line(self, params: np.ndarray, color: str) -> VMobject:
        """The line y = a + b x of ``params`` (2,) as (intercept, slope), cut off at the border."""
        a, b = params
        (left, right), (low, high) = self.spans
        ends = np.array([left, right])
        if b != 0:
            crossings = np.sort((np.array([low, high]) - a) / b)
            ends = np.clip(ends, *crossings)
        stroke = self.canvas.line(color, 5)
        stroke.points = polyline(self.place(ends, a + b * ends))
        return stroke

    def residuals(self, params: np.ndarray, color: str) -> VMobject:
        """From every point straight up or down to the line, cut off at the border."""
        a, b = params
        on_line = np.clip(a + b * self.x, *self.spans[1])
        feet, tops = self.place(self.x, self.y), self.place(self.x, on_line)
        stroke = self.canvas.line(color, 2, opacity=0.6)
        pieces = [polyline(np.array(pair)) for pair in zip(feet, tops, strict=True)]
        stroke.points = np.concatenate(pieces)
        return stroke

    def _dots(self) -> VMobject:
        dots = VMobject(fill_color=self.canvas.theme.text, fill_opacity=0.9, stroke_width=0.0)
        angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
        circle = POINT * self.canvas.px * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        points = self.place(self.x, self.y)
        dots.points = np.concatenate([polygon(point + circle) for point in points])
        return dots

    def _axes(self) -> list[VGroup]:
        drawn = []
        for draw, span, title in zip((axes.below, axes.beside), self.spans, "xy", strict=True):
            ticks = axes.round_ticks(*span, 6)
            shares = (ticks - span[0]) / (span[1] - span[0])
            labels = [axes.number(tick) for tick in ticks]
            drawn.append(draw(self.canvas, self.region, shares, labels, title))
        return drawn


def _padded(values: np.ndarray) -> tuple[float, float]:
    """The span of ``values`` and a tenth more on either side."""
    low, high = float(values.min()), float(values.max())
    return low - 0.1 * (high - low), high + 0.1 * (high - low)
