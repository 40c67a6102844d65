"""The names of curves, each beside the end that its curve has at present."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from optanim.stage.charts.chart import Chart
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.paths import NOTHING
from optanim.stage.draw.type import Type

APART = 40.0  # design pixels between the middles of two names, at least
ASIDE = 14.0  # design pixels from a curve's end to its name


class EndNames(VGroup):
    """``names`` of curves ``values`` (n,), one a step, right of where each has got to on ``chart``.

    Kept apart, in the order of the ends; one whose curve has left the chart stays at its edge.
    While the ends lie so close that a name would stand beside another's, there are none, but for
    those at the last step.
    """

    def __init__(self, chart: Chart, names: Sequence[Type], values: Sequence[np.ndarray]) -> None:
        self.chart = chart
        steps = [np.arange(float(len(each))) for each in values]
        self.corners = [chart.locate(*each) for each in zip(steps, values, strict=True)]
        self.written = [name.move_to((0.0, 0.0, 0.0)).points for name in names]
        self.halves = [name.width / 2 for name in names]
        super().__init__(*names)

    def show_at(self, moment: Moment) -> None:
        """Stand beside the ends at ``moment``."""
        region, px = self.chart.region, self.chart.canvas.px
        ends = np.array([_at(corners, moment.step) for corners in self.corners])
        wanted = np.clip(ends[:, 1], region.bottom, region.top)
        heights = apart(wanted, APART * px, region.top)
        last = moment.step >= max(map(len, self.corners)) - 1
        shown = last or bool((np.abs(heights - wanted) < APART * px).all())
        for index, name in enumerate(self.submobjects):
            x = ends[index, 0] + ASIDE * px + self.halves[index]
            name.points = self.written[index] + [x, heights[index], 0.0] if shown else NOTHING


def apart(heights: np.ndarray, gap: float, top: float) -> np.ndarray:
    """``heights`` (n,) moved up, and down from ``top``, until all are ``gap`` or more apart."""
    order = np.argsort(heights, kind="stable")
    placed, last = heights[order], -np.inf
    for i, height in enumerate(placed):
        last = placed[i] = max(height, last + gap)
    last = top + gap
    for i in reversed(range(len(placed))):
        last = placed[i] = min(placed[i], last - gap)
    moved = np.empty_like(heights)
    moved[order] = placed
    return moved


def _at(corners: np.ndarray, step: float) -> np.ndarray:
    index = np.arange(len(corners))
    return np.array([np.interp(step, index, corners[:, axis]) for axis in (0, 1)])
