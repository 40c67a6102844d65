"""Plain gradient descent on its map: level line, gradient, step, for as long as one can follow."""

from __future__ import annotations

import numpy as np

from optanim.base.numbers import round_up
from optanim.base.window import Window
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.arrows import RowArrow
from optanim.stage.map.level_line import LevelLine, LevelName, RightAngle
from optanim.stage.views.walk_view import RULE_GAP, WalkView
from optanim.studies.racing import Race

RULE = ("theta arrow.l theta - {{ eta thin {{ g : gradient }} : step }}",)
LEVEL, GRADIENT, STEP = (0.0, 0.33), (0.33, 0.66), (0.66, 1.0)
"""The shares of a step's announcement in which each part appears."""
BAR = 88.0  # design pixels: height of the colour bar with its labels
OVERHANG = 22.0  # design pixels at the chart's right for half of its last label
LONGEST = 0.2  # a gradient's arrow at most, as a share of the map's height


class DescentView(WalkView):
    """A race of one run, its gradients' arrows drawn at a ``shrink``-th of their lengths.

    That is written beside them, and the same for all, so that they shrink as the gradients do. The
    parts of a step are shown for the first ``rows`` steps. The map's colours
    and the losses stand in the column, the rule comes when it is told. ``opening`` is a clock of
    the walker and its losses alone.
    """

    def __init__(
        self, canvas: Canvas, sheet: Sheet, race: Race, rows: int, tolerance: float
    ) -> None:
        (self.run,) = race.trajectories.values()
        theme, (name,) = canvas.theme, race.trajectories
        colors = {"gradient": theme.gradient, "step": theme.racer(name)}
        gradients = self.run.gradients[:rows]
        self.shrink = _round_shrink(gradients, race.window)
        self.arrows = gradients / self.shrink
        tips = self.run.params[:rows] + self.arrows
        window = Window.around(np.concatenate([tips, race.window.corners]), margin=0.03)
        super().__init__(canvas, sheet, race, RULE, colors, window)
        colors_place, chart_place = self.instrument.rows(BAR, None, gap=RULE_GAP)
        self.bar = ColorBar(
            canvas, colors_place.cut(left=axes.LEFT_MARGIN - BAR), self.map.landscape
        )
        region = axes.inside(chart_place, right=OVERHANG)
        self.losses = LossChart(canvas, region, race.trajectories, race.steps, tolerance)
        self.remove(self.rule.lit("gradient", "step"))
        self.clock = self._clock(name, rows)
        curve = LossCurve(canvas, self.losses, self.run, name)
        self.opening = Clock(self.counter(), curve, *self.walkers(), grounds=self.grounds)

    def _clock(self, name: str, rows: int) -> Clock:
        canvas, chart, run, theme = self.canvas, self.map, self.run, self.canvas.theme
        tails, gradients = run.params[:rows], run.gradients[:rows]
        steps = np.diff(run.params, axis=0)[:rows]
        words = canvas.words("arrows.gradient", shrink=self.shrink)
        line = LevelLine(canvas, chart, run, rows, LEVEL)
        levels = [canvas.words("descent.level", loss=loss) for loss in run.losses[:rows]]
        return Clock(
            self.counter(),
            LossCurve(canvas, self.losses, run, name),
            line,
            LevelName(canvas, chart, line, levels),
            *self.walkers()[:-1],
            RightAngle(canvas, chart, tails, gradients, GRADIENT),
            RowArrow(canvas, chart, tails, self.arrows, theme.gradient, GRADIENT, words, -1),
            RowArrow(
                canvas, chart, tails, steps, theme.racer(name), STEP, canvas.words("arrows.step")
            ),
            self.walkers()[-1],
            grounds=self.grounds,
        )


def _round_shrink(gradients: np.ndarray, window: Window) -> int:
    """The least of 1, 2, 3 to 10, 20, 30 and so on by which ``gradients`` (n, 2) fit `LONGEST`."""
    most = LONGEST * (window.slope[1] - window.slope[0])
    return round(round_up(max(float(np.hypot(*gradients.T).max()) / most, 1.0), range(1, 10)))
