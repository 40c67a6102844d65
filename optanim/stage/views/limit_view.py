"""Where the stability limit comes from: a run that jumps across its valley, and three formulas."""

from __future__ import annotations

import numpy as np
from manim import LEFT, Group, VGroup

from optanim.base.window import Window
from optanim.runs.trajectory import Trajectory
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import LARGE, Canvas
from optanim.stage.draw.clock import Clock, Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import ROUND
from optanim.stage.draw.paths import dashes, polygon, polyline
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.eigen_axes import EigenAxes
from optanim.stage.map.walker import Head, Trail
from optanim.stories.anatomy.eigen import DIRECTIONS, EigenParts, eigen_parts
from optanim.studies.stability import factor

FORMULAS = (
    "lambda_max = {steepest:.2f}",
    "eta = {rate:.3f}",
    "1 - eta lambda_max = {factor:.2f}",
    "eta < 2/lambda_max = {limit:.3f}",
)
"""The Hessian's largest eigenvalue, the rate, what it does to the distance across, the limit."""
SHARE, HIGH = 0.68, 0.8  # of the body's width: the map with its axes; of its height if upright
GAP = 40.0  # design pixels between two formulas
BAR, FOOT, DROP = 9.0, 9.0, 2.0  # design pixels: a bar's width, its end's radius, the dashes' width


class LimitView(Group):
    """The map with the line across its valley, and ``run`` over its first ``steps`` steps.

    Its distance across is a bar on that line. Beside the map, or in pairs below it, stand
    ``lines``, formulas with numbers: the largest curvature, the learning rate, what a step
    multiplies the distance across by, the limit.
    """

    def __init__(
        self, canvas: Canvas, sheet: Sheet, run: Trajectory, steps: int, kind: str
    ) -> None:
        self.canvas, problem = canvas, run.problem
        ground, column = _places(sheet)
        place, beyond = axes.inside(ground), sheet.ground(ground)
        points = np.concatenate([run.params[: steps + 1], problem.minimizers])
        window = Window.around(points, margin=0.06)
        self.map = ContourMap(canvas, problem, window, place, ground=beyond)
        parts = eigen_parts(run)
        names = [canvas.words(f"limit.{name}") for name in ("along", "across")]
        self.across = EigenAxes(canvas, self.map, parts, names)
        self.numbers = {"steepest": problem.eigen[0][-1], "rate": float(run.lrs[0])}
        fields = {**self.numbers, "factor": factor(run), "limit": problem.stability_limit()}
        self.lines = VGroup(*(canvas.math(formula.format(**fields), LARGE) for formula in FORMULAS))
        self.lines[-1].set_color(canvas.theme.limit)
        across = 2 if sheet.upright else 1
        gaps = 2 * GAP * canvas.px, GAP * canvas.px
        self.lines.arrange_in_grid(cols=across, buff=gaps, cell_alignment=LEFT)
        column.place(column.fit(self.lines))
        color = canvas.theme.racer(kind)
        self.clock = Clock(
            StepCounter(canvas, sheet.title, steps),
            Trail(canvas, self.map, run, color),
            DistanceAcross(canvas, self.map, parts, color),
            Head(canvas, self.map, run, kind),
            grounds={run.label: self.map},
        )
        super().__init__(self.map)


class DistanceAcross(VGroup):
    """A point's part across the valley: a bar from the minimum, dashes to the point.

    It is that of the last landing: on the way to the next there is no step, and no distance.
    """

    def __init__(self, canvas: Canvas, chart: ContourMap, parts: EigenParts, color: str) -> None:
        steep = DIRECTIONS.index("steep")
        origin = parts.ways[0, 0] - parts.parts[0, 0] * parts.directions[:, 0]
        self.middle = chart.locate(origin)[:2]
        self.feet = chart.locate(parts.ways[steep])[:, :2]
        self.here = self.feet + chart.locate(parts.ways[1 - steep])[:, :2] - self.middle
        self.foot, self.dash = FOOT * canvas.px * ROUND, 7 * canvas.px
        self.drop, self.bar = canvas.line(canvas.theme.text, DROP), canvas.line(color, BAR)
        self.end = canvas.shape(color, canvas.theme.rim, 2)
        super().__init__(self.drop, self.bar, self.end)

    def show_at(self, moment: Moment) -> None:
        """Draw the part of where the run has landed by ``moment``."""
        row = min(int(moment.step + 1e-9), len(self.feet) - 1)
        foot, here = self.feet[row], self.here[row]
        self.bar.points = polyline(np.array([self.middle, foot]))
        self.end.points = polygon(foot + self.foot)
        self.drop.points = dashes(np.array([foot, here]), self.dash, self.dash)


def _places(sheet: Sheet) -> tuple[Region, Region]:
    body = sheet.body
    if sheet.upright:
        left, right = body.rows(HIGH * body.height, None, gap=40)
    else:
        left, right = body.columns(SHARE * body.width, None, gap=40)
    return left, right
