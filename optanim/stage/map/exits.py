"""Where a racer has left the map."""

from __future__ import annotations

import numpy as np

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import contains, path_inside
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.marks import HEAD, RIM
from optanim.stage.draw.outlets import Outlet
from optanim.stage.map.contour_map import ContourMap


class ExitMark(Outlet):
    """The racer's shape, hollow, at the edge where it left the map, while it is off the map.

    A wedge in its colour beside it points outwards.
    """

    def __init__(self, canvas: Canvas, chart: ContourMap, run: Trajectory, name: str) -> None:
        super().__init__(canvas, chart.region, name, HEAD, RIM)
        self.run, self.chart = run, chart
        self.rows = chart.locate(run.params)
        within = contains(chart.region, self.rows)
        self.left = np.flatnonzero(within[:-1] & ~within[1:])

    def show_at(self, moment: Moment) -> None:
        """Stand where the racer last left the map, if it is off the map now."""
        here = self.chart.locate(self.run.at(moment.step))
        count = int(np.searchsorted(self.left, moment.step + 1e-9, side="right"))
        if count == 0 or contains(self.chart.region, here):
            self.put(None)
            return
        row = int(self.left[count - 1])
        (piece,) = path_inside(self.rows[row : row + 2, :2], self.chart.region)[:1]
        self.put(piece[-1])
