"""A map that grows with its walker: true at every scale, its colours always the same losses."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import VGroup, VMobject

from optanim.base import numbers
from optanim.base.window import Window
from optanim.landscape.landscape import Landscape
from optanim.runs.problem import Problem
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import segments_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polyline, segments
from optanim.stage.draw.ticker import Glyphs
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.growth import Growth
from optanim.stage.map.walker import Trail

LINE, PATIENCE = 0.34, 0.8  # opacity of a level line, and how many doublings it takes to fade
CORNERS = 60  # of a level line
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
        self.growth = Growth.following(self.window, run, problem.minimizer, until)
        self.scale_now, self.top = 1.0, self.landscape.top
        self.cells = round(region.width / COARSE), round(region.height / COARSE)
        self.ends, self.rank = self._ranks(len(self.landscape.levels))
        self.levels.submobjects = [
            canvas.line(canvas.theme.level, 1.8, opacity=LINE) for _ in range(self.rank[-1] + 1)
        ]
        self._draw_levels()

    def describe(self, width: int) -> dict[str, Any]:
        """Where it lies in a frame ``width`` pixels wide, and how its window grows by row."""
        law = {"about": self.growth.about.tolist(), "scales": self.growth.scales.tolist()}
        base = {"window": self.growth.window.spans}
        return super().describe(width) | base | law

    def show(self, moment: Moment) -> None:
        """Be as large as the growth says."""
        scale = self.growth.at(moment.step)
        if scale == self.scale_now:
            return
        self.scale_now, self.window = scale, self.growth.scaled(scale)
        landscape = Landscape.of(self.problem, self.window, *self.cells)
        self.picture.rgba = self._rgba(landscape.heights, 0.0, self.top)
        self._draw_levels()
        self._draw_ticks()

    def _ranks(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Both ends (n, 2, 2) of every straight piece of the level lines, and its rank (n,).

        Rank r holds the odd multiples of 2^r times the lowest level. It has faded away when the
        window has doubled r + 1 times, so no farther lines of it are needed. The last rank holds
        all multiples that are left.
        """
        lowest = float(self.landscape.levels[0])
        doublings = int(np.ceil(np.log2(self.growth.scales[-1]))) + 1
        ranks = []
        for rank in range(doublings + 1):
            landscape = Landscape.of(self.problem, self.growth.scaled(2.0 ** (rank + 1)), 300, 300)
            stride = 1 if rank == doublings else 2
            multiples = np.arange(1, count * 2 ** (rank + 1) // 2**rank + 1, stride) * 2**rank
            pieces = [line for n in multiples for line in landscape.lines(lowest * n)]
            ranks.append(np.concatenate([NO_ENDS, *map(_ends, pieces)]))
        return np.concatenate(ranks), np.repeat(np.arange(len(ranks)), [*map(len, ranks)])

    def _draw_levels(self) -> None:
        shown = 1.0 - (np.log2(self.scale_now) - np.arange(len(self.levels))) / PATIENCE
        first = np.searchsorted(self.rank, np.argmax(shown > 0.0))
        offset = self.locate(np.zeros(2))[:2]
        parts, number = segments_inside(self.ends[first:] * self.unit + offset, self.region)
        points, rank = segments(parts[:, 0], parts[:, 1]), np.repeat(self.rank[first:][number], 4)
        for k, (line, share) in enumerate(zip(self.levels, shown, strict=True)):
            line.set_stroke(opacity=LINE * min(max(share, 0.0), 1.0))
            line.points = points[rank == k]

    def _axes(self, problem: Problem, slope_axis: bool) -> VGroup:
        """Tick marks and labels that are set anew as the window grows, and the lower title."""
        canvas, region = self.canvas, self.region
        name, _ = axes.names(canvas, problem)
        title = axes.below(canvas, region, np.zeros(0), [], name)
        self.marks = canvas.line(canvas.theme.frame, 2)
        self.labels_now = VMobject(
            fill_color=canvas.theme.muted, fill_opacity=1.0, stroke_width=0.0
        )
        self._draw_ticks()
        return VGroup(title, self.marks, self.labels_now)

    def _draw_ticks(self) -> None:
        px, region = self.canvas.px, self.region
        marks, labels = [], []
        for across, span in ((True, self.window.intercept), (False, self.window.slope)):
            length = region.width if across else region.height
            for tick in axes.fitting_ticks(*span, length):
                share, text = (tick - span[0]) / (span[1] - span[0]), numbers.number(tick)
                foot = region.at(share, 0) if across else region.at(0, share)
                outward = np.array([0.0, -1.0, 0.0] if across else [-1.0, 0.0, 0.0])
                marks.append(polyline(np.array([foot, foot + axes.TICK * px * outward])))
                width = self.glyphs.width(text)
                room = 28 * px if across else 14 * px + width / 2
                corner = foot + room * outward - [width / 2, self.glyphs.height / 2, 0.0]
                labels.append(self.glyphs.set(text) + corner)
        self.marks.points = np.concatenate(marks)
        self.labels_now.points = np.concatenate(labels)


class FollowedTrail(Trail):
    """A trail on a map that grows."""

    window: Window | None = None

    def show(self, moment: Moment) -> None:
        """Draw the way up to ``moment`` at the map's present scale, which must be set first."""
        if self.window != self.chart.window:
            self.window = self.chart.window
            self.place(self.chart.locate(self.run.params))
        super().show(moment)


def _ends(corners: np.ndarray) -> np.ndarray:
    """Both ends (m, 2, 2) of the pieces of a level line (n, 2), which are not too many."""
    if len(corners) > CORNERS:
        corners = corners[np.linspace(0, len(corners) - 1, CORNERS).round().astype(int)]
    return np.stack([corners[:-1], corners[1:]], axis=1)
