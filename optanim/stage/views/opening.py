"""The problem in one breath: points, a line, the loss, and the map that it becomes."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, Group, UpdateFromAlphaFunc, VGroup

from optanim.frames.unpainted import Unpainted
from optanim.look.formulas import LOSS, MODEL
from optanim.runs.problem import Problem
from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polyline
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.draw.way import Tour
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.spot import Spot
from optanim.studies.racing import Race

TRAIL, BESIDE = 4.5, 26.0  # design pixels: width of a trail; from a point to what is said of it


class Opening(Group):
    """Data and line on one side; model and loss, later the map, on the other.

    The line becomes a point of the map, which walks to the minimum and paints the map on its way.
    All have the colour of the focus: the point is no optimizer.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race) -> None:
        self.canvas = canvas
        problem = race.problem
        data, ground = self._places(sheet)
        chart = axes.inside(ground)
        lines = np.array([problem.start, problem.known_minimizer])
        self.data = DataPlot(canvas, problem, data, lines=lines)
        self.counts = {"shown": len(self.data.x), "m": len(problem.x)}
        self.model = canvas.math(MODEL, LARGE)
        self.loss = canvas.math(LOSS, LARGE)
        formulas = VGroup(self.model, self.loss).arrange(DOWN, buff=60 * canvas.px)
        chart.place(chart.fit(formulas), y=0.62)
        self.map = ContourMap(canvas, problem, race.window, chart, ground=sheet.ground(ground))
        self.axes = self.map.release_axes()
        self.way = Tour(lines)
        focus = canvas.theme.focus
        self.line = self.data.line(problem.start, focus)
        self.residuals = self.data.residuals(problem.start, focus)
        self.trail = canvas.line(focus, TRAIL)
        self.point = Spot(canvas, self.map, self.way, focus)
        self.start = self._start(problem)
        start, end = self.map.locate(lines)
        self.cover = Unpainted(start, end, self.map.ground.low, self.map.ground.high)
        self._draw(0.0)
        super().__init__(self.data, self.model, self.loss, self.map)

    def walk(self) -> Animation:
        """The animation in which the point walks to the minimum, and its line turns."""
        moved = Group(self.residuals, self.line, self.trail, self.point)
        return UpdateFromAlphaFunc(moved, lambda _, share: self._draw(share))

    def _draw(self, share: float) -> None:
        """Draw line and point at that ``share`` of the way."""
        params = self.way.at(share)
        self.line.points = polyline(self.data.line_ends(params))
        self.residuals.points = self.data.residual_points(params)
        self.trail.points = polyline(self.map.locate(np.stack([self.way.at(0.0), params])))
        self.point.show_at(Moment(share))

    def _places(self, sheet: Sheet) -> tuple[Region, Region]:
        halve = sheet.body.rows if sheet.upright else sheet.body.columns
        left, right = halve(None, None, gap=30)
        return axes.inside(left), right

    def _start(self, problem: Problem) -> Type:
        """The parameters of the start, beside it on the map."""
        here = self.map.locate(problem.start)
        words = self.canvas.words("start", a=problem.start[0], b=problem.start[1])
        text = self.canvas.text(words, SMALL)
        side = RIGHT if here[0] < self.map.region.center[0] else LEFT
        return text.move_to(here + side * (text.width / 2 + BESIDE * self.canvas.px))
