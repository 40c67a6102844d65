"""A map whose scale changes with its run: window, ticks, and the trail on it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import numpy as np
from manim import DEGREES, VGroup

from optanim.base.numbers import number
from optanim.base.window import Window
from optanim.runs.problem import Problem
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import joined, polyline
from optanim.stage.draw.ticker import Glyphs
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.growth import Growth
from optanim.stage.map.walker import Trail

SLOPE_TITLE = 18.0  # design pixels from the left end of the axis to its title's middle


class RescaledMap(ContourMap):
    """A contour map whose window is at every step as its ``growth`` says; it goes into a clock.

    Before all that stands on it. Both axes have their numbers, in ``glyphs``, and the slope's its
    title if it is a ``slope_axis``. Subclasses set ``growth`` once the map is built: its window is
    the map's own, which has the shape of ``region``.
    """

    growth: Growth

    def __init__(
        self,
        canvas: Canvas,
        problem: Problem,
        window: Window,
        region: Region,
        glyphs: Glyphs,
        ground: Region | None = None,
        slope_axis: bool = False,
    ) -> None:
        self.problem, self.glyphs, self.scale_now = problem, glyphs, 1.0
        super().__init__(canvas, problem, window, region, slope_axis, ground=ground)

    def describe(self, width: int) -> dict[str, Any]:
        """Where it lies in a frame ``width`` pixels wide, and how its window changes by row."""
        law = {"about": self.growth.about.tolist(), "scales": self.growth.scales.tolist()}
        base = {"window": self.growth.window.spans(self.parameters)}
        return super().describe(width) | base | law

    def show_at(self, moment: Moment) -> None:
        """Be as large as the growth says."""
        scale = self.growth.at(moment.step)
        if scale == self.scale_now:
            return
        self.scale_now, self.window = scale, self.growth.scaled(scale)
        self._redraw()
        self._draw_ticks()

    @abstractmethod
    def _redraw(self) -> None:
        """Draw colours and level lines for the present window."""

    def _axes(self, problem: Problem, slope_axis: bool) -> VGroup:
        """Tick marks and labels that are set anew as the window changes, and the titles.

        On a ground that goes on they have the text's colour, which can be read on any ground.
        """
        canvas, region = self.canvas, self.region
        first, second = axes.titles(canvas, problem, (region.width, region.height))
        titles = VGroup(axes.below(canvas, region, np.zeros(0), [], first))
        if slope_axis:
            beside = region.at(0, 0.5, right=SLOPE_TITLE - axes.LEFT_MARGIN)
            titles.add(canvas.text(second, SMALL).rotate(90 * DEGREES).move_to(beside))
        text, muted, frame = canvas.theme.text, canvas.theme.muted, canvas.theme.frame
        self.marks = canvas.line(text if self.goes_on else frame, 2)
        self.labels_now = canvas.shape(text if self.goes_on else muted)
        self._draw_ticks()
        return VGroup(titles, self.marks, self.labels_now)

    def _draw_ticks(self) -> None:
        """Set tick marks and labels of both axes anew, as `axes.below` and `axes.beside` do."""
        region, marks, labels = self.region, [], []
        for tick, share in _ticks(self.window.intercept, region.width):
            marks.append([region.at(share, 0), region.at(share, 0, up=-axes.TICK)])
            middle = region.at(share, 0, up=-axes.LABELS_BELOW)
            if middle[0] + self.glyphs.width(number(tick)) / 2 <= self.ground.right:
                labels.append(self.glyphs.at(number(tick), middle, align=0.5))
        for tick, share in _ticks(self.window.slope, region.height):
            marks.append([region.at(0, share), region.at(0, share, right=-axes.TICK)])
            end = region.at(0, share, right=-axes.LABELS_BESIDE)
            labels.append(self.glyphs.at(number(tick), end, align=1.0))
        self.marks.points = joined(polyline(np.array(mark)) for mark in marks)
        self.labels_now.points = joined(labels)


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


def _ticks(span: tuple[float, float], length: float) -> list[tuple[float, float]]:
    """The ticks of an edge ``length`` design pixels long, and the share at which each stands."""
    low, high = span
    return [(tick, (tick - low) / (high - low)) for tick in axes.fitting_ticks(low, high, length)]
