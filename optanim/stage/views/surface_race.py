"""A race on the surface of its loss."""

from __future__ import annotations

from manim import Animation, Group

from optanim.frames.still import Still
from optanim.race_file.presentation import Presentation
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.surface import viewpoint
from optanim.stage.surface.flight import Orbit
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.space_axes import SpaceAxes
from optanim.stage.views.aside import Aside
from optanim.studies.racing import Race

COLUMN, HEIGHT, GAP = 520.0, 0.46, 36.0  # design pixels beside the surface; its share of the height
TOP = 56.0  # design pixels that stay free for the title of the heights, above the surface
SIDE = 0.75  # of the room's shorter side: how long the surface's sides are


class SurfaceRace(Group):
    """Surface and axes on one side, what stands `Aside` on the other, below in upright frames.

    The ``presentation`` is one that is settled for ``race``.
    """

    def __init__(
        self, canvas: Canvas, sheet: Sheet, race: Race, presentation: Presentation
    ) -> None:
        self.canvas, self.race = canvas, race
        self.stage, column = _places(sheet)
        side = SIDE * min(self.stage.width, self.stage.height)
        place, window = canvas.frame.middle(side, side), presentation.shown_window
        runs, heights = race.trajectories, presentation.heights
        self.relief = Relief(canvas, race.problem, window, place, runs, **heights)
        self.axes = SpaceAxes(canvas, self.relief)
        aside = Aside(canvas, column, race, presentation)
        scale = self.relief.elevation.scale
        self.scales = Still(*aside.scales(self.relief.landscape, scale, "surface"))
        self.roster = aside.roster
        self.beside = Still(self.roster, aside.chart)
        self.clock = Clock(
            *aside.curves(),
            StepCounter(canvas, sheet.title, race.steps),
            grounds=dict.fromkeys(runs, self.relief),
            beside=[self.relief],
        )
        super().__init__(self.axes, self.scales, self.beside)

    def note(self, racer: str, words: str) -> Animation:
        """The animation that writes ``words`` at the end of the racer's row."""
        return self.roster.note(racer, words)

    def orbit(self, degrees: float, rate: float) -> Orbit:
        """From where the ways are seen best ``degrees`` round the surface, ``rate`` a second."""
        side = viewpoint.best_side(self.relief, degrees)
        return viewpoint.orbit(self.canvas, self.relief, self.stage, degrees, rate, side)


def _places(sheet: Sheet) -> tuple[Region, Region]:
    """The room for the surface and its labels, and the column beside or below it."""
    body = sheet.body
    if sheet.upright:
        stage, column = body.rows(HEIGHT * body.height, None)
    else:
        column, stage = body.columns(COLUMN, None, gap=GAP)
    return stage.cut(top=TOP), column
