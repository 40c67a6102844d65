"""Any race on the surface."""

from __future__ import annotations

from manim import Group

from optanim.frames.still import Still
from optanim.race_file.presentation import Showing
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.roster import Roster
from optanim.stage.boards.small_print import footnotes, remarks
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.charts.loss_chart import LossCurve
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.surface.flight import Orbit
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.sight import best_side
from optanim.stage.surface.space_axes import SpaceAxes
from optanim.stage.views.map_race import BAR, GAP, NOTES, chart_of
from optanim.stage.views.space_race import COLUMN, orbit
from optanim.studies.racing import Race

TOP = 56.0  # pixels at 1080 that stay free for the title of the heights, above the surface


class SpaceView(Group):
    """Surface and axes on one side; roster, scales and losses on the other, or below."""

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race, showing: Showing) -> None:
        self.canvas, self.race = canvas, race
        ground = showing.ground(race)
        self.stage, table, bar, notes, chart = _places(canvas, sheet, race)
        side = 0.75 * min(self.stage.width, self.stage.height)
        region = Region(-side / 2, -side / 2, side / 2, side / 2)
        self.relief = Relief(
            canvas, race.problem, ground.window, region, race.trajectories, **ground.drawn
        )
        self.axes = SpaceAxes(canvas, self.relief)
        self.roster = Roster(canvas, table, race, showing.tolerance)
        self.chart = chart_of(canvas, chart, race, showing)
        scale = self.relief.elevation.scale
        self.scales = Still(
            ColorBar(canvas, bar, self.relief.landscape, losses=True),
            *footnotes(canvas, notes, race, scale, "surface"),
        )
        self.beside = Still(self.roster, self.chart)
        self.clock = Clock(
            *(LossCurve(canvas, self.chart, run, name) for name, run in race.trajectories.items()),
            StepCounter(canvas, sheet.title, race.steps),
            beside=[self.relief],
        )
        super().__init__(self.axes, self.scales, self.beside)

    @property
    def places(self) -> dict[str, Relief]:
        """The one surface, for every racer."""
        return dict.fromkeys(self.race.trajectories, self.relief)

    @property
    def notes(self) -> Roster:
        """Where outcomes are written."""
        return self.roster

    def orbit(self, degrees: float, rate: float) -> Orbit:
        """From where the ways are seen best ``degrees`` round the surface, ``rate`` a second."""
        side = best_side(self.relief, degrees)
        return orbit(self.canvas, self.relief, self.stage, degrees, rate, side)


def _places(canvas: Canvas, sheet: Sheet, race: Race) -> list[Region]:
    """Stage, roster, colour bar, notes, chart."""
    px = canvas.px
    width = COLUMN * px if sheet.body.aspect > 1.2 else sheet.body.width
    small = BAR * px, NOTES * len(remarks(canvas, race, width)) * px
    if sheet.body.aspect > 1.2:
        left, stage = sheet.body.columns(COLUMN * px, None, gap=GAP * px)
        height = Roster.height(race, COLUMN) * px
        table, bar, notes, chart = left.rows(height, *small, None)
    else:
        height = Roster.height(race, sheet.body.width / px) * px
        stage, table, bar, notes, chart = sheet.body.rows(
            0.46 * sheet.body.height, height, *small, None
        )
    return [stage.cut(top=TOP * px), table, bar, notes, chart]
