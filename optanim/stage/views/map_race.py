"""Any race on one large map, with the losses and what becomes of each racer beside it."""

from __future__ import annotations

import numpy as np
from manim import Group

from optanim.base import numbers
from optanim.race_file.presentation import Showing
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.roster import Roster
from optanim.stage.boards.small_print import footnotes, remarks
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock, Pace
from optanim.stage.draw.fitting import fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.exits import ExitMark
from optanim.stage.map.tags import best_sides
from optanim.stage.map.walker import Head, NameTag, Trail
from optanim.stage.views.before import formula, start_mark
from optanim.studies.racing import Race

BAR, GAP, NOTES = 88.0, 36.0, 48.0  # pixels at 1080
LEAST = 1e-3  # of the tolerance: how much deeper the chart goes
SAMPLES = 25.0  # seconds of a walk, about, over which names are kept apart
TAGGED, TAG = 4, 260.0  # racers whose names go along with them, at most; their width in pixels


class Scales(Group):
    """What the colours mean, kept together when an act ends."""


class MapRace(Group):
    """The map on one side; roster, colour bar and losses on the other, below in tall frames.

    ``before`` is what is there before anyone races: the start, and the loss's formula.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race, showing: Showing) -> None:
        self.canvas, self.race = canvas, race
        ground = showing.ground(race)
        place, table, bar, notes, chart = _places(canvas, sheet, race)
        self.map = ContourMap(
            canvas, race.problem, ground.window, place, labelled=True, **ground.drawn
        )
        self.scales = Scales(
            ColorBar(canvas, bar, self.map.landscape),
            *footnotes(canvas, notes, race, self.map.landscape.scale),
        )
        self.roster = Roster(canvas, table, race, showing.tolerance)
        self.chart = chart_of(canvas, chart, race, showing)
        self.clock = self._clock(sheet)
        self.before = [start_mark(canvas, self.map, race), *formula(canvas, table, race)]
        self.beside = Group(self.roster, self.chart)
        super().__init__(self.map, self.scales, self.beside)

    @property
    def places(self) -> dict[str, ContourMap]:
        """The one map, for every racer."""
        return dict.fromkeys(self.race.trajectories, self.map)

    @property
    def notes(self) -> Roster:
        """Where outcomes are written."""
        return self.roster

    def _clock(self, sheet: Sheet) -> Clock:
        canvas, runs, color = self.canvas, self.race.trajectories, self.canvas.theme.racer
        return Clock(
            *(LossCurve(canvas, self.chart, run, name) for name, run in runs.items()),
            StepCounter(canvas, sheet.title, self.race.steps),
            *(Trail(canvas, self.map, run, color(name)) for name, run in runs.items()),
            *(ExitMark(canvas, self.map, run, name) for name, run in runs.items()),
            *self._tags(),
            *(Head(canvas, self.map, run, name) for name, run in runs.items()),
        )

    def _tags(self) -> list[NameTag]:
        runs, canvas = self.race.trajectories, self.canvas
        if not 1 < len(runs) <= TAGGED:
            return []
        texts: dict[str, Type] = {
            name: fitted(canvas, name, TAG * canvas.px, SMALL, canvas.theme.racer(name), "SEMIBOLD")
            for name in runs
        }
        pace = Pace.within(self.race.steps, SAMPLES)
        steps = np.array([pace.at(time).step for time in np.linspace(0.0, SAMPLES, 160)])
        sides = best_sides(canvas, self.map, runs, texts, steps)
        return [NameTag(canvas, self.map, runs[n], texts[n], sides[n]) for n in runs]


def _places(canvas: Canvas, sheet: Sheet, race: Race) -> list[Region]:
    """Map, roster, colour bar, notes, chart."""
    px = canvas.px
    margins = {"left": axes.LEFT_MARGIN * px, "bottom": axes.BELOW_MARGIN * px}
    if canvas.frame.aspect > 1.2:
        left, right = sheet.body.columns(0.5 * sheet.body.width, None, gap=GAP * px)
    else:
        left, right = sheet.body.rows(0.46 * sheet.body.height, None)
    height = Roster.height(race, right.width / px) * px
    said = len(remarks(canvas, race, right.width))
    lines = NOTES * (said if said > 2 else 1)
    table, bar, notes, chart = right.rows(height, BAR * px, lines * px, None)
    return [left.cut(**margins), table, bar, notes, chart]


def chart_of(canvas: Canvas, region: Region, race: Race, showing: Showing) -> LossChart:
    """The losses over all steps in ``region``, labels included."""
    px, last = canvas.px, len(numbers.number(race.steps))
    region = region.cut(
        left=axes.LEFT_MARGIN * px, bottom=axes.BELOW_MARGIN * px,
        top=16 * px, right=axes.DIGIT * last * px / 2,
    )  # fmt: skip
    tolerance = showing.tolerance
    return LossChart(canvas, region, race.trajectories, race.steps, tolerance, LEAST * tolerance)
