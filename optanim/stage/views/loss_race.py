"""A race as losses alone: who was how low at which step."""

from __future__ import annotations

from manim import Animation, Group, Mobject

from optanim.race_file.presentation import Presentation
from optanim.stage.boards import small_print
from optanim.stage.boards.roster import Roster
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.fitting import LEGIBLE, fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.views.aside import curves, losses
from optanim.studies.racing import Race

NAMES, GAP = 560.0, 48.0  # design pixels: the names' width beside the chart; between both


class LossRace(Group):
    """The losses of all racers on one chart, the names with what became of them beside or above it.

    The ``presentation`` is one that is settled for ``race``. What is less proven of whose name is
    marked is said below the names.
    """

    def __init__(
        self, canvas: Canvas, sheet: Sheet, race: Race, presentation: Presentation
    ) -> None:
        width = sheet.body.width if sheet.upright else NAMES
        notes = small_print.unproven(canvas, race, width)
        height, below = Roster.height_for(race, width, brief=True), len(notes) * small_print.LINE
        if sheet.upright:
            column, place = sheet.body.rows(height + below, None, gap=GAP)
        else:
            column, place = sheet.body.columns(NAMES, None, gap=GAP)
        names, lines = column.upper(height + below).rows(height, below)
        self.roster = Roster(canvas, names, race, presentation.tolerance, brief=True)
        self.chart = losses(canvas, place, race, presentation.tolerance)
        self.clock = Clock(
            *curves(canvas, self.chart, race), StepCounter(canvas, sheet.title, race.steps)
        )
        super().__init__(self.roster, self.chart, *_lines(canvas, lines, notes))

    def note(self, racer: str, words: str) -> Animation:
        """The animation that writes ``words`` beside the name of ``racer``."""
        return self.roster.note(racer, words)


def _lines(canvas: Canvas, region: Region, notes: list[str]) -> list[Mobject]:
    """The ``notes`` below each other in ``region``."""
    rows = region.rows(*[None] * len(notes)) if notes else []
    return [
        row.place_type(
            fitted(canvas, note, row.width, SMALL, canvas.theme.muted, least=LEGIBLE), x=0.0
        )
        for row, note in zip(rows, notes, strict=True)
    ]
