"""A map that comes closer to a minimum as its walker does, and steps back when it is thrown out."""

from __future__ import annotations

import numpy as np
from manim import ORIGIN, VGroup, VMobject

from optanim.base.numbers import number
from optanim.base.window import Window
from optanim.runs.problem import Problem
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import contains, path_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import NOTHING, joined, polyline
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.draw.ticker import Glyphs
from optanim.stage.map.growth import Growth
from optanim.stage.map.rescaled_map import RescaledMap

LINE = 0.4  # opacity of a level line
GOAL = 4.0  # design pixels: width of the line within which a run has arrived
SMALLEST, WHOLE = 26.0, 60.0  # design pixels: half the height at which a line appears, and is there
NAMED = 36.0  # design pixels: half the height from which on a line has its number, or its name
BESIDE = 20.0  # design pixels from a line's lowest point to the middle of its number
ASIDE = 0.6  # of its width: a sign that stands beside the middle
LOOKS = 150  # rows at which it is looked what crosses the sign
FILLED = 0.7  # of the map's half, at most, that the goal's line takes when it is seen closest
TURN = np.linspace(0.0, 2.0 * np.pi, 181)


class LensMap(RescaledMap):
    """A map about the minimum of a quadratic loss; its window holds the ``last`` steps of ``run``.

    It comes no closer than to the goal: the line inside which the loss is within ``tolerance`` of
    its minimum, and which says so. Level lines stand at the powers of ten above the minimum and
    carry them. The goal's name is a ``sign``, to be shown above what walks on the map. Colours
    are the loss as a share of the largest in view: so near a minimum they look the same at
    every scale, and only level lines and numbers move.

    Raises OptanimError where the loss is not quadratic.
    """

    def __init__(
        self,
        canvas: Canvas,
        problem: Problem,
        region: Region,
        run: Trajectory,
        last: int,
        tolerance: float,
        glyphs: Glyphs,
        ground: Region | None = None,
    ) -> None:
        a, b = self.about = problem.known_minimizer
        window = Window((a - region.aspect, a + region.aspect), (b - 1.0, b + 1.0))
        super().__init__(canvas, problem, window, region, glyphs, ground, slope_axis=True)
        self.outline = _outline(problem.hessian)
        reach = np.sqrt(tolerance) * np.abs(self.outline).max(axis=0)
        least = float((reach / [region.aspect, 1.0]).max()) / FILLED
        self.growth = Growth.holding(self.window, run, self.about, last, least)
        self.losses = [10.0**power for power in _powers(problem, run, tolerance)]
        goal = canvas.line(canvas.theme.minimum, GOAL)
        self.lines = VGroup(*(canvas.line(canvas.theme.level, 1.8) for _ in self.losses))
        self.numbers = VGroup(*(canvas.shape(canvas.theme.text) for _ in self.losses))
        self.goal, self.tolerance = goal, tolerance
        self.sign = Sign(canvas, canvas.words("chart.goal", tolerance=tolerance))
        self.lean = self._clear_side(run, last)
        self.levels.submobjects = [self.lines, self.goal, self.numbers]
        self._redraw()

    def _redraw(self) -> None:
        pieces = zip(self.losses, self.lines, self.numbers, strict=True)
        for loss, line, label in pieces:
            line.points, size = self._around(loss)
            line.set_stroke(opacity=LINE * _shown(size))
            self._write(label, loss, size)
        self.goal.points, size = self._around(self.tolerance)
        place, seen = self._sign_place(self.lean)
        self.sign.stand(place if seen and size >= NAMED else None)

    def _clear_side(self, run: Trajectory, last: int) -> float:
        """To which side of the middle the sign stands, in its widths, to be crossed the least."""
        rows = np.unique(np.linspace(last, run.steps, LOOKS).astype(int))

        def crossed(lean: float) -> int:
            """How often the last steps before a row cross it there."""
            count = 0
            for row in rows:
                self.window = self.growth.scaled(self.growth.at(row))
                place, seen = self._sign_place(lean)
                (left, bottom), (right, top) = place[:2] + np.outer([-1.0, 1.0], self.sign.half)
                way = self.locate(run.params[max(row - last, 0) : row + 1])[:, :2]
                box = Region(left, bottom, right, top, self.canvas.px)
                count += seen and bool(path_inside(way, box))
            return count

        return min((0.0, -ASIDE, ASIDE), key=crossed)

    def _sign_place(self, lean: float) -> tuple[np.ndarray, bool]:
        """Where (3,) the sign stands, above the goal's line, and whether that is on the map."""
        place, _ = self._beside(self.tolerance, 1.0)
        place[0] += lean * 2.0 * self.sign.half[0]
        inner = self.region.inset(*(self.sign.half / self.canvas.px))
        return place, bool(contains(inner, place))

    def _around(self, loss: float) -> tuple[np.ndarray, float]:
        """The line of ``loss`` above the minimum, and half its height in design pixels."""
        corners = self.locate(self.about + np.sqrt(loss) * self.outline)[:, :2]
        size = np.ptp(corners[:, 1]) / 2.0 / self.canvas.px
        return joined(map(polyline, path_inside(corners, self.ground))), float(size)

    def _write(self, label: VMobject, loss: float, size: float) -> None:
        """Write ``loss`` below where its line, ``size`` high, passes straight below the minimum.

        Wholly or not at all, as it could not be read half faded. The goal has a name instead.
        """
        place, seen = self._beside(loss, -1.0)
        seen = seen and size >= NAMED and not np.isclose(loss, self.tolerance)
        label.points = self.glyphs.at(number(loss), place, align=0.5) if seen else NOTHING

    def _beside(self, loss: float, side: float) -> tuple[np.ndarray, bool]:
        """A place (3,) straight above the line of ``loss``, at ``side`` -1 below; if it is seen."""
        away = np.array([0.0, side * np.sqrt(2.0 * loss / self.problem.hessian[1, 1])])
        place = self.locate(self.about + away)
        place[1] += side * BESIDE * self.canvas.px
        return place, bool(contains(self.region.inset(BESIDE), place))


class Sign(VGroup):
    """A goal's name on its plate, where its map puts it."""

    def __init__(self, canvas: Canvas, words: str) -> None:
        text = canvas.text(words, SMALL, canvas.theme.minimum, "MEDIUM").move_to(ORIGIN)
        board = plate(canvas, text)
        super().__init__(board, text)
        self.half = half_size(board)
        self.drawn = [part.points.copy() for part in self]

    def stand(self, place: np.ndarray | None) -> None:
        """Stand at ``place`` (3,), or nowhere."""
        for part, points in zip(self, self.drawn, strict=True):
            part.points = NOTHING if place is None else points + place

    def show_at(self, moment: Moment) -> None:
        """Nothing: it is where its map has put it."""


def _shown(size: float) -> float:
    """How much is seen of a line that is ``size`` design pixels high on either side."""
    return float(np.clip((size - SMALLEST) / (WHOLE - SMALLEST), 0.0, 1.0))


def _outline(hessian: np.ndarray) -> np.ndarray:
    """Where (n, 2) about its minimum a quadratic loss of this ``hessian`` is 1 above it."""
    values, axes = np.linalg.eigh(hessian)
    circle = np.stack([np.cos(TURN), np.sin(TURN)], axis=-1)
    return np.asarray(circle * np.sqrt(2.0 / values) @ axes.T)


def _powers(problem: Problem, run: Trajectory, tolerance: float) -> range:
    """The powers of ten from far within ``tolerance`` to above all losses of ``run``."""
    highest = run.losses.max() - problem.loss.minimum
    return range(int(np.floor(np.log10(tolerance))) - 2, int(np.ceil(np.log10(highest))) + 2)
