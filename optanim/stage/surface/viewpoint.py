"""Which places of a land are seen from where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import map_coordinates

from optanim.raster import Air, IsoLines, Light, Painter, View
from optanim.stage.surface.relief import Relief

BEYOND = 1.6  # of the window's sides around it: what land is looked at
CELLS = 840  # a side of that
MARCH = 64  # in how many places of a line of sight it is looked whether land is in its way
SLACK = 0.01  # of the surface's height: land that is in the way by less hides nothing
BLACK = 0.0, 0.0, 0.0
NOTHING = -1e6  # height where there is no land, in heights of the surface


@dataclass(frozen=True, eq=False)
class Viewpoint:
    """Heights of the land (CELLS, CELLS) on an even grid over its window and around it."""

    relief: Relief
    heights: np.ndarray

    @classmethod
    def of(cls, relief: Relief) -> Viewpoint:
        """What may be in the way on ``relief``."""
        shares = np.linspace(-BEYOND, 1.0 + BEYOND, CELLS)
        heights = relief.field.height(*np.meshgrid(shares, shares))
        return cls(relief, np.nan_to_num(heights, nan=NOTHING).astype(np.float32))

    def seen(self, points: np.ndarray, eyes: np.ndarray) -> np.ndarray:
        """Which of the scene points (n, 3) no land hides from each of ``eyes`` (m, 3): (m, n)."""
        points, eyes = self._shares(points), self._shares(eyes)
        ground = self._land(points[:, :2])  # a pit may be narrower than the grid is fine
        points[:, 2] = np.maximum(points[:, 2], ground)
        along = np.linspace(0.0, 1.0, MARCH + 1)[1:-1] ** 1.5
        ways = eyes[:, None] - points
        hidden = np.zeros(ways.shape[:2], bool)
        for share in along:
            places = points + share * ways
            hidden |= self._land(places[..., :2]) > places[..., 2] + SLACK
        return ~hidden

    def _land(self, shares: np.ndarray) -> np.ndarray:
        """The height (...) of the land at ``shares`` (..., 2) of the window's sides."""
        u, v = np.moveaxis(shares, -1, 0)
        grid = (np.stack([v, u]) + BEYOND) * ((CELLS - 1) / (1.0 + 2.0 * BEYOND))
        return map_coordinates(self.heights, grid, order=1, cval=NOTHING, prefilter=False)

    def land(self, view: View) -> float:
        """Which share of an image is land."""
        painter, image = Painter(view.size), np.zeros((*view.size[::-1], 4), np.uint8)
        lines, air = IsoLines.none(), Air(BLACK, BLACK, 1.0, 1e6)
        field, box = self.relief.field, self.relief.box
        painter.surface(image, view, field, box, Light(), lines, air)
        return float((painter.depth > 0.0).mean())

    def _shares(self, places: np.ndarray) -> np.ndarray:
        """``places`` (n, 3) of the scene in shares of the window's sides and of the height."""
        low, size = self.relief.region.low, self.relief.region.size
        return (places - [*low, 0.0]) / [*size, self.relief.tall]
