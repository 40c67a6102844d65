"""How a relief looks: floor, surface, minimum, trails and heads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from optanim.look.shapes import cross
from optanim.look.theme import Theme, rgb
from optanim.raster import Box, HeightField, IsoLines, Light, Marker, Painter, Pen, View
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.marks import HEAD, MINIMUM, RIM
from optanim.stage.surface.track import Track

TRAIL = 2.6  # design pixels: half the width of a trail
GLOW = 26.0  # design pixels: radius of the light around a head
RING = 30.0  # design pixels: radius of the ring around a minimum
CLOSER = 1.05  # how much nearer than its middle a ring is taken to be: it is not draped
FADE = 14.0  # steps after which a trail has lost two thirds of its freshness
LIGHT = np.array([-0.45, -0.35, 0.9])  # where the light comes from: left, front, above
_TURN = np.linspace(0.0, 2 * np.pi, 65)
_CIRCLE = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=-1)


@dataclass(frozen=True, eq=False)
class Brush:
    """A painter at work on one frame; its methods are called from the back to the front.

    ``box`` is what the surface fills, of whose full height it has ``risen`` so far, 0 to 1.
    """

    painter: Painter
    image: np.ndarray
    view: View
    canvas: Canvas
    box: Box
    risen: float

    @property
    def theme(self) -> Theme:
        """The film's theme."""
        return self.canvas.theme

    @property
    def pixel(self) -> float:
        """Pixels of the image to a design pixel."""
        return self.canvas.px * self.view.size[0] / self.view.frame[0]

    def floor(self, lines: np.ndarray) -> None:
        """A grid below the surface.

        ``lines`` (3 n, 3) are box coordinates: start and end of each line, and a third point.
        """
        pen = Pen(_bytes(self.theme.frame), 0.6 * self.pixel, 0.5 * self.risen, hidden=1.0)
        self._pieces(lines, pen)

    def surface(self, field: HeightField, count: int, lit: float) -> None:
        """The surface with the first ``lit`` of its ``count`` level lines; the last one shines."""
        theme, since = self.theme, lit - np.arange(count)
        shown = np.clip(since, 0.0, 1.0)
        flash = np.clip(1.0 - np.abs(since - 1.0) / 1.6, 0.0, 1.0) * min(count - lit, 1.0)
        strengths = np.concatenate([[0.0], (0.34 + 0.5 * flash) * shown])
        radii = np.concatenate([[0.0], (0.9 + 0.5 * flash) * self.pixel])
        lines = IsoLines(_bytes(theme.level), radii, strengths)
        risen = self.risen
        light = Light(LIGHT, 1.0 + risen * (theme.exposure - 1.0), theme.modelling * risen,
                      theme.gloss * risen)  # fmt: skip
        self.painter.surface(self.image, self.view, field, self.box, light, lines)
        pen = Pen(_bytes(theme.level), 0.9 * self.pixel, 0.85 * risen)
        self.painter.outline(self.image, field, pen)

    def lowest(self, lines: np.ndarray, opacity: float) -> None:
        """The line on which the surface is lowest; ``lines`` (3 n, 3) are as for `floor`."""
        pen = Pen(_bytes(self.theme.accent), 1.7 * self.pixel, opacity, halo=1.5 * self.pixel,
                  halo_color=_bytes(self.theme.rim), hidden=0.3)  # fmt: skip
        self._pieces(lines, pen)

    def _pieces(self, lines: np.ndarray, pen: Pen) -> None:
        corners = self.view.project(self.box.place(lines))
        corners[2::3, 2] = 0.0  # out of sight: the line breaks
        self.painter.lines(self.image, [corners], pen)

    def minima(self, places: np.ndarray, opacity: float) -> None:
        """A cross on each of ``places`` (n, 3), box coordinates, and a ring around it.

        No head covers the ring, and it is turned to the viewer.
        """
        for place in self.view.project(self.box.place(places)):
            self._minimum(place, opacity)

    def _minimum(self, place: np.ndarray, opacity: float) -> None:
        theme = self.theme
        shape, rim = cross(MINIMUM * 2**0.5, 2.0) * self.pixel, 2.0 * self.pixel
        sign = Marker(shape, _bytes(theme.accent), _bytes(theme.rim), rim, opacity=opacity)
        self.painter.marker(self.image, place, sign)
        pen = Pen(_bytes(theme.accent), 1.7 * self.pixel, opacity * self.risen,
                  halo=1.5 * self.pixel, halo_color=_bytes(theme.rim), hidden=0.3)  # fmt: skip
        ring = np.tile(place * [1.0, 1.0, CLOSER], (65, 1))
        ring[:, :2] += RING * self.pixel * _CIRCLE
        self.painter.lines(self.image, [ring], pen)

    def runs(self, tracks: Mapping[str, Track], step: float, opacity: float) -> None:
        """The trails up to ``step``, then the heads, the farthest first."""
        if opacity <= 0.0:
            return
        theme, heads = self.theme, []
        for name, track in tracks.items():
            way, steps, dots = track.until(step)
            points = self.view.project(self.box.place(np.nan_to_num(way)))
            points[np.isnan(way[:, 2]), 2] = 0.0
            color = _bytes(theme.racer(name))
            pen = Pen(color, TRAIL * self.pixel, opacity, halo=1.6 * self.pixel,
                      halo_color=_bytes(theme.rim), hidden=0.25, relief=0.6,
                      stale=theme.stale)  # fmt: skip
            fresh = np.exp((steps - step) / FADE)
            self.painter.lines(self.image, [points], pen, [fresh], dots)
            head = Marker(
                theme.outline(name) * HEAD * self.pixel, color, _bytes(theme.rim), RIM * self.pixel,
                glow=GLOW * theme.glow * self.pixel, opacity=opacity,
            )  # fmt: skip
            if np.isnan(way[-1, 2]):
                points, head = points[~np.isnan(way[:, 2])], self._gone(name, opacity)
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
