"""A loss around its minimum that can change its shape: the map of a problem being rescaled."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Group, VGroup

from optanim.base import numbers
from optanim.base.window import Window
from optanim.frames.picture import Picture
from optanim.look.axis_words import parameter_names
from optanim.look.shapes import CIRCLE
from optanim.runs.problem import Problem
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import path_inside
from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import HEAD, minimum_mark
from optanim.stage.draw.paths import joined, polygon, polyline
from optanim.stage.map.contour_map import FAINT

LEVELS = 24  # level lines
COLORS = 3.0  # where the colours end, in roots of the start's loss
CORNERS = 240  # of an ellipse
COARSE = 2  # design pixels to a cell of the picture
LEVEL, ELLIPSE, AXES, START = 1.8, 5.0, 3.0, 3.0  # design pixels: widths of these lines


class Bowl(Group):
    """The root of a problem's loss, its axes counted from the minimizer.

    Units are equal, and ``reach`` (2,) to either side of the minimum lies within ``region``.
    Colours and level lines go on to the edges of ``ground``. Level lines stand at every half of the
    root of the start's loss; the colours end at ``top``, about three times that root. Besides
    level lines it shows the ellipse of all lines as bad as the start, with its half axes
    along the Hessian's eigenvectors, and the start. `take` gives it the shape of another problem.
    """

    def __init__(
        self,
        canvas: Canvas,
        problem: Problem,
        region: Region,
        reach: np.ndarray,
        ground: Region | None = None,
    ) -> None:
        self.canvas, self.region, self.parameters = canvas, region, problem.parameters
        self.ground = ground or region
        root = np.sqrt(float(problem.loss.value(problem.start)))
        self.levels = root / 2 * np.arange(1, LEVELS + 1)
        self.top = float(numbers.round_ticks(0.0, COLORS * root, 5)[-1])
        (across, upward) = (float(length) for length in reach)
        around = Window((-across, across), (-upward, upward))
        self.around = around.shaped(region.aspect)
        self.unit = region.size[0] / (2 * self.around.intercept[1])
        theme = canvas.theme
        self.lines = canvas.line(theme.level, LEVEL, opacity=0.34)
        self.far_lines = canvas.line(theme.level, LEVEL, opacity=FAINT)
        self.ellipse = canvas.line(theme.focus, ELLIPSE)
        self.half_axes = canvas.line(theme.focus, AXES)
        self.start = canvas.line(theme.text, START)
        self.picture = Picture(self._colors(problem), self.ground.size[1])
        self.picture.move_to(self.ground.center)
        self.take(problem)
        super().__init__(
            self.picture,
            self.far_lines,
            self.lines,
            axes.edges(canvas, region, open_ended=self.goes_on),
            self._axes(problem),
            minimum_mark(canvas, region.center[:2]),
            self.half_axes,
            self.ellipse,
            self.start,
        )

    @property
    def goes_on(self) -> bool:
        """Whether its ground goes on beyond its region."""
        return self.ground != self.region

    def take(self, problem: Problem) -> None:
        """Show ``problem``: everything is computed anew from its Hessian."""
        self.minimizer = problem.known_minimizer
        self.picture.rgba = self._colors(problem)
        minimum = problem.loss.minimum
        shapes = [self._ellipse(problem, level**2 - minimum) for level in self.levels]
        self.lines.points = joined(map(self._within, shapes))
        if self.goes_on:
            self.far_lines.points = joined(self._within(shape, self.ground) for shape in shapes)
        excess = float(problem.loss.value(problem.start)) - minimum
        self.ellipse.points = self._within(self._ellipse(problem, excess))
        values, directions = _principal(problem)
        tips = self.region.center[:2] + (directions * np.sqrt(2 * excess / values)).T * self.unit
        halves = [np.array([self.region.center[:2], tip]) for tip in tips]
        self.half_axes.points = joined(map(self._within, halves))
        ring = polygon(CIRCLE * HEAD * self.canvas.px)
        self.start.points = ring + self.locate(problem.start)

    def locate(self, params: np.ndarray) -> np.ndarray:
        """Scene points (..., 3) of parameters (..., 2) as (intercept, slope)."""
        flat = (params - self.minimizer) * self.unit + self.region.center[:2]
        return np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1)

    def spans(self, params: np.ndarray) -> np.ndarray:
        """Scene vectors (..., 2) of differences of parameters (..., 2)."""
        return params * self.unit

    def describe(self, width: int) -> dict[str, Any]:
        """Where it lies in a frame ``width`` pixels wide, and which parameters it holds now."""
        spans = self.around.spans(self.parameters).items()
        window = {
            name: [low + middle, high + middle]
            for (name, (low, high)), middle in zip(spans, map(float, self.minimizer), strict=True)
        }
        return {"window": window, "pixels": self.canvas.pixels(self.region, width)}

    def _colors(self, problem: Problem) -> np.ndarray:
        """The picture's pixels (h, w, 4): the loss by its completed square."""
        columns = round(self.ground.width / COARSE)
        rows = round(self.ground.height / COARSE)
        low, high = (
            (corner - self.region.center[:2]) / self.unit
            for corner in (self.ground.low, self.ground.high)
        )
        a = _cells(low[0], high[0], columns)
        b = _cells(low[1], high[1], rows)[::-1, None]
        (h_aa, h_ab), (_, h_bb) = problem.hessian
        losses = problem.loss.minimum + 0.5 * (h_aa * a * a + 2 * h_ab * a * b + h_bb * b * b)
        colors = self.canvas.theme.map_colors(np.sqrt(losses) / self.top)
        return np.concatenate([colors, np.full((rows, columns, 1), 255, np.uint8)], axis=-1)

    def _ellipse(self, problem: Problem, excess: float) -> np.ndarray:
        """Scene points (n, 2) of all parameters whose loss lies ``excess`` above the minimum."""
        values, directions = problem.eigen
        angle = np.linspace(0.0, 2 * np.pi, CORNERS + 1)
        circle = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        away = (circle * np.sqrt(2 * excess / values)) @ directions.T
        return away * self.unit + self.region.center[:2]

    def _within(self, path: np.ndarray, place: Region | None = None) -> np.ndarray:
        return joined(map(polyline, path_inside(path, place or self.region)))

    def _axes(self, problem: Problem) -> VGroup:
        words, names = self.canvas.words, parameter_names(self.canvas.words, problem)
        titles = [words("conditioning.axis", parameter=name) for name in names]
        spans = self.around.intercept, self.around.slope
        color = self.canvas.theme.text if self.goes_on else ""
        return axes.plane(self.canvas, self.region, spans, titles, color=color)


def _principal(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors; of a round bowl, where all directions are, the axes' own.

    The first leads to the left and the second up, so that neither turns about as a bowl gets round.
    """
    values, directions = problem.eigen
    if np.ptp(values) < 1e-9 * values[1]:
        directions = np.eye(2)
    return values, directions * np.where(
        [directions[0, 0] > 0.0, directions[1, 1] < 0.0], -1.0, 1.0
    )


def _cells(low: float, high: float, count: int) -> np.ndarray:
    """The middles of ``count`` cells."""
    return low + (np.arange(count) + 0.5) * (high - low) / count
