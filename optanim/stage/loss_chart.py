"""The losses of several runs against the step, on one logarithmic axis."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import VGroup, VMobject

from optanim.stage import axes
from optanim.stage.canvas import SMALL, Canvas
from optanim.stage.clock import Moment
from optanim.stage.layout import Region
from optanim.stage.paths import dashes, polygon, polyline
from optanim.stage.shapes import outline
from optanim.trajectory import Trajectory

CURVE, POINT = 4.0, 7.0  # pixels at 1080


class LossChart(VGroup):
    """Axes for the losses of ``runs`` (by racer's name) over the first ``steps`` steps.

    The axis spans whole powers of ten that hold every loss shown, so nothing is clipped.
    ``tolerance`` draws the level that counts as arrived, at the minimum plus so much.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        runs: Mapping[str, Trajectory],
        steps: int,
        tolerance: float | None = None,
    ) -> None:
        self.canvas, self.region, self.steps = canvas, region, steps
        losses = np.concatenate([run.losses[: steps + 1] for run in runs.values()])
        self.low = np.floor(np.log10(max(losses.min(), 1e-16)))
        self.high = np.ceil(np.log10(losses.max()))
        super().__init__(self._axes(), axes.border(canvas, region))
        if tolerance is not None:
            problem = next(iter(runs.values())).run.problem
            self.add(self._goal(float(problem.loss.value(problem.minimizer)), tolerance))

    def locate(self, steps: np.ndarray, losses: np.ndarray) -> np.ndarray:
        """Scene points (n, 2) of ``losses`` (n,) at ``steps`` (n,)."""
        share = (np.log10(np.maximum(losses, 10.0**self.low)) - self.low) / (self.high - self.low)
        x = self.region.left + steps / self.steps * self.region.width
        return np.stack([x, self.region.bottom + share * self.region.height], axis=-1)

    def _axes(self) -> VGroup:
        most = max(2, int(self.region.height / (50 * self.canvas.px)))
        powers = axes.round_ticks(self.low, self.high, most)
        powers = powers[powers == np.round(powers)]
        height = (powers - self.low) / (self.high - self.low)
        steps = axes.fitting_ticks(0, self.steps, self.region.width / self.canvas.px)
        words = self.canvas.words
        return VGroup(
            axes.below(
                self.canvas,
                self.region,
                steps / self.steps,
                [axes.number(step) for step in steps],
                words("chart.step"),
            ),
            axes.beside(
                self.canvas, self.region, height, [power(exponent) for exponent in powers],
                words("chart.loss"),
            ),
        )  # fmt: skip

    def _goal(self, minimum: float, tolerance: float) -> VGroup:
        """The loss that counts as arrived, and its name below it."""
        px, color = self.canvas.px, self.canvas.theme.accent
        line = self.canvas.line(color, 2.5)
        ends = self.locate(np.array([0.0, self.steps]), np.full(2, minimum + tolerance))
        line.points = dashes(ends, 12 * px, 9 * px)
        name = self.canvas.text(self.canvas.words("chart.goal", tolerance=tolerance), SMALL, color)
        name.move_to((self.region.at(0.27, 0)[0] + name.width / 2, ends[0, 1] - 26 * px, 0.0))
        return VGroup(line, name)


class LossCurve(VGroup):
    """One run's loss up to the present, with the racer's shape at its end."""

    def __init__(self, canvas: Canvas, chart: LossChart, run: Trajectory, name: str) -> None:
        color = canvas.theme.racer(name)
        curve = canvas.line(color, CURVE)
        curve.set_fill(opacity=0.0)
        point = VMobject(
            fill_color=color,
            fill_opacity=1.0,
            stroke_color=canvas.theme.background,
            stroke_width=canvas.stroke(1.5),
        )
        super().__init__(curve, point)
        self.outline = polygon(outline(name) * POINT * canvas.px)
        shown = min(chart.steps, run.steps)
        self.corners = chart.locate(np.arange(shown + 1.0), run.losses[: shown + 1])

    def show(self, moment: Moment) -> None:
        """Draw the curve up to ``moment``, straight between two steps."""
        step = min(max(moment.step, 0.0), len(self.corners) - 1.0)
        row = int(step + 1e-9)
        index = np.arange(len(self.corners))
        here = np.array([np.interp(step, index, self.corners[:, i]) for i in (0, 1)])
        curve, point = self.submobjects
        curve.points = polyline(np.concatenate([self.corners[: row + 1], here[None]]))
        point.points = self.outline + np.append(here, 0.0)


def power(exponent: float) -> str:
    """Ten to the whole power ``exponent``, as on an axis."""
    return {0: "1", 1: "10"}.get(exponent) or axes.power(exponent)
