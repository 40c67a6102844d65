"""One run that flies away, on one large map that grows with it."""

from __future__ import annotations

from manim import Group

from optanim.base.window import Window
from optanim.runs.trajectory import Trajectory
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.ticker import ALPHABET, Glyphs
from optanim.stage.map.growing_map import GrowingMap
from optanim.stage.map.rescaled_map import FollowedTrail
from optanim.stage.map.walker import Head
from optanim.stage.views import rate_places


class RunawayView(Group):
    """The run on a map of ``window`` that fills the body, and grows until row ``until``.

    The optimizer is the one called ``kind``.
    """

    def __init__(
        self, canvas: Canvas, sheet: Sheet, run: Trajectory, window: Window, until: int, kind: str
    ) -> None:
        bar, ground = rate_places.below_bar(sheet)
        problem, glyphs = run.problem, Glyphs(canvas, SMALL, letters=ALPHABET)
        place = axes.inside(ground)
        self.map = GrowingMap(canvas, problem, window, place, run, until, glyphs, slope_axis=True)
        self.clock = Clock(
            self.map,
            StepCounter(canvas, sheet.title, until),
            FollowedTrail(canvas, self.map, run, canvas.theme.racer(kind)),
            Head(canvas, self.map, run, kind),
            grounds={run.label: self.map},
        )
        super().__init__(ColorBar(canvas, bar, self.map.landscape, more=True, on_map=True))
