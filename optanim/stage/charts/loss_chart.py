"""The losses of several runs against the step, on one axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from manim import VGroup

from optanim.base import numbers
from optanim.landscape.loss_axis import LEAST, LossAxis
from optanim.runs.trajectory import Trajectory
from optanim.stage.charts.chart import Chart
from optanim.stage.charts.line_name import GAP, SAMPLE, Naming
from optanim.stage.charts.scales import Linear
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import contains, path_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.outlets import Outlet
from optanim.stage.draw.paths import NOTHING, joined, polygon, polyline
from optanim.stage.draw.plates import half_size
from optanim.stage.draw.thin import columns

CURVE = 4.0  # design pixels: width of a curve
POINT = 7.0  # design pixels: radius of the racer's shape at its end
RIM = 2.0  # design pixels around that shape, where it is hollow


class LossChart(Chart):
    """Axes for the losses of ``runs`` (by racer's name) over the first ``steps`` steps.

    The axis spans whole powers of ten that hold every loss shown, but for runs that diverge, or
    come closer to the minimum than ``least``: their curves leave it. Losses without a minimum
    stand on an even axis, which they leave when they have fallen far, unless it is ``deep``.
    ``tolerance`` draws the level that counts as arrived, at the minimum plus so much, or where
    there is no minimum that below which a run has escaped. Its name keeps clear of all curves,
    those of ``others``, which the axis need not hold, as well.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        runs: Mapping[str, Trajectory],
        steps: int,
        tolerance: float | None = None,
        least: float = LEAST,
        deep: bool = False,
        others: Sequence[Trajectory] = (),
    ) -> None:
        first = next(iter(runs.values()))
        loss, brink = first.problem.loss, None if tolerance is None else first.brink(tolerance)
        self.steps = steps
        self.losses, self.others = (
            [run.losses[: steps + 1] for run in group] for group in (runs.values(), others)
        )
        axis = LossAxis.of(loss, self.losses, least, brink.level if brink else None, deep)
        titles = canvas.words("chart.step"), canvas.words(axis.title)
        super().__init__(canvas, region, Linear(0, steps, whole=True), axis, titles)
        if tolerance is not None and loss.attained:
            goal = float(axis.share(np.array(loss.minimum + tolerance)))
            if 0.0 < goal < 1.0:
                named = canvas.words("chart.goal", tolerance=tolerance)
                self.goal = self._limit(loss.minimum + tolerance, named, canvas.words("chart.mark"))
                self.add(self.goal)
        elif brink is not None:
            level = numbers.number(brink.level, 3)
            names = (canvas.words(f"chart.{name}", level=level) for name in ("escaped", "below"))
            self.add(self._limit(brink.level, *names, ""))

    def _limit(self, loss: float, *names: str) -> VGroup:
        """A line at the ``loss`` that counts as arrived or as escaped, and its name.

        The first of the ``names`` for which there is a clear place stands there, see `Naming`; else
        the last, whatever is behind it.
        """
        px, color = self.canvas.px, self.canvas.theme.limit
        line = self.canvas.line(color, 2.5)
        ends = self.locate(np.array([0.0, self.steps]), np.full(2, loss))
        line.points = self.canvas.dashes(ends)
        for words in names:
            if not words:
                return VGroup(line)
            name = self.canvas.text(words, SMALL, color)
            place = Naming(self.region, self._ways(), half_size(name), float(ends[0, 1])).place()
            if place.clear:
                break
        name.move_to(np.append(place.middle, 0.0))
        if place.led:
            end = place.middle - [name.width / 2 + GAP * px, 0.0]
            line.append_points(self.canvas.dashes(np.array([end - [SAMPLE * px, 0.0], end])))
        return VGroup(line, name)

    def _ways(self) -> list[np.ndarray]:
        """All curves (n, 2), in scene units."""
        return [
            self.locate(np.arange(float(len(losses))), np.nan_to_num(losses))
            for losses in [*self.losses, *self.others]
        ]


class LossCurve(VGroup):
    """One run's loss up to the present, with the racer's shape at its end.

    While the loss is off the chart, the shape is hollow, at the edge where the curve has left. A
    ``ghost`` is muted, and ``dashed`` unless that is False.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: LossChart,
        run: Trajectory,
        name: str,
        ghost: bool = False,
        dashed: bool = True,
    ) -> None:
        color = canvas.theme.racer(name)
        curve = canvas.line(canvas.theme.muted if ghost else color, CURVE)
        curve.set_fill(opacity=0.0)
        inside, edge = color, canvas.theme.background
        point = canvas.shape(*((edge, inside) if ghost else (inside, edge)), 1.5)
        super().__init__(curve, point, Outlet(canvas, chart.region, name, POINT, RIM))
        self.run = run
        self.outline = polygon(canvas.theme.outline(name) * POINT * canvas.px)
        shown = min(chart.steps, run.steps)
        self.corners = chart.locate(np.arange(shown + 1.0), run.losses[: shown + 1])
        self.region, self.draw = chart.region, canvas.dashes if ghost and dashed else polyline
        self.leaves = not contains(self.region, self.corners).all()
        self.kept = columns(self.corners, canvas.px)

    def show_at(self, moment: Moment) -> None:
        """Draw the curve up to ``moment``, straight between two steps."""
        step = min(max(moment.step, 0.0), len(self.corners) - 1.0)
        row = int(step + 1e-9)
        index = np.arange(len(self.corners))
        here = np.array([np.interp(step, index, self.corners[:, i]) for i in (0, 1)])
        curve, point, outlet = self.submobjects
        way = self.corners[self.kept[: np.searchsorted(self.kept, row, side="right")]]
        way = np.concatenate([way, here[None]])
        pieces = path_inside(way, self.region) if self.leaves else [way]
        curve.points = joined(map(self.draw, pieces))
        shown = not self.leaves or contains(self.region, here)
        point.points = self.outline + np.append(here, 0.0) if shown else NOTHING
        outlet.put(None if shown or not pieces else pieces[-1][-1])
