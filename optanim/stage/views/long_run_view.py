"""A long run on a map that follows it, and its multipliers with what each must stay below."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optanim.base.window import Window
from optanim.stage.charts.distance_chart import DistanceChart, DistanceCurve
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
from optanim.stage.views.walk_view import ROW, WalkView
from optanim.studies.racing import Race

CHART, RIGHT = 0.8, 30.0  # of the column, a chart; design pixels for half of its last label
LAST = 20  # steps that the map holds
LETTERS = ALPHABET + "×⁻⁰¹²³⁴⁵⁶⁷⁸⁹"  # what powers of ten are written with
QUICK, SLOW = 0.0045, 0.36  # seconds a step
NEARER = 0.83  # of a step's seconds, the next farther from the event takes
BRIEF, IDLE = 0.12, 0.35  # of these seconds: around a later event; after the last
EDGE = 24.0  # design pixels beside the last label
PANEL, LEAST = 380.0, 200.0  # design pixels: the multipliers; a chart of distances, at least


class LongRunView(WalkView):
    """The RMSprop run ``name`` of ``race``, its only one, on a `LensMap`, from step ``first`` on.

    The line on it is that of ``tolerance``. Below the name are the multipliers as dots, with
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
        self.run, self.tolerance, self.first = race.trajectories[name], tolerance, first
        own = canvas.theme.racer(name)
        colors = {"multiplier": own, "step": own, "gradient": canvas.theme.gradient}
        super().__init__(canvas, sheet, race, RULE, colors)
        place = self.below_names
        self.panel = MultiplierPanel(canvas, place, self.run, race.steps, own, limits=True)
        key = self.footnote(canvas.words("adaptive.lens"))
        self.remove(self.map, self.rule).add(self.panel, self.panel.rows, key)
        self.clock = Clock(
            self.map,
            self.counter(),
            Tail(canvas, self.map, self.run, own, LAST),
            Head(canvas, self.map, self.run, name),
            grounds=self.grounds,
            first=first,
            beside=[self.panel.rows],
        )

    def distances(self) -> list[DistanceChart]:
        """The chart of distances from the minimum, below the multipliers, if there is room.

        Its curve joins the clock.
        """
        place = self.below_names.cut(top=PANEL, bottom=ROW)
        if place.height < LEAST:
            return []
        half_label = axes.DIGIT * len(str(self.race.steps)) / 2
        region = axes.inside(place, right=max(RIGHT, half_label + EDGE))
        chart = DistanceChart(self.canvas, region, self.first, self.race.steps)
        (name,) = self.race.trajectories
        self.clock.add(DistanceCurve(self.canvas, chart, self.run, self.canvas.theme.racer(name)))
        return [chart]

    def losses(self, steps: int) -> LossChart:
        """The chart of the first ``steps`` losses, below the name; its curve joins the clock."""
        place = axes.inside(self.below_names.upper(CHART * self.below_names.height), right=RIGHT)
        runs = self.race.trajectories
        chart = LossChart(self.canvas, place, runs, steps, self.tolerance)
        chart.goal.set_color(self.canvas.theme.minimum)  # as the map's; limits are the multipliers'
        self.clock.add(*(LossCurve(self.canvas, chart, run, name) for name, run in runs.items()))
        return chart

    def pace(self, event: int, later: Sequence[int] = ()) -> Pace:
        """Quickly over all steps, but slowly around step ``event``, and briefly around others.

        After the last of these there is nothing to see: the film hurries on.
        """
        steps = np.arange(self.run.steps) + 1
        quick = np.where(steps > max([event, *later]), IDLE * QUICK, QUICK)
        moves = np.maximum(quick, SLOW * NEARER ** np.abs(steps - event))
        for each in later:
            moves = np.maximum(moves, BRIEF * SLOW * NEARER ** np.abs(steps - each))
        return Pace(0, np.zeros(len(moves)), moves)

    def _map(self, window: Window, place: Region, ground: Region) -> LensMap:
        problem, glyphs = self.race.problem, Glyphs(self.canvas, SMALL, letters=LETTERS)
        return LensMap(self.canvas, problem, place, self.run, LAST, self.tolerance, glyphs, ground)
