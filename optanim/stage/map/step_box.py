"""A box from the point to where its next step ends, whose sides are the step's two parts."""

from __future__ import annotations

import numpy as np
from manim import LineJointType, VMobject

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import contains, polygon_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.paths import NOTHING, polygon
from optanim.stage.map.contour_map import ContourMap

EDGE = 3.5  # design pixels
_CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])


class StepBox(VMobject):
    """From ``points[k]`` before step k to ``points[k] + steps[k]``; both (n, 2).

    In parameter units. It is as wide as the step goes along the first axis, and as high as along
    the second. The box changes into that of its row during the ``part`` (start, end) of the
    moment's lead, edge by edge, the first one grows from its point; it stays while the step is
    taken, and the last one to the end. What lies beyond the map is not drawn.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: ContourMap,
        points: np.ndarray,
        steps: np.ndarray,
        color: str,
        part: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        super().__init__(
            stroke_color=color,
            stroke_width=canvas.stroke(EDGE),
            fill_color=color,
            fill_opacity=0.16,
            joint_type=LineJointType.MITER,
        )
        self.chart, self.part = chart, part
        self.places = chart.locate(points)[:, :2]
        self.reaches = chart.spans(steps)

    def corners(self, moment: Moment) -> np.ndarray:
        """The scene points (5, 2) of the closed box at ``moment``."""
        last = len(self.reaches) - 1
        row, grown = int(moment.step + 1e-9), moment.part(*self.part)
        now, before = min(row, last), min(max(row - 1, 0), last)
        (left, first), (right, second) = self._ends(before, row > 0), self._ends(now)
        low, high = left + grown * (right - left), first + grown * (second - first)
        return np.asarray(low + _CORNERS * (high - low))

    def _ends(self, row: int, grown: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """The lower left and the upper right corner (2,) of a row's box."""
        tip = self.places[row] + self.reaches[row] * grown
        return np.minimum(self.places[row], tip), np.maximum(self.places[row], tip)

    def show_at(self, moment: Moment) -> None:
        """Draw the box of the row at or before ``moment``."""
        corners, region = self.corners(moment), self.chart.region
        if np.ptp(corners, axis=0).max() == 0.0:
            self.points = NOTHING
            return
        if not contains(region, corners).all():
            corners = polygon_inside(corners[:-1], region)
        self.points = polygon(corners) if len(corners) else NOTHING


def first_step_box(canvas: Canvas, chart: ContourMap, run: Trajectory, color: str) -> StepBox:
    """The box from the start of ``run`` to where its first step ends."""
    box = StepBox(canvas, chart, run.params[:1], np.diff(run.params[:2], axis=0), color)
    box.show_at(Moment(0.0))
    return box
