"""The problem in one breath: points, a line, the loss, and the map that it becomes."""

from __future__ import annotations

import numpy as np
from manim import DOWN, Group, VGroup

from optanim.look.formulas import LOSS, MODEL
from optanim.runs.problem import Problem
from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.contour_map import ContourMap
from optanim.studies.racing import Race


class Opening(Group):
    """Data and line on one side; model and loss, later the map, on the other.

    What belongs to the start is drawn in the colour and the shape of the optimizer ``kind``.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race, kind: str) -> None:
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
        self.start_line = self.data.line(problem.start, canvas.theme.racer(kind))
        self.residuals = self.data.residuals(problem.start, canvas.theme.racer(kind))
        self.best_line = self.data.line(problem.known_minimizer, canvas.theme.minimum)
        self.start = self._start(problem, kind)
        super().__init__(self.data, self.model, self.loss, self.map)

    def _places(self, sheet: Sheet) -> tuple[Region, Region]:
        halve = sheet.body.rows if sheet.upright else sheet.body.columns
        left, right = halve(None, None, gap=30)
        return axes.inside(left), right

    def _start(self, problem: Problem, kind: str) -> VGroup:
        """The start on the map with its parameters beside it."""
        px, theme = self.canvas.px, self.canvas.theme
        here = self.map.locate(problem.start)
        color = theme.racer(kind)
        mark = self.canvas.shape(color, theme.rim, 4)
        mark.points = polygon(theme.outline(kind) * 13 * px) + here
        words = self.canvas.words("start", a=problem.start[0], b=problem.start[1])
        text = self.canvas.text(words, SMALL)
        side = 1 if here[0] < self.map.region.center[0] else -1
        text.move_to(here + np.array([side * (text.width / 2 + 26 * px), 0.0, 0.0]))
        return VGroup(mark, text)
