"""How a relief looks: land and sky, minimum, trails and heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from optanim.look.shapes import cross
from optanim.look.theme import Theme, rgb
from optanim.raster import Air, Box, HeightField, IsoLines, Light, Marker, Painter, Pen, View
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.marks import MINIMUM, RIM
from optanim.stage.surface.elevation import SUN, LevelLines
from optanim.stage.surface.track import Track
from optanim.stage.surface.trails import SeenTrail, trails

TRAIL, EDGE = 4.2, 2.2  # design pixels: half the width of a trail; its rim on either side
HEAD = 16.5  # design pixels: radius of a racer's head in the middle distance
GLOW = 24.0  # design pixels: radius of the light around a head
RING = 30.0  # design pixels: radius of the ring around a minimum in the middle distance
SHADOW, THROWN = 1.3, 0.5  # size of a head's shadow, and how far it is thrown, in heads
HIDDEN = 0.3  # of its opacity: what is left of a ring around what is hidden
AROUND = 0.5  # by how much of its size a head is larger that another one covers
SHRUNK = 0.5  # which part of that all heads at one place are smaller
CLOSER_SIZES = 0.85, 1.6  # how large a head is, far away and close by, next to its usual size
STRENGTHS, RADII = (0.62, 0.34), (1.25, 0.8)  # of major and minor lines; radii in design pixels
FADE = 14.0  # steps after which a trail has lost two thirds of its freshness
HAZE = 3.1  # widths of the window in which haze takes two thirds of the land's own colour
_TURN = np.linspace(0.0, 2 * np.pi, 65)
_CIRCLE = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=-1)


Heads: TypeAlias = Sequence[tuple[np.ndarray, Marker]]
"""Projected places (3,) and what is drawn there, from the back to the front."""


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

    @property
    def _edge(self) -> float:
        """Pixels of rim on either side of a trail."""
        return EDGE * self.theme.rims * self.pixel

    @property
    def air(self) -> Air:
        """Haze and sky of the theme, ever thinner as the surface becomes flat."""
        width = float(np.linalg.norm(self.box.axes[0]))
        reach = HAZE * width / max(self.risen, 1e-3)
        return Air(_bytes(self.theme.horizon), _bytes(self.theme.zenith), self.theme.band, reach)

    def surface(
        self, field: HeightField, levels: LevelLines, lit: tuple[float, int], opacity: float,
        sky: bool,
    ) -> None:  # fmt: skip
        """The surface with as many of its ``levels`` as are ``lit``, the last shining; the sky.

        ``lit`` says how many, and how many of all come one by one: those beyond come all at once.
        """
        theme, (shown, wave) = self.theme, lit
        numbers = np.arange(len(levels))
        since = shown - np.minimum(numbers, wave)
        flash = np.clip(1.0 - np.abs(since - 1.0) / 1.6, 0.0, 1.0) * (numbers < wave)
        flash *= np.clip(wave + 1.0 - shown, 0.0, 1.0)
        stress = np.where(levels.major, self.risen, 0.0)  # flat, all are equal as on the map
        strong, wide = (minor + stress * (major - minor) for major, minor in (STRENGTHS, RADII))
        strengths = np.minimum(strong + 0.5 * flash, 1.0) * np.clip(since, 0.0, 1.0) * opacity
        radii = (wide + 0.5 * flash) * self.pixel
        lines = IsoLines(_bytes(theme.level), levels.values, radii, strengths, levels.apart)
        light = Light(self.risen, theme.edge * self.risen)
        self.painter.surface(
            self.image, self.view, field, self.box, light, lines, self.air, sky=sky
        )

    def cuts(self, ways: Sequence[np.ndarray], drawn: float, opacity: float) -> None:
        """Cords along ``ways``, each (n, 3) of box coordinates, each from its middle outwards.

        One after another: as many as are ``drawn``, which need not be a whole number.
        """
        for before, way in enumerate(ways if opacity > 0.0 else ()):
            share = min(drawn - before, 1.0)
            if share <= 0.0:
                return
            numbers, half = np.arange(len(way)), (len(way) - 1) / 2
            reached = np.unique(np.clip(numbers, half - share * half, half + share * half))
            line = np.stack([np.interp(reached, numbers, side) for side in way.T], axis=-1)
            points = self.view.project(self.box.place(line))
            pen = Pen(_bytes(self.theme.text), 1.3 * TRAIL * self.pixel, opacity,
                      halo=self._edge, halo_color=_bytes(self.theme.rim), hidden=0.25,
                      relief=0.6)  # fmt: skip
            self.painter.lines(self.image, [points], pen)

    def lowest(self, lines: np.ndarray, opacity: float) -> None:
        """The line on which the surface is lowest; ``lines`` are as for `_pieces`."""
        pen = Pen(_bytes(self.theme.minimum), 1.7 * self.pixel, opacity, halo=1.5 * self.pixel,
                  halo_color=_bytes(self.theme.rim), hidden=0.3)  # fmt: skip
        self._pieces(lines, pen)

    def _pieces(self, lines: np.ndarray, pen: Pen) -> None:
        """Straight lines: ``lines`` (3 n, 3) are start and end of each, and a third point."""
        corners = self.view.project(self.box.place(lines))
        corners[2::3, 2] = 0.0  # out of sight: the line breaks
        self.painter.lines(self.image, [corners], pen)

    def minima(self, places: np.ndarray, opacity: float) -> None:
        """A cross on each of ``places`` (n, 3), box coordinates, and a ring around it.

        Both lie over trails. The ring is wider than a head, turned to the viewer, and still there
        where a hill hides the place.
        """
        theme, rim = self.theme, 2.0 * self.pixel
        shape = cross(MINIMUM * 2**0.5, 2.0) * self.pixel
        sign = Marker(shape, _bytes(theme.minimum), _bytes(theme.rim), rim, opacity=opacity)
        for place in self.view.project(self.box.place(places)):
            self.painter.marker(self.image, place, sign)
            shown = HIDDEN + (1.0 - HIDDEN) * self.painter.seen(place)
            pen = Pen(_bytes(theme.minimum), 2.2 * self.pixel, opacity * self.risen * shown,
                      halo=2.0 * self.pixel, halo_color=_bytes(theme.rim), halo_opacity=0.9,
                      hidden=1.0)  # fmt: skip
            ring = np.tile(place, (65, 1))
            ring[:, :2] += RING * self._size(place) * _CIRCLE
            self.painter.lines(self.image, [ring], pen)

    def runs(
        self,
        tracks: Mapping[str, Track],
        asides: Mapping[str, np.ndarray],
        step: float,
        front: str,
        swells: Mapping[str, float],
        shares: Mapping[str, float],
    ) -> Heads:
        """The trails up to ``step``, and under them the shadows and the light of their heads.

        These are returned, to be drawn with `heads`; that in ``front`` is over all others.
        ``asides`` (n, 2) say how each track's way is moved to keep to its lane. Heads are
        ``swells`` times as large as usual, and of trails ``shares`` are to be seen; by name, 1
        unless given.
        """
        width, room = 2.3 * TRAIL * self.pixel, 4.0 * HEAD * self.pixel
        seen = trails(self.view, self.box, tracks, asides, step, width, room)
        heads = self._at_ends(seen, front, swells)
        for place, head in heads:
            self.painter.marker(self.image, place, self._shadow(place))
            self.painter.marker(self.image, place, replace(head, body=0.0))
        for name, trail in seen.items():
            pen = Pen(_bytes(self.theme.racer(name)), TRAIL * self.pixel, shares.get(name, 1.0),
                      halo=self._edge, halo_color=_bytes(self.theme.rim), halo_opacity=0.75,
                      hidden=0.25, relief=0.6, stale=self.theme.stale)  # fmt: skip
            fresh = np.exp((trail.steps - step) / FADE)
            self.painter.lines(self.image, [trail.line], pen, [fresh], trail.dots)
        return heads

    def heads(self, heads: Heads) -> None:
        """Heads of `runs`, over all that has been drawn where they are."""
        for place, head in heads:
            self.painter.marker(self.image, place, replace(head, glow=0.0))

    def _at_ends(
        self, seen: Mapping[str, SeenTrail], front: str, swells: Mapping[str, float]
    ) -> Heads:
        """The heads at the ends of trails, and where, from the back to the front.

        Of who has left the frame, a mark where it did.
        """
        theme, heads = self.theme, []
        for name, trail in seen.items():
            points, size = trail.way, swells.get(name, 1.0) * self._size(trail.way[-1])
            head = Marker(
                theme.outline(name) * HEAD * size, _bytes(theme.racer(name)), _bytes(theme.rim),
                RIM * theme.rims * self.pixel, glow=GLOW * theme.glow * size,
            )  # fmt: skip
            if not self._fits(points[-1]):
                points, head = self._last_seen(points), self._gone(name)
            if len(points):
                heads.append((name == front, points[-1], head))
        heads.sort(key=lambda entry: (entry[0], entry[1][2]))
        return self._nested([(place, head) for _, place, head in heads])

    def _nested(self, heads: Heads) -> Heads:
        """``heads`` at one place, those drawn first larger and those drawn last smaller.

        So all of them show, and together they are not much larger than one.
        """
        places = np.array([place[:2] for place, _ in heads]).reshape(-1, 2)
        nested = []
        for number, (place, head) in enumerate(heads):
            away = np.hypot(*(places - place[:2]).T) / (2.0 * HEAD * self._size(place))
            covered = np.maximum(1.0 - away, 0.0)
            over, under = covered[number + 1 :].sum(), covered[:number].sum()
            larger = (1.0 + AROUND * over) / (1.0 + AROUND * SHRUNK * (over + under))
            nested.append((place, replace(head, outline=larger * head.outline)))
        return nested

    def _shadow(self, place: np.ndarray) -> Marker:
        """The shadow on the ground of a head at the projected ``place``, away from the sun."""
        right, up, back = self.view.rotation
        head, flat = HEAD * self._size(place), np.clip(back[2], 0.2, 1.0)  # a circle from the side
        away = np.array([right[:2] @ -SUN, up[:2] @ -SUN])
        shape = head * (SHADOW * _CIRCLE[:-1:8] * [1.0, flat] + THROWN * away)
        dark = _bytes(self.theme.shadow)
        return Marker(shape, dark, dark, 0.0, opacity=0.7, hidden=0.0, soft=0.8 * head)

    def _size(self, place: np.ndarray) -> float:
        """Pixels to a design pixel of a sign at the projected ``place``: larger close by."""
        width = float(np.linalg.norm(self.box.axes[0]))
        return self.pixel * float(np.clip(width * max(place[2], 0.0), *CLOSER_SIZES))

    def _fits(self, points: np.ndarray) -> np.ndarray:
        """Which of the projected ``points`` (..., 3) are in the picture, with room for a sign."""
        margin, size = HEAD * self.pixel, np.array(self.view.size)
        within = (points[..., :2] >= margin) & (points[..., :2] <= size - margin)
        return within.all(axis=-1) & (points[..., 2] > 0.0)

    def _last_seen(self, points: np.ndarray) -> np.ndarray:
        """Where a way of projected ``points`` (n, 3) was last with room for a sign, (1 or 0, 3).

        There it left the land, or the picture.
        """
        inside = np.flatnonzero(self._fits(points))
        if not len(inside):
            return points[:0]
        last, after = points[inside[-1] : inside[-1] + 2]
        if after[2] <= 0.0:
            return last[None]
        margin, way = HEAD * self.pixel, after - last
        edge = np.where(way[:2] > 0.0, np.array(self.view.size) - margin, margin)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.nanmin((edge - last[:2]) / way[:2])
        return (last + min(share, 1.0) * way)[None]

    def _gone(self, name: str) -> Marker:
        """The hollow shape of a racer that has left the picture, for where it did."""
        theme, size = self.theme, HEAD - 1.3 * RIM
        shape = theme.outline(name) * size * self.pixel
        color = _bytes(theme.racer(name))
        return Marker(shape, _bytes(theme.background), color, 1.3 * RIM * self.pixel)


def _bytes(color: str) -> tuple[float, float, float]:
    red, green, blue = (round(255 * channel) for channel in rgb(color))
    return red, green, blue
