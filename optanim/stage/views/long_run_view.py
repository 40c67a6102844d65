"""A long run in one picture: how far it is from the minimum at each step, and its multipliers."""

from __future__ import annotations

import numpy as np
from manim import Group, VGroup

from optanim.stage.boards import legend
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.charts.log_chart import LogChart, LogCurve
from optanim.stage.charts.multiplier_panel import MultiplierPanel
from optanim.stage.charts.scales import Logarithmic
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.studies.racing import Race

ROW = 56.0  # design pixels: height of a racer's row
NAME = 250.0  # design pixels: width of the names
GAP = 40.0  # design pixels between chart and column, and within the column
SHARE = 0.55  # of the body's width, or height if upright, that the chart takes
RIGHT = 30.0  # design pixels beside the chart, for half of its last label
LOWEST = -15  # the power of ten at which float64 ends near the minimizer


class LongRunView(Group):
    """Distances of ``race``'s runs to the minimizer, along the axis on which they are larger.

    Beside the chart (below it in a portrait frame) the multipliers of the RMSprop run ``name``
    as dots, with their limits. ``level`` is a distance that is marked as half the learning rate.
    """

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        race: Race,
        name: str,
        level: float,
        first: int = 0,
    ) -> None:
        place, column = _halves(sheet)
        away = {n: _distance(race, n) for n in race.trajectories}
        high = int(np.ceil(np.log10(max(values.max() for values in away.values()))))
        scale = Logarithmic(10.0**LOWEST, 10.0**high)
        title = canvas.words("adaptive.distance")
        marks = (level, canvas.words("adaptive.half")), canvas.words("adaptive.floor")
        self.chart = LogChart(canvas, place, scale, race.steps, title, *marks)
        names, below = column.rows(len(race.trajectories) * ROW, None, gap=GAP)
        rows = names.rows(*[None] * len(race.trajectories))
        self.legend = VGroup(
            *(
                legend.row(canvas, run.optimizer, row, NAME)
                for run, row in zip(race.trajectories.values(), rows, strict=True)
            )
        )
        run, color = race.trajectories[name], canvas.theme.racer(name)
        self.panel = MultiplierPanel(canvas, below, run, race.steps, color, limits=True)
        self.clock = Clock(
            self.panel.rows,
            StepCounter(canvas, sheet.title, race.steps),
            *(LogCurve(canvas, self.chart, values, n) for n, values in away.items()),
            first=first,
        )
        super().__init__(self.chart, self.legend, self.panel)


def _distance(race: Race, name: str) -> np.ndarray:
    return np.abs(race.trajectories[name].params - race.problem.known_minimizer).max(axis=1)


def _halves(sheet: Sheet) -> tuple[Region, Region]:
    body = sheet.body
    if sheet.upright:
        left, column = body.rows(SHARE * body.height, None, gap=GAP)
    else:
        left, column = body.columns(SHARE * body.width, None, gap=GAP)
    return axes.inside(left, top=16, right=RIGHT), column
