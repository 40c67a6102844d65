"""The factors by which RMSprop multiplies the gradient's coordinates."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, VGroup

from optanim.look.axis_words import parameter_names
from optanim.runs.trajectory import Trajectory
from optanim.stage.charts.bars import Bar, Bars
from optanim.stage.charts.scales import Linear, Logarithmic
from optanim.stage.charts.value_dots import ValueDots
from optanim.stage.charts.value_rows import Quantity, ValueRows
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polyline
from optanim.stories.anatomy.adaptive import Multipliers

MULTIPLIER = "eta / (sqrt(v) + epsilon)"
TITLE_ROW = 96.0  # design pixels: height of the title with its formula
KEY = 44.0  # design pixels: height of the row that explains the limits' marks
BAR_ROW = 62.0  # design pixels: height of a bar's row, at most
AXIS = 60.0  # design pixels: height of the ticks of a logarithmic scale, and what is free above
GAP = 18.0  # design pixels between these rows


class MultiplierPanel(VGroup):
    """Title and rows of ``run``'s two multipliers lr / (sqrt(v) + eps), over its first ``steps``.

    They are bars. With ``limits`` they are dots on a logarithmic scale, and 2 / curvature along the
    axis is marked in each row: beyond it every step leads farther from the minimum of a quadratic
    loss. Give ``rows`` to the clock.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        run: Trajectory,
        steps: int,
        color: str,
        limits: bool = False,
        part: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        multiplier = Multipliers.of(run).multiplier[:steps]
        title, *key, place = region.rows(TITLE_ROW, *([KEY] if limits else []), None, gap=GAP)
        place = place.upper(2 * BAR_ROW + (AXIS if limits else 0.0))
        names = [canvas.text(axis, SMALL) for axis in parameter_names(canvas.words, run.problem)]
        self.rows: ValueRows
        if limits:
            dots = [Quantity(name, multiplier[:, i], color, part) for i, name in enumerate(names)]
            ends = 2.0 / np.diag(run.problem.hessian)
            scale = Logarithmic.holding(multiplier, ends)
            self.rows = ValueDots(canvas, place, dots, scale, ends.tolist())
        else:
            bars = [Bar(name, multiplier[:, i], color, part) for i, name in enumerate(names)]
            self.rows = Bars(canvas, place, bars, Linear.holding(multiplier))
        super().__init__(self._title(canvas, title), *(self._key(canvas, k) for k in key))

    def _title(self, canvas: Canvas, place: Region) -> VGroup:
        formula = canvas.math(MULTIPLIER, SMALL)
        words = canvas.text(canvas.words("adaptive.multiplier"), SMALL, weight="SEMIBOLD")
        place.place_type(words, x=0.0)
        end = (words.get_right()[0], place.center[1], 0.0)
        formula.next_to(end, RIGHT, buff=26 * canvas.px)
        return VGroup(words, formula)

    def _key(self, canvas: Canvas, place: Region) -> VGroup:
        color = canvas.theme.limit
        mark = canvas.line(color, 4)
        mark.points = polyline(np.array([place.at(0, y, right=6) for y in (0.1, 0.9)]))
        words = canvas.text(canvas.words("adaptive.limit"), SMALL, color)
        place.cut(left=30).place_type(words, x=0.0)
        return VGroup(mark, words)
