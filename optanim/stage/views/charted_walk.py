"""A walk on one map with the losses beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from manim import FadeIn

from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.sheet import Sheet
from optanim.stage.views.walk_view import WalkView
from optanim.studies.racing import Race

RIGHT = 30.0  # design pixels beside the chart, for half of its last label
ABOVE = 28.0  # design pixels from the goal's line up to a note's middle
BESIDE = 12.0  # design pixels from where the loss passes, or from the last note, to a note


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
        self.tolerance, self._noted = tolerance, -np.inf
        place = axes.inside(self.instrument, right=RIGHT)
        self.chart = LossChart(canvas, place, race.trajectories, race.steps, tolerance)
        self.add(self.chart)
        self.clock = Clock(
            *(LossCurve(canvas, self.chart, run, name) for name, run in race.trajectories.items()),
            self.counter(),
            *self.walkers(),
            grounds=self.grounds,
        )

    def note(self, racer: str, words: str) -> FadeIn:
        """The animation that writes ``words`` above the chart's goal, where the loss passes it.

        To the right of the note before it, where the two would run into one another. In the row of
        a racer whose loss never does, see `WalkView`.
        """
        step = self.race.trajectories[racer].arrival(self.tolerance)
        if step is None:
            return super().note(racer, words)
        canvas, px = self.canvas, self.canvas.px
        text = canvas.text(words, SMALL, canvas.theme.racer(racer), weight="SEMIBOLD")
        goal = self.race.problem.loss.minimum + self.tolerance
        x, y = self.chart.locate(np.array([float(step)]), np.array([goal]))[0]
        left = max(x, self._noted) + BESIDE * px
        self._noted = right = min(left + text.width, self.chart.region.right + RIGHT * px)
        return FadeIn(text.move_to((right - text.width / 2, y + ABOVE * px, 0.0)))
