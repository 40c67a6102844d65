"""A map that grows with its walker: true at every scale, its colours always the same losses."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import VGroup

from optanim.base.numbers import number
from optanim.base.window import Window
from optanim.landscape.landscape import Landscape
from optanim.runs.problem import Problem
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import segments_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import joined, polyline, segments
from optanim.stage.draw.ticker import Glyphs
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.growth import Growth
from optanim.stage.map.walker import Trail

LINE = 0.34  # opacity of a level line
PATIENCE = 0.8  # doublings of the window that a level line takes to fade
CORNERS = 60  # of a level line, at most
SAMPLES = 300  # a side, of the losses that level lines are traced in
COARSE = 3  # design pixels to a cell of the picture while it grows
NO_ENDS = np.zeros((0, 2, 2))


class GrowingMap(ContourMap):
    """A contour map whose window follows ``run`` until row ``until``; it goes into the run's clock.

    A colour means the same loss at every scale; where the loss is above that of the first
    window's highest point, the map has the highest colour. Level lines that get too dense fade,
    every second first, so that those that are left keep their values. Both axes are labelled, in
    ``glyphs``.
    """

    def __init__(
        self,
        canvas: Canvas,
        problem: Problem,
        window: Window,
        region: Region,
        run: Trajectory,
        until: int,
        glyphs: Glyphs,
    ) -> None:
        self.problem, self.glyphs = problem, glyphs
        super().__init__(canvas, problem, window, region, slope_axis=False)
        self.growth = Growth.following(self.window, run, problem.known_minimizer, until)
        self.scale_now, self.top = 1.0, self.landscape.top
        self.cells = round(region.width / COARSE), round(region.height / COARSE)
        self.ends, self.rank = self._ranks()
        self.levels.submobjects = [
            canvas.line(canvas.theme.level, 1.8, opacity=LINE) for _ in range(self.rank[-1] + 1)
        ]
        self._draw_levels()

    def describe(self, width: int) -> dict[str, Any]:
        """Where it lies in a frame ``width`` pixels wide, and how its window grows by row."""
        law = {"about": self.growth.about.tolist(), "scales": self.growth.scales.tolist()}
        base = {"window": self.growth.window.spans(self.parameters)}
        return super().describe(width) | base | law

    def show_at(self, moment: Moment) -> None:
        """Be as large as the growth says."""
        scale = self.growth.at(moment.step)
        if scale == self.scale_now:
            return
        self.scale_now, self.window = scale, self.growth.scaled(scale)
        landscape = Landscape.of(self.problem, self.window, *self.cells)
        self.picture.rgba = self._rgba(landscape.heights, 0.0, self.top)
        self._draw_levels()
        self._draw_ticks()

    def _ranks(self) -> tuple[np.ndarray, np.ndarray]:
        """Both ends (n, 2, 2) of every straight piece of all level lines, and its rank (n,).

        Level lines stand at whole multiples of the lowest. With each doubling of the window every
        second one fades: first the odd multiples, which are rank 0, next twice the odd ones, rank
        1, and so on. The last rank never fades and holds all multiples that are left. When rank r
        has faded the window has doubled r + 1 times, so its lines are followed as far as that.
        """
        lowest, count = float(self.landscape.levels[0]), len(self.landscape.levels)
        last = int(np.ceil(np.log2(self.growth.scales[-1]))) + 1
        ranks = []
        for rank in range(last + 1):
            window = self.growth.scaled(2.0 ** (rank + 1))
            landscape = Landscape.of(self.problem, window, SAMPLES, SAMPLES)
            multiples = 2**rank * np.arange(1, 2 * count + 1, 1 if rank == last else 2)
            pieces = [line for n in multiples for line in landscape.lines(lowest * n)]
            ranks.append(np.concatenate([NO_ENDS, *map(_ends, pieces)]))
        return np.concatenate(ranks), np.repeat(np.arange(len(ranks)), [*map(len, ranks)])

    def _draw_levels(self) -> None:
        """Draw what of the level lines is on the map, a path a rank, as faint as it is by now."""
        doublings = np.log2(self.scale_now)
        shown = np.clip(1.0 - (doublings - np.arange(len(self.levels))) / PATIENCE, 0.0, 1.0)
        first = np.searchsorted(self.rank, np.argmax(shown > 0.0))  # all before it have faded
        parts, number = segments_inside(self.locate(self.ends[first:])[..., :2], self.region)
        points, rank = segments(parts[:, 0], parts[:, 1]), np.repeat(self.rank[first:][number], 4)
        for k, (line, share) in enumerate(zip(self.levels, shown, strict=True)):
            line.set_stroke(opacity=LINE * share)
            line.points = points[rank == k]

    def _axes(self, problem: Problem, slope_axis: bool) -> VGroup:
        """Tick marks and labels that are set anew as the window grows, and the lower title."""
        canvas, region = self.canvas, self.region
        name, _ = axes.titles(canvas, problem, (region.width, region.height))
        title = axes.below(canvas, region, np.zeros(0), [], name)
        self.marks = canvas.line(canvas.theme.frame, 2)
        self.labels_now = canvas.shape(canvas.theme.muted)
        self._draw_ticks()
        return VGroup(title, self.marks, self.labels_now)

    def _draw_ticks(self) -> None:
        """Set tick marks and labels of both axes anew, as `axes.below` and `axes.beside` do."""
        region, marks, labels = self.region, [], []
        for tick, share in _ticks(self.window.intercept, region.width):
            marks.append([region.at(share, 0), region.at(share, 0, up=-axes.TICK)])
            middle = region.at(share, 0, up=-axes.LABELS_BELOW)
            labels.append(self.glyphs.at(number(tick), middle, align=0.5))
        for tick, share in _ticks(self.window.slope, region.height):
            marks.append([region.at(0, share), region.at(0, share, right=-axes.TICK)])
            end = region.at(0, share, right=-axes.LABELS_BESIDE)
            labels.append(self.glyphs.at(number(tick), end, align=1.0))
        self.marks.points = joined(polyline(np.array(mark)) for mark in marks)
        self.labels_now.points = joined(labels)


def _ticks(span: tuple[float, float], length: float) -> list[tuple[float, float]]:
    """The ticks of an edge ``length`` design pixels long, and the share at which each stands."""
    low, high = span
    return [(tick, (tick - low) / (high - low)) for tick in axes.fitting_ticks(low, high, length)]


class FollowedTrail(Trail):
    """A trail on a map that grows."""

    chart: ContourMap
    window: Window | None = None

    def show_at(self, moment: Moment) -> None:
        """Draw the way up to ``moment`` at the map's present scale, which must be set first."""
        if self.window != self.chart.window:
            self.window = self.chart.window
            self.place(self.chart.locate(self.run.params))
        super().show_at(moment)


def _ends(corners: np.ndarray) -> np.ndarray:
    """Both ends (m, 2, 2) of the pieces of a level line (n, 2), which are not too many."""
    if len(corners) > CORNERS:
        corners = corners[np.linspace(0, len(corners) - 1, CORNERS).round().astype(int)]
    return np.stack([corners[:-1], corners[1:]], axis=1)
