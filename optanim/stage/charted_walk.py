"""A walk on one map with the losses beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optanim.race import Race
from optanim.stage import axes
from optanim.stage.canvas import Canvas
from optanim.stage.clock import Clock
from optanim.stage.loss_chart import LossChart, LossCurve
from optanim.stage.sheet import Sheet
from optanim.stage.walk_view import WalkView

RIGHT = 30.0  # pixels at 1080 beside the chart, for half of its last label


class ChartedWalk(WalkView):
    """`WalkView` whose instrument is the chart of the losses; its ``clock`` drives both."""

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        race: Race,
        rule: Sequence[str],
        colors: Mapping[str, str],
        tolerance: float,
    ) -> None:
        super().__init__(canvas, sheet, race, rule, colors)
        px = canvas.px
        place = self.instrument.cut(
            left=axes.LEFT_MARGIN * px, bottom=axes.BELOW_MARGIN * px, right=RIGHT * px
        )
        self.chart = LossChart(canvas, place, race.runs, race.steps, tolerance)
        self.add(self.chart)
        self.clock = Clock(
            *(LossCurve(canvas, self.chart, run, name) for name, run in race.runs.items()),
            self.counter(),
            *self.walkers(),
        )
