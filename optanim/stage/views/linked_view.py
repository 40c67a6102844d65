"""Parameter space and data space side by side: a point on the map, its line among the data."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from manim import Group, VGroup

from optanim.base.window import Window
from optanim.stage.boards import legend
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.equation import Equation
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.charts.live_line import LINE, LiveLine
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import BODY, Canvas
from optanim.stage.draw.clock import Clock, Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import HEAD, RIM
from optanim.stage.draw.pointer import Pointer
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.ticker import Glyphs
from optanim.stage.draw.way import Tour
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.guides import Guides
from optanim.stage.map.spot import Spot
from optanim.stage.map.walker import Head, Trail
from optanim.stories.findings import INTERCEPT, SLOPE
from optanim.studies.racing import Race

ROW = 64.0  # design pixels: height of the rows with name and equation
BAR = 88.0  # design pixels: height of the colour bar with its labels
EDGE = 36.0  # design pixels from what stands on the map to its right edge
GAP = 36.0  # design pixels between the two columns
CHART, LOW_CHART = 196.0, 150.0  # design pixels: height of the chart of the losses; if upright
BROADEST = 2.6  # times a line's width: of the first of lines that may lie on one another
MARGIN = 0.08  # of the tour's extent: what the map shows around it


@dataclass(frozen=True)
class _Places:
    name: Region
    colors: Region
    map: Region
    ground: Region
    equation: Region
    data: Region
    chart: Region


class LinkedView(Group):
    """The map, the data with the best line, and the losses; a clock a racer moves all three.

    A line that is far off leaves the plot of the data, in which lines that nearly fit can be told
    apart.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race, tolerance: float) -> None:
        self.canvas, self.sheet, self.race = canvas, sheet, race
        self.places = _places(sheet)
        problem, runs = race.problem, race.trajectories
        ground = self.places.ground
        window = Window.around(np.concatenate([race.window.corners, self._toured()]), margin=0.0)
        overhang = 0.0 if sheet.upright else np.inf
        self.map = ContourMap(
            canvas, problem, window, self.places.map, overhang=overhang, ground=ground
        )
        self.data = DataPlot(canvas, problem, self.places.data)
        self.best = canvas.line(canvas.theme.minimum, 4.5)
        ends = self.data.line_ends(problem.known_minimizer)
        self.best.points = canvas.dashes(ends, 14, 10)
        colors = ColorBar(canvas, self.places.colors, self.map.landscape, on_map=True)
        self.chart = LossChart(canvas, self.places.chart, runs, race.steps, tolerance)
        self.glyphs = Glyphs(canvas, BODY, "MEDIUM")
        self.counts = {"shown": len(self.data.x), "m": len(problem.x)}
        super().__init__(self.map, colors, self.data, self.chart)

    def legend(self, name: str) -> VGroup:
        """The racer's shape, name and hyperparameters."""
        entry = legend.entry(self.canvas, name, name, self.places.name, 0.0, on_map=True)
        told = VGroup(entry)
        optimizer, color = self.race.trajectories[name].optimizer, self.canvas.theme.text
        if line := legend.settings(self.canvas, optimizer, color=color):
            told.add(self.places.name.place_type(line, x=1.0, glyph=-1))
        return told

    def names(self) -> VGroup:
        """The shapes and names of all racers."""
        cells = self.places.name.columns(*[None] * len(self.race.trajectories))
        pairs = zip(self.race.trajectories, cells, strict=True)
        return VGroup(
            *(legend.entry(self.canvas, name, name, cell, 0.0, on_map=True) for name, cell in pairs)
        )

    def clock(self, name: str, missing: bool = True) -> Clock:
        """All of one racer that moves, at the start: itself on the map, its line in the data.

        The line has its residuals where ``missing``.
        """
        canvas, run = self.canvas, self.race.trajectories[name]
        color = canvas.theme.racer(name)
        return Clock(
            LiveLine(canvas, self.data, run, name, missing),
            Equation(self.glyphs, color, self.places.equation, run),
            StepCounter(canvas, self.sheet.title, self.race.steps),
            LossCurve(canvas, self.chart, run, name),
            Guides(canvas, self.map, run, color),
            self._trail(name),
            Head(canvas, self.map, run, name),
            grounds={name: self.map, f"{name}'s line": self.data},
        )

    def tour(self) -> Clock:
        """A point that is no racer's, and its line: it shows what its two parameters do.

        Its steps: b to its best; a as far past its best as it was off; back; and to its best.
        """
        canvas, place = self.canvas, self.places.equation
        way, color = Tour(self._stops()), canvas.theme.focus
        return Clock(
            LiveLine(canvas, self.data, way, "", missing=False),
            Equation(self.glyphs, color, place, way),
            Guides(canvas, self.map, way, color),
            Spot(canvas, self.map, way, color),
        )

    def both(self) -> Clock:
        """All racers at once, each on the map, with its line in the data and its loss.

        One's line is thinner than the one's before it, so that lines on top of each other show.
        """
        canvas, runs = self.canvas, self.race.trajectories
        widths = LINE * np.geomspace(BROADEST, 1.0, len(runs))
        return Clock(
            *(
                LiveLine(canvas, self.data, run, name, missing=False, width=float(width))
                for (name, run), width in zip(runs.items(), widths, strict=True)
            ),
            StepCounter(canvas, self.sheet.title, self.race.steps),
            *(LossCurve(canvas, self.chart, run, name) for name, run in runs.items()),
            *(self._trail(name) for name in runs),
            *(Head(canvas, self.map, run, name) for name, run in runs.items()),
            grounds=dict.fromkeys(runs, self.map) | {f"{name}'s line": self.data for name in runs},
        )

    def losses(self, name: str) -> LossCurve:
        """The whole loss of a racer that has walked."""
        curve = LossCurve(self.canvas, self.chart, self.race.trajectories[name], name)
        curve.show_at(Moment(float(self.race.steps)))
        return curve

    def pointers(self, name: str, step: int) -> list[Pointer]:
        """Arrows from where the best slope is to where the racer's slope is at ``step``.

        One on the map, one in the data at the right end of the line, or where that leaves the plot.
        """
        run, problem, words = self.race.trajectories[name], self.race.problem, self.canvas.words
        here, best = run.params[step], problem.known_minimizer
        gap = here[SLOPE] - best[SLOPE]
        tail, tip = self.map.locate(np.array([[here[INTERCEPT], best[SLOPE]], here]))
        x = float(problem.x.max())
        (end,) = np.clip([here @ [1.0, x]], *self.data.spans[1])
        x = (end - here[INTERCEPT]) / here[SLOPE] if here[SLOPE] else x
        heights = np.array([best, here]) @ [1.0, x]
        low, high = self.data.locate(np.full(2, x), np.clip(heights, *self.data.spans[1]))
        tilted = "falls" if here[SLOPE] < 0 < best[SLOPE] else "steep" if gap > 0 else "flat"
        told = words("pointer.high" if gap > 0 else "pointer.low", gap=abs(gap))
        rim = (HEAD + RIM) * self.canvas.px
        line = words(f"pointer.{tilted}")
        return [
            Pointer(self.canvas, tail, tip, told, self.map.region, short=rim),
            Pointer(self.canvas, low, high, line, self.data.region, beyond=True),
        ]

    def _stops(self) -> np.ndarray:
        """The parameters (5, 2) that the tour goes to."""
        problem = self.race.problem
        (far, start), (low, best) = problem.start, problem.known_minimizer
        return np.array(
            [(far, start), (far, best), (2.0 * low - far, best), (far, best), (low, best)]
        )

    def _toured(self) -> np.ndarray:
        """The corners (2, 2) of what the tour goes through, with a margin."""
        return Window.around(self._stops(), MARGIN).corners

    def _trail(self, name: str) -> Trail:
        run = self.race.trajectories[name]
        return Trail(self.canvas, self.map, run, self.canvas.theme.racer(name))


def _places(sheet: Sheet) -> _Places:
    if sheet.upright:
        name, colors, chart, equation, data, losses = sheet.body.rows(
            ROW,
            BAR,
            0.38 * sheet.body.height,
            ROW,
            None,
            LOW_CHART + axes.BELOW_MARGIN,
            gap=GAP / 3,
        )
    else:
        one, two = sheet.body.columns(0.45 * sheet.body.width, None, gap=GAP)
        name, colors, chart = one.rows(ROW, BAR, None)
        equation, data, losses = two.rows(ROW, None, CHART + axes.BELOW_MARGIN)
    return _Places(
        name.cut(left=axes.LEFT_MARGIN, right=EDGE),
        colors.cut(left=axes.LEFT_MARGIN, right=EDGE),
        axes.inside(chart),
        sheet.ground(replace(chart, top=name.top)),
        equation.cut(left=axes.LEFT_MARGIN),
        axes.inside(data),
        axes.inside(losses),
    )
