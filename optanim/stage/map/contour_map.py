"""The map of a loss: filled picture, level lines, axes and the minimum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import Group, VGroup, VMobject

from optanim.base import numbers
from optanim.base.window import Window
from optanim.frames.picture import Picture
from optanim.landscape.landscape import Landscape
from optanim.landscape.lowest import line_of_minima
from optanim.losses import Loss
from optanim.runs.problem import Problem
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import contains, path_inside
from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import minimum_line, minimum_mark
from optanim.stage.draw.paths import joined, polyline
from optanim.stage.draw.plates import around, plate
from optanim.stage.draw.type import Type

FAINT = 0.13  # opacity of level lines beyond the region, behind what is written there
APART, EDGE = 56.0, 12.0  # design pixels from a level line's label to another, to the map's edge
HOME = 0.86  # of the map's width: where labels stand
COLUMNS = (0.72, 0.94, 0.5, 0.28)  # where else, if somebody walks there
PASSING = 16.0  # design pixels from a label to a way that passes it: about a head's half


class ContourMap(Group):
    """A problem's loss over its two parameters, its square root by default, in equal units.

    What walks on it stays in ``region``; tick labels and titles stand outside it, below and to the
    left unless ``intercept_axis`` or ``slope_axis`` forgoes them. Colours and level lines go on to
    the edges of ``ground``, behind all that is written there. ``labelled`` level lines are dashed
    and carry their value; where one of the ways ``clear_of``, (n, 2) parameters each, would cross a
    label, it stands elsewhere on its line. ``kind`` is a scale's, ``levels`` the losses at which
    lines are to run. Every minimizer in view has a cross, and where they are a line it is drawn;
    where there is no loss, there is a hole. Tick labels below stand out at the sides by
    ``overhang`` design pixels at most.
    """

    def __init__(
        self,
        canvas: Canvas,
        problem: Problem,
        window: Window,
        region: Region,
        slope_axis: bool = True,
        labelled: bool = False,
        lines: int = 16,
        intercept_axis: bool = True,
        kind: str = "sqrt",
        levels: Sequence[float] | None = None,
        overhang: float = np.inf,
        ground: Region | None = None,
        clear_of: Sequence[np.ndarray] = (),
    ) -> None:
        self.canvas, self.region, self.intercept_axis = canvas, region, intercept_axis
        self.ground = ground or region
        self.overhang, self.parameters = overhang, problem.parameters
        self.window = window.shaped(region.aspect)
        columns, rows = round(self.ground.width), round(self.ground.height)
        beyond = self._beyond()
        self.landscape = Landscape.of(problem, beyond, columns, rows, lines, kind, levels)
        self.picture = self._picture()
        self.levels = VGroup(*(self._level(level, labelled) for level in self.landscape.levels))
        self.far_levels = self._far_levels()
        self.labels = self._labels(clear_of) if labelled else VGroup()
        self.minimum, self.crossed = self._minima(problem.loss), len(problem.minimizers) > 0
        self.axes = self._axes(problem, slope_axis)
        self.border = axes.edges(canvas, region, open_ended=self.goes_on)
        super().__init__(
            self.picture,
            self.far_levels,
            self.levels,
            self.labels,
            self.border,
            self.axes,
            self.minimum,
        )

    @property
    def goes_on(self) -> bool:
        """Whether its ground goes on beyond its region."""
        return self.ground != self.region

    @property
    def unit(self) -> float:
        """Scene units per unit of either parameter."""
        low, high = self.window.intercept
        return self.region.size[0] / (high - low)

    def describe(self, width: int) -> dict[str, Any]:
        """Where it lies in a frame ``width`` pixels wide, for a film's timeline."""
        window = self.window.spans(self.parameters)
        return {"window": window, "pixels": self.canvas.pixels(self.region, width)}

    def release_axes(self) -> VGroup:
        """Give up the axes, which then are no part of the map any more."""
        self.remove(self.axes)
        return self.axes

    def locate(self, params: np.ndarray) -> np.ndarray:
        """Scene points (..., 3) of parameters (..., 2) as (intercept, slope)."""
        corner = np.array([self.window.intercept[0], self.window.slope[0]])
        flat = (params - corner) * self.unit + self.region.low
        return np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1)

    def line_through(self, params: np.ndarray, direction: np.ndarray) -> np.ndarray:
        """Where the line through ``params`` (2,) along ``direction`` (2,) meets the map's edge.

        Both ends (2, 2) as scene points; ``params`` must lie on the map.
        """
        here, way = self.locate(params)[:2], direction / np.hypot(*direction)
        reach = np.hypot(*self.region.size)
        (ends,) = path_inside(here + reach * way * np.array([[-1.0], [1.0]]), self.region)
        return ends

    def spans(self, params: np.ndarray) -> np.ndarray:
        """Scene vectors (..., 2) of differences of parameters (..., 2)."""
        return params * self.unit

    def _picture(self) -> Picture:
        rgba = self._rgba(self.landscape.heights, self.landscape.low, self.landscape.top)
        return Picture(rgba, self.ground.size[1]).move_to(self.ground.center)

    def _beyond(self) -> Window:
        """The window that fills the ground."""
        low, high = self.window.corners
        low = low + (self.ground.low - self.region.low) / self.unit
        high = high + (self.ground.high - self.region.high) / self.unit
        (left, bottom), (right, top) = low.tolist(), high.tolist()
        return Window((left, right), (bottom, top))

    def _rgba(self, heights: np.ndarray, low: float, top: float) -> np.ndarray:
        """The pixels (h, w, 4) of ``heights`` (h, w), which rise with the rows.

        ``low`` and ``top`` are at the ends of the colours; where there is no height, there is none.
        """
        shares = (heights[::-1] - low) / (top - low)
        colors = self.canvas.theme.map_colors(np.nan_to_num(shares))
        there = np.where(np.isfinite(shares), 255, 0).astype(np.uint8)
        return np.concatenate([colors, there[..., None]], axis=-1)

    def _level(self, level: float, dashed: bool) -> VMobject:
        line = self.canvas.line(self.canvas.theme.level, 1.8, opacity=0.5 if dashed else 0.34)
        draw = self._dashes if dashed else polyline
        whole = (self.locate(piece)[:, :2] for piece in self.landscape.lines(level))
        inside = (piece for path in whole for piece in path_inside(path, self.region))
        line.points = joined(map(draw, inside))
        return line

    def _far_levels(self) -> VMobject:
        """All level lines up to the edges of a ground that goes on, faintly."""
        line = self.canvas.line(self.canvas.theme.level, 1.8, opacity=FAINT)
        if self.goes_on:
            pieces = (p for level in self.landscape.levels for p in self.landscape.lines(level))
            line.points = joined(polyline(self.locate(piece)[:, :2]) for piece in pieces)
        return line

    def _dashes(self, corners: np.ndarray) -> np.ndarray:
        return self.canvas.dashes(corners, 11, 8)

    def _labels(self, clear_of: Sequence[np.ndarray]) -> VGroup:
        """Every second level's value, where its line runs lowest at the right.

        Or in another column, if ``clear_of`` would cross it there.
        """
        group, spots = VGroup(), list[np.ndarray]()
        land, ways = self.landscape, [self.locate(way)[:, :2] for way in clear_of]
        span = land.number(land.top) - land.number(land.low)
        for level in land.levels[1::2]:
            number = numbers.within(land.number(level), span)
            text = self.canvas.text(number, SMALL, self.canvas.theme.text)
            home = self._label_spot(level, HOME)
            if home is None or self._close(home, spots):
                continue
            spots.append(self._clear_spot(text, level, home, spots, ways))
            self._set_label(text, spots[-1])
            group.add(plate(self.canvas, text, self._color_at(level), opacity=1.0), text)
        return group

    def _close(self, spot: np.ndarray, spots: Sequence[np.ndarray]) -> bool:
        """Whether ``spot`` (3,) is too close to one of ``spots``."""
        return any(np.hypot(*(spot - at)[:2]) < APART * self.canvas.px for at in spots)

    def _set_label(self, text: Type, spot: np.ndarray) -> Type:
        """Move ``text`` to ``spot`` (3,), but within the map."""
        text.move_to(spot)
        inner = self.region.inset(EDGE)
        return text.shift((min(inner.right - text.get_right()[0], 0.0), 0.0, 0.0))

    def _clear_spot(
        self,
        text: Type,
        level: float,
        home: np.ndarray,
        spots: Sequence[np.ndarray],
        ways: Sequence[np.ndarray],
    ) -> np.ndarray:
        """Where (3,) ``text`` on its level line is crossed the least by ``ways``, (n, 2) each.

        ``home`` (3,) if that is clear, and else in another column, not close to ``spots``.
        """

        def crossed(spot: np.ndarray) -> float:
            """How long the ways are beside a label there."""
            box = around(self._set_label(text, spot), self.canvas.px, PASSING)
            pieces = (piece for way in ways for piece in path_inside(way, box))
            return sum(float(np.hypot(*np.diff(piece, axis=0).T).sum()) for piece in pieces)

        if crossed(home) == 0.0:
            return home
        others = (self._label_spot(level, column) for column in COLUMNS)
        free = [spot for spot in others if spot is not None and not self._close(spot, spots)]
        return min([home, *free], key=crossed)

    def _label_spot(self, level: float, share: float) -> np.ndarray | None:
        """The lowest point of the level line near a column, off the map's upper and lower edge.

        The column is at ``share`` of the map's width.
        """
        inner = self.region.inset(60, 40)
        column, near = self.region.at(share, 0)[0], 0.02 * self.region.size[0]
        best = None
        for piece in self.landscape.lines(level):
            points = self.locate(piece)
            inside = (points[:, 1] > inner.bottom) & (points[:, 1] < inner.top)
            for point in points[inside & (np.abs(points[:, 0] - column) < near)]:
                if best is None or point[1] < best[1]:
                    best = point
        return best

    def _color_at(self, level: float) -> str:
        color = self.canvas.theme.map_colors(self.landscape.share(np.array(level)))
        return "#" + "".join(f"{channel:02X}" for channel in color)

    def _minima(self, loss: Loss) -> VGroup:
        """A mark on each minimizer in view, or the line of them."""
        places = self.locate(loss.minimizers)[:, :2]
        seen = places[contains(self.ground, places)]
        line = self.locate(line_of_minima(loss, self.landscape.window))[..., :2]
        return VGroup(
            *(minimum_mark(self.canvas, here) for here in seen),
            *([minimum_line(self.canvas, line[:, 0], line[:, 1])] if len(line) else []),
        )

    def _axes(self, problem: Problem, slope_axis: bool) -> VGroup:
        shown = self.intercept_axis, slope_axis
        place = self.window, self.region
        color = self.canvas.theme.text if self.goes_on else ""
        beyond = (self.ground.right - self.region.right) / self.canvas.px
        overhang = min(self.overhang, beyond) if self.goes_on else self.overhang
        return axes.of_window(self.canvas, problem, *place, shown, overhang, color)
