"""The line on which one coordinate of a gradient is zero."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.runs.problem import Problem
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.paths import polyline
from optanim.stage.draw.plates import plate
from optanim.stage.map.contour_map import ContourMap

HEIGHT = 0.92  # share of the map's height at which the name stands
CLEAR = 14.0  # design pixels between the line and the name's plate


class ZeroLine(VGroup):
    """Where the gradient of a quadratic loss is zero in coordinate ``axis``, with its name.

    H[axis] (p - p*) = 0: through the minimizer, but tilted where the coordinates are coupled.
    The name stands on a plate near the map's upper edge, left of the line where it fits there.
    """

    def __init__(
        self, canvas: Canvas, chart: ContourMap, problem: Problem, axis: int, words: str
    ) -> None:
        px, color, (h, k) = canvas.px, canvas.theme.gradient, problem.hessian[axis]
        inside = chart.line_through(problem.known_minimizer, np.array([-k, h]))
        line = canvas.line(color, 3)
        line.points = polyline(inside)
        text = canvas.text(words, SMALL, color)
        y = chart.region.at(0, HEIGHT)[1]
        low, high = sorted(map(tuple, inside), key=lambda end: end[1])
        x = np.interp(y, [low[1], high[1]], [low[0], high[0]])
        aside = plate(canvas, text).width / 2 + CLEAR * px
        side = -1.0 if x - 2 * aside > chart.region.left else 1.0
        text.move_to((x + side * aside, y, 0.0))
        super().__init__(line, plate(canvas, text), text)
