"""One number of a run against the step, on a logarithmic axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, VGroup, VMobject

from optanim.base import numbers
from optanim.base.numbers import plain_power
from optanim.look.shapes import outline
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon, polyline

CURVE, POINT = 3.0, 9.0  # design pixels


class LogChart(VGroup):
    """Axes for numbers from 10^``low`` to 10^``high`` over steps 0 to ``steps``.

    ``title`` names the number. ``level`` (value, words) is drawn dashed, its words above it at
    the left; ``floor`` are words for the axis's lower end, at the right.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        powers: tuple[int, int],
        steps: int,
        title: str,
        level: tuple[float, str] | None = None,
        floor: str = "",
    ) -> None:
        self.canvas, self.region, self.steps = canvas, region, steps
        self.low, self.high = powers
        ticks = axes.fitting_ticks(0, steps, region.width)
        most = max(2, int(region.height / 60))
        heights = numbers.round_ticks(self.low, self.high, most)
        heights = heights[heights == np.round(heights)]
        super().__init__(
            axes.border(canvas, region),
            axes.below(
                canvas, region, ticks / steps, [numbers.number(tick) for tick in ticks],
                canvas.words("chart.step"),
            ),
            axes.beside(
                canvas, region, (heights - self.low) / (self.high - self.low),
                [plain_power(height) for height in heights], title,
            ),
        )  # fmt: skip
        if level is not None:
            self.add(*self._level(*level))
        if floor:
            text = canvas.text(floor, SMALL, canvas.theme.muted)
            self.add(text.next_to(region.at(1, 0, right=-16, up=30), LEFT, buff=0.0))

    def locate(self, steps: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Scene points (n, 2) of ``values`` (n,) at ``steps`` (n,); the lowest of the axis below.

        A run that has reached zero to the last bit so stays on the chart.
        """
        powers = np.log10(np.maximum(values, 10.0**self.low))
        share = (powers - self.low) / (self.high - self.low)
        return self.region.points(steps / self.steps, share)

    def _level(self, value: float, words: str) -> Sequence[VMobject]:
        color = self.canvas.theme.accent
        line = self.canvas.line(color, 2.5)
        ends = self.locate(np.array([0.0, self.steps]), np.full(2, value))
        line.points = self.canvas.dashes(ends)
        text = self.canvas.text(words, SMALL, color)
        height = (ends[0, 1] - self.region.bottom) / self.canvas.px
        place = self.region.at(0.3, 0, up=height + 30)
        return line, text.next_to(place, RIGHT, buff=0.0)


class LogCurve(VGroup):
    """``values`` (n,), one a row, up to the present, with the racer's shape at its end."""

    def __init__(self, canvas: Canvas, chart: LogChart, values: np.ndarray, name: str) -> None:
        color = canvas.theme.racer(name)
        curve = canvas.line(color, CURVE)
        point = VMobject(
            fill_color=color,
            fill_opacity=1.0,
            stroke_color=canvas.theme.background,
            stroke_width=canvas.stroke(2),
        )
        super().__init__(curve, point)
        self.outline = polygon(outline(name) * POINT * canvas.px)
        self.corners = chart.locate(np.arange(float(len(values))), values)

    def show(self, moment: Moment) -> None:
        """Draw the curve up to ``moment``, straight between two rows."""
        step = min(max(moment.step, 0.0), len(self.corners) - 1.0)
        row = int(step + 1e-9)
        after = min(row + 1, len(self.corners) - 1)
        here = self.corners[row] + (step - row) * (self.corners[after] - self.corners[row])
        curve, point = self.submobjects
        curve.points = polyline(np.concatenate([self.corners[: row + 1], here[None]]))
        point.points = self.outline + np.append(here, 0.0)
