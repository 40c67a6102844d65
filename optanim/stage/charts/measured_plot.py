"""The data, the start's line and the best one, while x is measured otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from optanim.runs.problem import Problem
from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polyline

POINTS = 36
ROW, INSET, SAMPLE, GAP = 40.0, 10.0, 32.0, 10.0
"""Design pixels: the key's rows, what is free around it, its lines, and from there to a name."""
LINE, DASH = 3.0, (12.0, 8.0)  # design pixels: width of the two lines, their dashes and gaps
FADE = 8.0  # how many times as fast as x changes the name of its axis goes, and comes


class MeasuredPlot(VGroup):
    """Some of the data of ``phases``, which differ in how x is measured, on axes that hold them.

    The line of the start is thin, that of the minimum has dashes; a key at the top left says so.
    The axis of x is called as ``names`` has it, one a phase, while that phase is shown.
    """

    def __init__(
        self, canvas: Canvas, phases: Sequence[Problem], region: Region, names: Sequence[str]
    ) -> None:
        self.canvas, first = canvas, phases[0]
        both = np.array([first.start, first.known_minimizer])
        reach = np.concatenate([phase.x for phase in phases])
        self.plot = DataPlot(canvas, first, region, POINTS, lines=both, reach=reach, ticks=4)
        title = self.plot.bottom.submobjects.pop()
        self.names = [canvas.text(name, SMALL).move_to(title) for name in names]
        self.start = canvas.line(canvas.theme.text, LINE)
        self.best = canvas.line(canvas.theme.minimum, LINE)
        super().__init__(self.plot, self.start, self.best, *self.names, *self._key(region))
        self.take(first, 0.0)

    def take(self, problem: Problem, phase: float) -> None:
        """Show ``problem``, which is as far as ``phase`` says: half way to the second at 0.5."""
        self.plot.take(problem)
        self.start.points = polyline(self.plot.line_ends(problem.start))
        self.best.points = self._dashed(self.plot.line_ends(problem.known_minimizer))
        for number, name in enumerate(self.names):
            name.set_fill(opacity=max(1.0 - FADE * abs(phase - number), 0.0))

    def _key(self, region: Region) -> list[VMobject]:
        """Samples of the two lines, each with its name."""
        theme, words = self.canvas.theme, self.canvas.words
        parts: list[VMobject] = []
        rows = region.inset(INSET).rows(ROW, ROW, None)[:2]
        for row, name, color in zip(
            rows, ("start", "best"), (theme.text, theme.minimum), strict=True
        ):
            sample = self.canvas.line(color, LINE)
            ends = np.array([row.at(0, 0.5)[:2], row.at(0, 0.5, right=SAMPLE)[:2]])
            sample.points = self._dashed(ends) if name == "best" else polyline(ends)
            told = self.canvas.text(words(f"conditioning.lines.{name}"), SMALL, color)
            parts += [sample, row.cut(left=SAMPLE + GAP).place_type(told, x=0.0)]
        return parts

    def _dashed(self, ends: np.ndarray) -> np.ndarray:
        return self.canvas.dashes(ends, *DASH)
