"""The mark at the edge of a rectangle where a racer's way has left it."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import NOTHING, polygon

INSIDE = 1.9  # radii of the shape from the edge to its middle


class Outlet(VGroup):
    """The racer's shape, hollow, of so many design pixels ``radius`` within a ``rim``.

    A wedge in its colour beside it points outwards. It is not there until it is put somewhere.
    """

    def __init__(
        self, canvas: Canvas, region: Region, name: str, radius: float, rim: float
    ) -> None:
        color, shape = canvas.theme.racer(name), canvas.theme.outline(name)
        fills = canvas.theme.rim, color, canvas.theme.background, color
        edge, body, core, wedge = map(canvas.shape, fills)
        super().__init__(edge, wedge, body, core)
        self.region, self.inside, px = region, INSIDE * radius, canvas.px
        sizes = radius + rim, radius, radius - 1.3 * rim
        self.sizes = [polygon(shape * size * px) for size in sizes]
        self.wedge = _WEDGE * radius * px

    def put(self, point: np.ndarray | None) -> None:
        """Stand where a way leaves the rectangle through ``point`` (2,); nowhere for None."""
        if point is None:
            for part in self.submobjects:
                part.points = NOTHING
            return
        place, outward = self._at_the_edge(point)
        turn = np.array([outward, [-outward[1], outward[0]]])
        shapes = [self.sizes[0], polygon(self.wedge @ turn), *self.sizes[1:]]
        for part, points in zip(self.submobjects, shapes, strict=True):
            part.points = points + place

    def _at_the_edge(self, point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The mark's middle (3,) for a way out through ``point`` (2,), and the edge's normal."""
        region = self.region
        edges = np.array([
            [region.right - point[0], 1, 0], [point[0] - region.left, -1, 0],
            [region.top - point[1], 0, 1], [point[1] - region.bottom, 0, -1],
        ])  # fmt: skip
        place = region.inset(self.inside).nearest(point)
        return np.append(place, 0.0), edges[np.argmin(edges[:, 0]), 1:]


_WEDGE = np.array([[1.95, 0.0], [1.1, 0.75], [1.1, -0.75]])
