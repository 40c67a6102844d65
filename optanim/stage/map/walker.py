"""A racer on the map: trail, dots, gradient arrow, head and name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from manim import LineJointType, VGroup, VMobject, smooth

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import contains, path_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.ground import Plane
from optanim.stage.draw.marks import HEAD, RIM
from optanim.stage.draw.paths import NOTHING, dashes, polygon, polyline
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.draw.thin import corners
from optanim.stage.draw.type import Type
from optanim.stage.map.arrows import clipped_arrow
from optanim.stage.map.crowd import ALONE, EDGE, TRAIL, Crowd

DOT = 4.2  # design pixels: radius of the dot on each row of a trail
SHAFT = 6.0  # design pixels: width of the gradient's arrow
CLEAR = 6.0  # design pixels between a head's rim and the name's plate
DIAMOND = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])
"""The corners (4, 2) of a trail's dot of radius 1."""


def rimmed(trail: VMobject, canvas: Canvas) -> VMobject:
    """``trail``, `TRAIL` wide, with the theme's rim on either side of it, if it has one there."""
    theme = canvas.theme
    if not theme.casing:
        return trail
    width = canvas.stroke(TRAIL + 2.0 * EDGE)
    return trail.set_stroke(theme.rim, width, theme.casing, background=True)


class Trail(VMobject):
    """The way from the start to the present, straight from row to row, a dot on every row.

    Where the ground may have its colour, a rim keeps it apart as in space; a ghost has none.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: Plane,
        run: Trajectory,
        color: str,
        ghost: bool = False,
        crowd: Crowd = ALONE,
    ) -> None:
        super().__init__(
            stroke_color=color,
            stroke_width=canvas.stroke(TRAIL * (0.6 if ghost else 1.0)),
            fill_color=color,
            fill_opacity=0.0,
            joint_type=LineJointType.ROUND,
        )
        if not ghost:
            rimmed(self, canvas)
        self.run, self.chart = run, chart
        self.draw = partial(dashes, dash=9 * canvas.px, gap=7 * canvas.px) if ghost else polyline
        self.region, self.radius, self.ghost = chart.region, DOT * canvas.px, ghost
        self.pixel, self.lane = canvas.px, crowd.lane(run)
        self.place(chart.locate(run.params))

    def place(self, rows: np.ndarray) -> None:
        """Take ``rows`` (T+1, 3) as where the run's rows lie in the scene."""
        within = contains(self.region, rows)
        self.rows, self.leaves = rows, not within.all()
        self.dotted = _apart(rows, 5 * self.radius) & within & (not self.ghost)
        dot = polygon(self.radius * DIAMOND)
        if self.lane is not None:  # beside its line a dot would be hollow
            dot = np.concatenate([dot, polygon(0.4 * self.radius * DIAMOND)])
        self.dots = rows[:, None] + dot
        self.kept = corners(rows[:, :2], self.pixel)

    def show_at(self, moment: Moment) -> None:
        """Draw the way up to ``moment``."""
        row = min(int(moment.step + 1e-9), self.run.steps)
        here = self.chart.locate(self.run.at(moment.step))
        way = self._way(row, moment.step, here)
        dots = self.dots[: row + 1][self.dotted[: row + 1]]
        pieces = path_inside(way, self.region) if self.leaves else [way]
        self.points = np.concatenate([*map(self.draw, pieces), dots.reshape(-1, 3)])

    def _way(self, row: int, step: float, here: np.ndarray) -> np.ndarray:
        """The corners (n, 2) of the way up to ``here`` (3,): in its lane, where it has one."""
        first = 0
        if self.lane is not None:
            last = float(self.lane.steps[-1])
            if step <= last:
                return self.lane.until(step, here[:2])
            first = int(np.searchsorted(self.kept, last, side="right"))
        kept = self.kept[first : np.searchsorted(self.kept, row, side="right")]
        way = np.concatenate([self.rows[kept], here[None]])[:, :2]
        return way if self.lane is None else np.concatenate([self.lane.whole, way])


class Head(VGroup):
    """The racer's shape: a flat core inside a dark rim, centred on the present parameters.

    In a ``crowd`` it may be set out from there and smaller, see `leaders`. It is ``swell`` times
    as large as usual. Off the map there is none, nor on a step that only crosses it.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: Plane,
        run: Trajectory,
        name: str,
        ghost: bool = False,
        crowd: Crowd = ALONE,
    ) -> None:
        color, shape = canvas.theme.racer(name), canvas.theme.outline(name)
        rim = canvas.shape(canvas.theme.rim)
        core = canvas.shape(color)
        if ghost:
            core.set_fill(canvas.theme.background)
            rim.set_fill(color)
        super().__init__(rim, core)
        self.run, self.chart, self.crowd = run, chart, crowd
        self.ghost, self.swell = ghost, 1.0
        core_radius = (HEAD - (RIM if ghost else 0.0)) * canvas.px
        self.outlines = [
            polygon(shape * (core_radius + RIM * canvas.px)),
            polygon(shape * core_radius),
        ]

    def show_at(self, moment: Moment) -> None:
        """Move to the parameters at ``moment``."""
        here, shown = _on_map(self.chart, self.run, moment.step)
        place = self.crowd.place(self.run, moment.step, here)
        size = self.swell * self.crowd.size(self.run, moment.step)
        for part, points in zip(self.submobjects, self.outlines, strict=True):
            part.points = size * points + place if shown else NOTHING


class GradientArrow(VMobject):
    """-lr * gradient of the present row, in map units: where plain GD would go from there.

    It begins where the gradient was taken, mostly at the parameters themselves.
    """

    def __init__(self, canvas: Canvas, chart: Plane, run: Trajectory, color: str) -> None:
        super().__init__(fill_color=color, fill_opacity=0.62, stroke_width=0.0)
        self.run, self.chart = run, chart
        self.shaft = SHAFT * canvas.px

    def show_at(self, moment: Moment) -> None:
        """Draw the arrow of the row at or before ``moment``, as far as it is announced."""
        if not self.run.steps:  # its first step leads to nowhere
            self.points = NOTHING
            return
        row = min(int(moment.step + 1e-9), self.run.steps - 1)
        vector = -self.run.lrs[row] * self.run.gradients[row]
        tail = self.chart.locate(self.run.taken_at[row])[:2]
        reach = self.chart.spans(vector) * max(moment.lead, 1e-3)
        self.points = clipped_arrow(self.chart, tail, reach, self.shaft)


class NameTag(VGroup):
    """The racer's name beside its head, on one ``side`` (2,), of `tags.SIDES`.

    It may have others ``later``: each from a step on, since when it goes round the head to there
    in so many steps.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: Plane,
        run: Trajectory,
        text: Type,
        side: np.ndarray,
        crowd: Crowd = ALONE,
        later: Sequence[tuple[float, float, np.ndarray]] = (),
    ) -> None:
        self.run, self.chart, self.crowd = run, chart, crowd
        self.canvas, self.side, self.later = canvas, side, later
        text.move_to((0.0, 0.0, 0.0))
        board = plate(canvas, text)
        super().__init__(board, text)
        self.half = half_size(board)
        self.drawn = [board.points.copy(), text.points.copy()]

    def show_at(self, moment: Moment) -> None:
        """Follow the head."""
        here, shown = _on_map(self.chart, self.run, moment.step)
        place = self.crowd.place(self.run, moment.step, here) + self._offset(moment.step)
        for part, points in zip(self.submobjects, self.drawn, strict=True):
            part.points = points + place if shown else NOTHING

    def _offset(self, step: float) -> np.ndarray:
        """From the head to the middle (3,) of the name at ``step``."""
        side = self.side
        for first, over, goal in self.later:
            if step > first:
                side = _turned(side, goal, smooth(min((step - first) / over, 1.0)))
        return tag_offset(self.canvas, self.half, side)


def _on_map(chart: Plane, run: Trajectory, step: float) -> tuple[np.ndarray, bool]:
    """Where (3,) a run is at ``step``, and whether it is on the map and had or has a row there."""
    here = chart.locate(run.at(step))
    rows = [run.at(row) for row in (np.floor(step), np.ceil(step))]
    seen = contains(chart.region, chart.locate(np.array(rows)))
    return here, bool(contains(chart.region, here) and seen.any())


def _turned(side: np.ndarray, goal: np.ndarray, share: float) -> np.ndarray:
    """The ``share`` of the shorter way round a head from one side (2,) to another."""
    start, end = (float(np.arctan2(*each[::-1])) for each in (side, goal))
    turn = start + share * ((end - start + np.pi) % (2.0 * np.pi) - np.pi)
    way = np.array([np.cos(turn), np.sin(turn)])
    return np.asarray(way / np.abs(way).max())


def tag_offset(canvas: Canvas, half: np.ndarray, side: np.ndarray) -> np.ndarray:
    """From a head to the middle (3,) of a tag of half-size ``half`` (2,) on its ``side`` (2,)."""
    clear = (HEAD + RIM + CLEAR) * canvas.px
    return np.append(side * (half + clear), 0.0)


def _apart(rows: np.ndarray, least: float) -> np.ndarray:
    """Which of ``rows`` (n, 3) are ``least`` or more from their neighbours."""
    gaps = np.hypot(*np.diff(rows[:, :2], axis=0).T)
    return np.minimum(np.append(gaps, np.inf), np.append(np.inf, gaps)) > least
