"""Where a racer has left the map."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import contains, path_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.marks import HEAD, RIM
from optanim.stage.draw.paths import NOTHING, polygon
from optanim.stage.map.contour_map import ContourMap

INSIDE = 1.9 * HEAD  # design pixels from the map's edge to the mark's middle


class ExitMark(VGroup):
    """The racer's shape, hollow, at the edge where it left the map, while it is off the map.

    A wedge in its colour beside it points outwards.
    """

    def __init__(self, canvas: Canvas, chart: ContourMap, run: Trajectory, name: str) -> None:
        color, shape = canvas.theme.racer(name), canvas.theme.outline(name)
        rim, body, core, wedge = (
            canvas.shape(fill) for fill in (canvas.theme.rim, color, canvas.theme.background, color)
        )
        super().__init__(rim, wedge, body, core)
        self.run, self.chart, px = run, chart, canvas.px
        self.sizes = [
            polygon(shape * (HEAD + RIM) * px), polygon(shape * HEAD * px),
            polygon(shape * (HEAD - 1.3 * RIM) * px),
        ]  # fmt: skip
        self.wedge = _WEDGE * HEAD * px
        self.rows = chart.locate(run.params)
        within = contains(chart.region, self.rows)
        self.left = np.flatnonzero(within[:-1] & ~within[1:])

    def show_at(self, moment: Moment) -> None:
        """Stand where the racer last left the map, if it is off the map now."""
        here = self.chart.locate(self.run.at(moment.step))
        count = int(np.searchsorted(self.left, moment.step + 1e-9, side="right"))
        if count == 0 or contains(self.chart.region, here):
            for part in self.submobjects:
                part.points = NOTHING
            return
        row = int(self.left[count - 1])
        (piece,) = path_inside(self.rows[row : row + 2, :2], self.chart.region)[:1]
        place, outward = self._at_the_edge(piece[-1])
        turn = np.array([outward, [-outward[1], outward[0]]])
        wedge = polygon(self.wedge @ turn) + place
        shapes = [self.sizes[0], wedge - place, *self.sizes[1:]]
        for part, points in zip(self.submobjects, shapes, strict=True):
            part.points = points + place

    def _at_the_edge(self, point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The mark's middle (3,) for a way out through ``point`` (2,), and the edge's normal."""
        region = self.chart.region
        edges = np.array([
            [region.right - point[0], 1, 0], [point[0] - region.left, -1, 0],
            [region.top - point[1], 0, 1], [point[1] - region.bottom, 0, -1],
        ])  # fmt: skip
        place = region.inset(INSIDE).nearest(point)
        return np.append(place, 0.0), edges[np.argmin(edges[:, 0]), 1:]


_WEDGE = np.array([[1.95, 0.0], [1.1, 0.75], [1.1, -0.75]])
