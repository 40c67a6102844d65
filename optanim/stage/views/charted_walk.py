"""A walk on one map with the losses beside it."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from optanim.stage.boards import legend
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.sheet import Sheet
from optanim.stage.views.walk_view import WalkView
from optanim.studies.racing import Race

RIGHT = 30.0  # design pixels beside the chart, for half of its last label


class ChartedWalk(WalkView):
    """`WalkView` whose instrument is the chart of the losses; its ``clock`` drives both.

    At the start all heads stand on the one place that it is.
    """

    def __init__(
        self, canvas: Canvas, sheet: Sheet, race: Race, rule: Sequence[str], tolerance: float
    ) -> None:
        super().__init__(canvas, sheet, race, rule, {}, from_start=False)
        place = axes.inside(self.instrument, right=RIGHT)
        self.chart = LossChart(canvas, place, race.trajectories, race.steps, tolerance)
        self.add(self.chart)
        self.clock = Clock(
            *(LossCurve(canvas, self.chart, run, name) for name, run in race.trajectories.items()),
            self.counter(),
            *self.walkers(),
            grounds=self.grounds,
        )

    def _entry(self, name: str) -> VGroup:
        """Without settings: what has become of the racer is noted there."""
        return legend.entry(self.canvas, name, name, self.rows[name], x=0.0)
