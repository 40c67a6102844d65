"""How a relief looks: floor, surface, minimum, trails and heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optanim.look.shapes import cross
from optanim.look.theme import Theme, rgb
from optanim.raster import IsoLines, Light, Marker, Painter, Pen, View
from optanim.stage.draw.canvas import Canvas
from optanim.stage.map.contour_map import MINIMUM
from optanim.stage.map.walker import HEAD, RIM

if TYPE_CHECKING:
    from optanim.stage.surface.relief import Relief

FLOOR = -0.09  # where the floor lies, in heights of the surface
TRAIL, GLOW, RING = 2.6, 26.0, 30.0  # design pixels
CLOSER = 1.05  # how much nearer than its middle a ring is taken to be: it is not draped
FADE = 14.0  # steps after which a trail has lost two thirds of its freshness
LIGHT = np.array([-0.45, -0.35, 0.9])
_TURN = np.linspace(0.0, 2 * np.pi, 65)
_CIRCLE = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=-1)


@dataclass(frozen=True, eq=False)
class Brush:
    """A painter at work on one frame; its methods are called from the back to the front."""

    painter: Painter
    image: np.ndarray
    view: View
    canvas: Canvas

    @property
    def theme(self) -> Theme:
        """The film's theme."""
        return self.canvas.theme

    @property
    def pixel(self) -> float:
        """Pixels of the image per pixel at 1080."""
        return self.canvas.px * self.view.size[0] / self.view.frame[0]

    def floor(self, relief: Relief) -> None:
        """A grid below the surface."""
        corners = self.view.project(relief.box.place(relief.floor))
        corners[2::3, 2] = 0.0  # out of sight: the line breaks
        opacity = 0.5 * min(relief.risen, 1.0)
        pen = Pen(_bytes(self.theme.frame), 0.6 * self.pixel, opacity, hidden=1.0)
        self.painter.lines(self.image, [corners], pen)

    def surface(self, relief: Relief) -> None:
        """The surface with its level lines; the one lit last shines."""
        theme, count = self.theme, len(relief.levels)
        lit = relief.lit - np.arange(count)
        shown = np.clip(lit, 0.0, 1.0)
        flash = np.clip(1.0 - np.abs(lit - 1.0) / 1.6, 0.0, 1.0) * min(count - relief.lit, 1.0)
        strengths = np.concatenate([[0.0], (0.34 + 0.5 * flash) * shown])
        radii = np.concatenate([[0.0], (0.9 + 0.5 * flash) * self.pixel])
        lines = IsoLines(_bytes(theme.level), radii, strengths)
        risen = min(relief.risen, 1.0)
        light = Light(LIGHT, 1.0 + risen * (theme.exposure - 1.0), theme.modelling * risen,
                      theme.gloss * risen)  # fmt: skip
        self.painter.surface(self.image, self.view, relief.field, relief.box, light, lines)
        pen = Pen(_bytes(theme.level), 0.9 * self.pixel, 0.85 * min(relief.risen, 1.0))
        self.painter.outline(self.image, relief.field, pen)

    def minima(self, relief: Relief) -> None:
        """At each a cross, and a ring around it that no head covers, turned to the viewer."""
        for place in self.view.project(relief.box.place(relief.minima)):
            self._minimum(relief, place)

    def _minimum(self, relief: Relief, place: np.ndarray) -> None:
        theme = self.theme
        shape, rim = cross(MINIMUM * 2**0.5, 2.0) * self.pixel, 2.0 * self.pixel
        sign = Marker(shape, _bytes(theme.accent), _bytes(theme.rim), rim, opacity=relief.marked)
        self.painter.marker(self.image, place, sign)
        pen = Pen(_bytes(theme.accent), 1.7 * self.pixel, relief.marked * min(relief.risen, 1.0),
                  halo=1.5 * self.pixel, halo_color=_bytes(theme.rim), hidden=0.3)  # fmt: skip
        ring = np.tile(place * [1.0, 1.0, CLOSER], (65, 1))
        ring[:, :2] += RING * self.pixel * _CIRCLE
        self.painter.lines(self.image, [ring], pen)

    def runs(self, relief: Relief) -> None:
        """The trails, then the heads, the farthest first."""
        if relief.traced <= 0.0:
            return
        theme, heads = self.theme, []
        for name, track in relief.tracks.items():
            way, steps, dots = track.until(relief.step)
            points = self.view.project(relief.box.place(np.nan_to_num(way)))
            points[np.isnan(way[:, 2]), 2] = 0.0
            color = _bytes(theme.racer(name))
            pen = Pen(color, TRAIL * self.pixel, relief.traced, halo=1.6 * self.pixel,
                      halo_color=_bytes(theme.rim), hidden=0.25, relief=0.6,
                      stale=theme.stale)  # fmt: skip
            fresh = np.exp((steps - relief.step) / FADE)
            self.painter.lines(self.image, [points], pen, [fresh], dots)
            head = Marker(
                theme.outline(name) * HEAD * self.pixel, color, _bytes(theme.rim), RIM * self.pixel,
                glow=GLOW * theme.glow * self.pixel, opacity=relief.traced,
            )  # fmt: skip
            if np.isnan(way[-1, 2]):
                points, head = points[~np.isnan(way[:, 2])], self._gone(name, relief.traced)
            if len(points):
                heads.append((points[-1], head))
        for place, head in sorted(heads, key=lambda pair: pair[0][2]):
            self.painter.marker(self.image, place, head)

    def _gone(self, name: str, opacity: float) -> Marker:
        """The hollow shape of a racer that has left the surface, for where it did."""
        theme, size = self.theme, HEAD - 1.3 * RIM
        shape = theme.outline(name) * size * self.pixel
        color = _bytes(theme.racer(name))
        return Marker(shape, _bytes(theme.background), color, 1.3 * RIM * self.pixel,
                      opacity=opacity)  # fmt: skip


def _bytes(color: str) -> tuple[float, float, float]:
    red, green, blue = (round(255 * channel) for channel in rgb(color))
    return red, green, blue
