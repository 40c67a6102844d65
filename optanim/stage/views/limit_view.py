"""Where the stability limit comes from: the map, its steepest bend, and three lines of algebra."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, Group, VGroup

from optanim.base.window import Window
from optanim.runs.problem import Problem
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.contour_map import ContourMap

FORMULAS = (
    "H = 2/m X^top X = mat({a:.2f}, {b:.2f}; {b:.2f}, {d:.2f})",
    "lambda_max = {steepest:.2f}",
    "d arrow.l (1 - eta lambda_max) d",
    "eta < 2/lambda_max = {limit:.3f}",
)
"""The Hessian, its largest eigenvalue, what a step does to the distance across, and the limit."""


class LimitView(Group):
    """The map with the line across its valley; beside it ``lines``, formulas with numbers.

    They are the Hessian, its largest eigenvalue, what a step does across the valley, the limit.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, problem: Problem, window: Window) -> None:
        self.canvas = canvas
        ground, column = _places(sheet)
        place, beyond = axes.inside(ground), sheet.ground(ground)
        self.map = ContourMap(canvas, problem, window, place, ground=beyond)
        values, directions = problem.eigen
        self.numbers = {"steepest": values[-1], "limit": problem.stability_limit()}
        self.across = self._across(problem, directions[:, -1])
        (a, b), (_, d) = problem.hessian
        fields = {"a": a, "b": b, "d": d, **self.numbers}
        self.lines = VGroup(*(canvas.math(formula.format(**fields), LARGE) for formula in FORMULAS))
        self.lines[-1].set_color(canvas.theme.accent)
        self.lines.arrange(DOWN, buff=56 * canvas.px)
        column.place(column.fit(self.lines))
        super().__init__(self.map, self.across, self.lines)

    def _across(self, problem: Problem, direction: np.ndarray) -> VGroup:
        """The direction of the steepest bend, through the minimum, and its name."""
        canvas, px = self.canvas, self.canvas.px
        piece = self.map.line_through(problem.known_minimizer, direction)
        line = canvas.line(canvas.theme.text, 4)
        line.points = canvas.dashes(piece, 14, 10)
        name = canvas.text(canvas.words("limit.across"), SMALL)
        top = piece[np.argmax(piece[:, 1])]
        name.next_to((top[0], top[1] - 34 * px, 0.0), RIGHT, buff=18 * px)
        return VGroup(line, name)


def _places(sheet: Sheet) -> tuple[Region, Region]:
    body = sheet.body
    if sheet.upright:
        left, right = body.rows(0.55 * body.height, None, gap=40)
    else:
        left, right = body.columns(0.42 * body.width, None, gap=40)
    return left, right
