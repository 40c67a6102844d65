"""A long run on a map that follows it, and its multipliers with what each must stay below."""

from __future__ import annotations

import numpy as np

from optanim.base.window import Window
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.charts.multiplier_panel import MultiplierPanel
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock, Pace
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.ticker import ALPHABET, Glyphs
from optanim.stage.map.lens_map import LensMap
from optanim.stage.map.tail import Tail
from optanim.stage.map.walker import Head
from optanim.stage.views.scaling_view import RULE
from optanim.stage.views.walk_view import WalkView
from optanim.studies.racing import Race

CHART, RIGHT = 0.8, 30.0  # of the column, a chart; design pixels for half of its last label
LAST = 20  # steps that the map holds
LETTERS = ALPHABET + "×⁻⁰¹²³⁴⁵⁶⁷⁸⁹"  # what powers of ten are written with
QUICK, SLOW = 0.0045, 0.36  # seconds a step
NEARER = 0.83  # of a step's seconds, the next farther from the event takes


class LongRunView(WalkView):
    """The RMSprop run ``name`` of ``race``, its only one, on a `LensMap`, from step ``first`` on.

    The line on it is that of ``tolerance``. Below the rule are the multipliers as dots, with
    their limits. The map belongs to the ``clock``.
    """

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        race: Race,
        name: str,
        tolerance: float,
        first: int = 0,
    ) -> None:
        self.run, self.tolerance = race.trajectories[name], tolerance
        own = canvas.theme.racer(name)
        colors = {"multiplier": own, "step": own, "gradient": canvas.theme.gradient}
        super().__init__(canvas, sheet, race, RULE, colors)
        self.panel = MultiplierPanel(
            canvas, self.instrument, self.run, race.steps, own, limits=True
        )
        key = self.footnote(canvas.words("adaptive.lens"))
        self.remove(self.map).add(self.panel, self.panel.rows, key)
        self.clock = Clock(
            self.map,
            self.counter(),
            Tail(canvas, self.map, self.run, own, LAST),
            Head(canvas, self.map, self.run, name),
            grounds=self.grounds,
            first=first,
            beside=[self.panel.rows],
        )

    def losses(self, steps: int) -> LossChart:
        """The chart of the first ``steps`` losses, below the name; its curve joins the clock."""
        place = axes.inside(self.below_names.upper(CHART * self.below_names.height), right=RIGHT)
        runs = self.race.trajectories
        chart = LossChart(self.canvas, place, runs, steps, self.tolerance)
        self.clock.add(*(LossCurve(self.canvas, chart, run, name) for name, run in runs.items()))
        return chart

    def pace(self, event: int) -> Pace:
        """Quickly over all steps, but slowly around step ``event``."""
        away = np.abs(np.arange(self.run.steps) + 1 - event)
        moves = np.maximum(QUICK, SLOW * NEARER**away)
        return Pace(0, np.zeros(len(moves)), moves)

    def _map(self, window: Window, place: Region, ground: Region) -> LensMap:
        problem, glyphs = self.race.problem, Glyphs(self.canvas, SMALL, letters=LETTERS)
        return LensMap(self.canvas, problem, place, self.run, LAST, self.tolerance, glyphs, ground)
