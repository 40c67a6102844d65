"""A map that grows with its walker: true at every scale, its colours always the same losses."""

from __future__ import annotations

import numpy as np

from optanim.base.window import Window
from optanim.landscape.landscape import Landscape
from optanim.runs.problem import Problem
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import segments_inside
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import segments
from optanim.stage.draw.ticker import Glyphs
from optanim.stage.map.growth import Growth
from optanim.stage.map.rescaled_map import RescaledMap

LINE = 0.34  # opacity of a level line
PATIENCE = 0.8  # doublings of the window that a level line takes to fade
CORNERS = 60  # of a level line, at most
SAMPLES = 300  # a side, of the losses that level lines are traced in
COARSE = 3  # design pixels to a cell of the picture while it grows
NO_ENDS = np.zeros((0, 2, 2))


class GrowingMap(RescaledMap):
    """A contour map whose window follows ``run`` until row ``until``; it goes into the run's clock.

    A colour means the same loss at every scale; where the loss is above that of the first
    window's highest point, the map has the highest colour. Level lines that get too dense fade,
    every second first, so that those that are left keep their values.
    """

    def __init__(
        self,
        canvas: Canvas,
        problem: Problem,
        window: Window,
        region: Region,
        run: Trajectory,
        until: int,
        glyphs: Glyphs,
        slope_axis: bool = False,
    ) -> None:
        super().__init__(canvas, problem, window, region, glyphs, slope_axis=slope_axis)
        self.growth = Growth.following(self.window, run, problem.known_minimizer, until)
        self.top = self.landscape.top
        self.cells = round(region.width / COARSE), round(region.height / COARSE)
        self.ends, self.rank = self._ranks()
        self.levels.submobjects = [
            canvas.line(canvas.theme.level, 1.8, opacity=LINE) for _ in range(self.rank[-1] + 1)
        ]
        self._draw_levels()

    def _redraw(self) -> None:
        landscape = Landscape.of(self.problem, self.window, *self.cells)
        self.picture.rgba = self._rgba(landscape.heights, 0.0, self.top)
        self._draw_levels()

    def _ranks(self) -> tuple[np.ndarray, np.ndarray]:
        """Both ends (n, 2, 2) of every straight piece of all level lines, and its rank (n,).

        Level lines stand at whole multiples of the lowest. With each doubling of the window every
        second one fades: first the odd multiples, which are rank 0, next twice the odd ones, rank
        1, and so on. The last rank never fades and holds all multiples that are left. When rank r
        has faded the window has doubled r + 1 times, so its lines are followed as far as that.
        """
        lowest, count = float(self.landscape.levels[0]), len(self.landscape.levels)
        last = int(np.ceil(np.log2(self.growth.scales[-1]))) + 1
        ranks = []
        for rank in range(last + 1):
            window = self.growth.scaled(2.0 ** (rank + 1))
            landscape = Landscape.of(self.problem, window, SAMPLES, SAMPLES)
            multiples = 2**rank * np.arange(1, 2 * count + 1, 1 if rank == last else 2)
            pieces = [line for n in multiples for line in landscape.lines(lowest * n)]
            ranks.append(np.concatenate([NO_ENDS, *map(_ends, pieces)]))
        return np.concatenate(ranks), np.repeat(np.arange(len(ranks)), [*map(len, ranks)])

    def _draw_levels(self) -> None:
        """Draw what of the level lines is on the map, a path a rank, as faint as it is by now."""
        doublings = np.log2(self.scale_now)
        shown = np.clip(1.0 - (doublings - np.arange(len(self.levels))) / PATIENCE, 0.0, 1.0)
        first = np.searchsorted(self.rank, np.argmax(shown > 0.0))  # all before it have faded
        parts, number = segments_inside(self.locate(self.ends[first:])[..., :2], self.region)
        points, rank = segments(parts[:, 0], parts[:, 1]), np.repeat(self.rank[first:][number], 4)
        for k, (line, share) in enumerate(zip(self.levels, shown, strict=True)):
            line.set_stroke(opacity=LINE * share)
            line.points = points[rank == k]


def _ends(corners: np.ndarray) -> np.ndarray:
    """Both ends (m, 2, 2) of the pieces of a level line (n, 2), which are not too many."""
    if len(corners) > CORNERS:
        corners = corners[np.linspace(0, len(corners) - 1, CORNERS).round().astype(int)]
    return np.stack([corners[:-1], corners[1:]], axis=1)
