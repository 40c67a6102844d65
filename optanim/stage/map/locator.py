"""Where a map lies that shows only a part."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Group, VGroup

from optanim.base.window import Window
from optanim.runs.problem import Problem
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import path_inside
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import joined, polygon, polyline
from optanim.stage.map.contour_map import ContourMap

SHARES = 0.26, 0.21, 0.16, 0.12  # of the map's width and height that the small map takes, if free
INSIDE = 16.0  # design pixels between it and the map's edges
LEAST = 14.0  # design pixels: side of the frame around the part, at least
LINE, EDGE = 3.0, 6.5  # design pixels: stroke of that frame, and of its dark edge
FREE = 24.0  # design pixels between it and what is shown on the map, at least
LINES = 8  # level lines of the small map
SAMPLES = 9  # points of a step that must be free
AROUND = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]])


class Locator(Group):
    """A small map of the ``whole``, on which a frame shows what part of it a ``chart`` is.

    In that corner of the chart in which there is least of the ``ways``, arrays (n, 2) of
    parameters, and of the chart's labels; smaller where no corner is free. The whole grows so
    that it holds all of the part.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: ContourMap,
        problem: Problem,
        whole: Window,
        ways: Sequence[np.ndarray],
    ) -> None:
        corners = np.concatenate([whole.corners, chart.window.corners])
        whole = Window.around(corners, 0.0).shaped(chart.region.aspect)
        place = _free_corner(chart, ways)
        self.map = ContourMap(
            canvas, problem, whole, place, slope_axis=False, intercept_axis=False, lines=LINES
        )
        border = canvas.line(canvas.theme.rim, EDGE)
        border.points = polygon(place.corners)
        super().__init__(border, self.map, part_frame(canvas, self.map, chart.window))


def part_frame(canvas: Canvas, chart: ContourMap, part: Window) -> VGroup:
    """A frame on ``chart`` around a ``part`` of it, on a dark edge; not smaller than can be seen.

    Of one that reaches beyond the chart only what lies on it is drawn.
    """
    low, high = chart.locate(part.corners)[:, :2]
    middle, half = (low + high) / 2, np.maximum(high - low, LEAST * canvas.px) / 2
    pieces = path_inside(middle + half * AROUND, chart.region)
    strokes = (canvas.theme.rim, EDGE), (canvas.theme.text, LINE)
    lines = [canvas.line(color, width) for color, width in strokes]
    for line in lines:
        line.points = joined(map(polyline, pieces))
    return VGroup(*lines)


def _free_corner(chart: ContourMap, ways: Sequence[np.ndarray]) -> Region:
    """The emptiest corner of ``chart``: as large as is clear of ``ways`` and labels."""
    shares = np.linspace(0.0, 1.0, SAMPLES)[:, None, None]
    between = [(way[:-1] + shares * np.diff(way, axis=0)).reshape(-1, 2) for way in ways]
    labels = [label.get_center()[None, :2] for label in chart.labels]
    taken = np.concatenate([chart.locate(np.concatenate(between))[:, :2], *labels])

    def crowded(place: Region) -> int:
        away = taken - np.clip(taken, place.low, place.high)
        return int(np.sum(np.hypot(*away.T) < FREE * chart.canvas.px))

    for share in SHARES:
        best = min(_corners(chart.region, share), key=crowded)
        if not crowded(best):
            break
    return best


def _corners(region: Region, share: float) -> list[Region]:
    """A ``share`` of ``region`` in each of its corners."""
    inner = region.inset(INSIDE)
    x, y = inner.width - share * region.width, inner.height - share * region.height
    return [inner.cut(left, low, x - left, y - low) for left in (0.0, x) for low in (0.0, y)]
