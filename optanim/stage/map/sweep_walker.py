"""The first steps at the present value of a sweep, on the map."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import VGroup

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import contains, path_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.fitting import fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import HEAD, RIM
from optanim.stage.draw.paths import NOTHING, joined, polygon, polyline
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.crowd import TRAIL
from optanim.stage.map.walker import DIAMOND, DOT, rimmed
from optanim.studies.sweeping import Sweep


class SweepWalker(VGroup):
    """Way, dots and head of the kept steps at the swept value number ``moment.step``, rounded.

    Where a torch run of that value is among ``runs``, by the value's number, its rows are drawn,
    else the sweep's own. What leaves the map is cut off at its edge; a head outside is not drawn.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: ContourMap,
        sweep: Sweep,
        kind: str,
        runs: Mapping[int, Trajectory],
    ) -> None:
        color = canvas.theme.racer(kind)
        way = rimmed(canvas.line(color, TRAIL), canvas)
        dots, rim, core = (canvas.shape(fill) for fill in (color, canvas.theme.rim, color))
        super().__init__(way, dots, rim, core)
        self.chart, self.sweep, self.runs = chart, sweep, runs
        self.dot = polygon(DIAMOND * DOT * canvas.px)
        head = canvas.theme.outline(kind)
        self.heads = [polygon(head * r * canvas.px) for r in (HEAD + RIM, HEAD)]

    def rows(self, index: int) -> np.ndarray:
        """The parameters (k+1, 2) of the value number ``index``: torch's where there is a run."""
        path = self.sweep.paths[index]
        return self.runs[index].params[: len(path)] if index in self.runs else path

    def show_at(self, moment: Moment) -> None:
        """Draw the way at the value number ``moment.step``."""
        rows = self.chart.locate(self.rows(round(moment.step)))
        region = self.chart.region
        inside = contains(region, rows)
        way, dots, *head = self.submobjects
        pieces = path_inside(rows[:, :2], region)
        way.points = joined(map(polyline, pieces))
        dots.points = joined(self.dot + row for row in rows[inside])
        for part, shape in zip(head, self.heads, strict=True):
            part.points = shape + rows[-1] if inside[-1] else NOTHING


class Source(VGroup):
    """Says how many steps the map shows, and that they leave it where they do."""

    def __init__(self, canvas: Canvas, place: Region, walker: SweepWalker) -> None:
        steps, words = len(walker.sweep.paths[0]) - 1, canvas.words
        lines = [words(f"sweep.first{end}", steps=steps) for end in ("", "_off")]
        color = canvas.theme.text
        super().__init__(
            *(place.place_type(fitted(canvas, line, place.width, SMALL, color)) for line in lines)
        )
        self.walker, self.drawn = walker, [line.points for line in self.submobjects]

    def show_at(self, moment: Moment) -> None:
        """Say it for the value number ``moment.step``."""
        index = round(moment.step)
        end = self.walker.chart.locate(self.walker.rows(index)[-1])
        off = not contains(self.walker.chart.region, end)
        for k, (line, points) in enumerate(zip(self.submobjects, self.drawn, strict=True)):
            line.points = points if k == off else NOTHING
