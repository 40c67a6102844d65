"""The last steps of a long run."""

from __future__ import annotations

from functools import partial

import numpy as np
from manim import LineJointType, VMobject

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import path_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.paths import dashes, joined, polyline
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.crowd import TRAIL
from optanim.stage.map.walker import rimmed


class Tail(VMobject):
    """The way of the last ``length`` steps up to the present, none of it from before ``first``.

    That of a ``ghost`` is dashed.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: ContourMap,
        run: Trajectory,
        color: str,
        length: int,
        first: int = 0,
        ghost: bool = False,
    ) -> None:
        super().__init__(
            stroke_color=color,
            stroke_width=canvas.stroke(TRAIL),
            fill_opacity=0.0,
            joint_type=LineJointType.ROUND,
        )
        if not ghost:
            rimmed(self, canvas)
        self.run, self.chart, self.length, self.first = run, chart, length, first
        self.draw = partial(dashes, dash=9 * canvas.px, gap=7 * canvas.px) if ghost else polyline

    def show_at(self, moment: Moment) -> None:
        """Draw the way up to ``moment``."""
        row = min(int(moment.step + 1e-9), self.run.steps)
        since = max(row - self.length, self.first)
        rows = np.concatenate([self.run.params[since : row + 1], self.run.at(moment.step)[None]])
        pieces = path_inside(self.chart.locate(rows)[:, :2], self.chart.region)
        self.points = joined(map(self.draw, pieces))
