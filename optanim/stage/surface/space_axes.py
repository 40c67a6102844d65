"""Ticks, labels and titles of a surface's three axes, upright on the frame."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from manim import ThreeDCamera, VGroup

from optanim.base import numbers
from optanim.landscape.marks import marks
from optanim.raster import Box, View
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.notation import Notation
from optanim.stage.draw.paths import joined, polyline
from optanim.stage.draw.type import Type
from optanim.stage.surface.relief import FLOOR, TICKS, Relief, view_of

GAP = 12.0  # design pixels between a floor's outline, labels and title
LONGEST = 400.0  # design pixels: what a title may take, of a frame 1080 high
TICK = 10.0  # design pixels: how long a tick of the scale of losses is
SHY = 0.07  # share of an axis that labels keep off its ends
POLE = 1.06  # heights of the surface: how high the scale of losses reaches

LEVEL = 0.03  # difference in nearness of two edges, of their mean, at which labels are all there
ALIKE, SURE = 0.02, 0.1  # leads of the leftmost corner, of the floor's width: unsure, and sure
TOUCHING, CLEAR = 1.15, 1.35  # distances of two labels in sizes of their boxes: too close, enough
CROWDED = 0.2  # the same for the scale of losses, beyond its boxes' height
STEEP = 0.3  # sine of phi below which the scale of losses fades, since it is seen from above


@dataclass(eq=False)
class _Label:
    """A text, the share of its axis at which it stands, and its half size (2,)."""

    text: Type
    share: float
    glyphs: np.ndarray
    half: np.ndarray

    @classmethod
    def of(cls, text: Type, share: float) -> _Label:
        text.move_to((0.0, 0.0, 0.0))
        return cls(text, share, text.points.copy(), np.array([text.width, text.height]) / 2)

    def reach(self, way: np.ndarray) -> float:
        """How far its box extends along the direction ``way`` (2,)."""
        return float(np.abs(way) @ self.half)

    def put(self, place: np.ndarray, opacity: float) -> None:
        """Move its middle to ``place`` (2,)."""
        self.text.points = self.glyphs + np.append(place, 0.0)
        if abs(self.text.fill_opacity - opacity) > 1e-3:
            self.text.set_fill(opacity=opacity)


class SpaceAxes(VGroup):
    """Labels on the floor's edges nearest the camera, and a scale of the loss at the left.

    They stand outside the floor's outline, so never over the surface. An axis whose two edges
    are about equally near fades out, and in again on the other one. Where it is seen so short
    that its labels would touch, every second one fades out; a title fades out at the frame's edge.
    """

    def __init__(self, canvas: Canvas, relief: Relief) -> None:
        self.canvas, self.relief = canvas, relief
        spans = relief.window.intercept, relief.window.slope
        first, second = notations = [Notation(*span) for span in spans]
        lengths = LONGEST - first.room(canvas), LONGEST - second.room(canvas)
        titles = axes.titles(canvas, relief.landscape.problem, lengths)
        self.labels = [self._floor_labels(*span) for span in spans]
        self.titles = [
            _Label.of(canvas.text(notation.title(canvas, title), SMALL), 0.5)
            for notation, title in zip(notations, titles, strict=True)
        ]
        self.losses = self._loss_labels()
        self.loss_title = _Label.of(canvas.text(canvas.words("chart.loss"), SMALL), 1.0)
        self.rim = relief.rim
        self.pole = canvas.line(canvas.theme.frame, 2)
        every = [*self.labels[0], *self.labels[1], *self.titles, *self.losses, self.loss_title]
        super().__init__(self.pole, *(label.text for label in every))
        self.opacity = 1.0

    def follow(self, camera: ThreeDCamera) -> None:
        """Stand where ``camera`` sees the axes now."""
        sight = _Sight(view_of(camera), self.relief.box, self.canvas.frame.size)
        shown = self.opacity * min(self.relief.risen, 1.0)
        for axis in (0, 1):
            self._follow_floor(axis, sight, shown)
        self._follow_pole(sight, shown * np.clip(np.sin(camera.get_phi()) / STEEP, 0.0, 1.0))

    def _follow_floor(self, axis: int, sight: _Sight, shown: float) -> None:
        """Labels and title of the intercept (0) or slope (1), on the nearer of its two edges."""
        far, near = sight.nearness(_on_floor(axis, np.full(2, 0.5), np.array([0.0, 1.0])))
        side, difference = float(near > far), 2 * abs(near - far) / (near + far)
        opacity = shown * _smooth(difference / LEVEL)
        shares = np.array([0.0, 1.0, 0.5, *(label.share for label in self.labels[axis])])
        start, end, middle, *spots = sight.places(_on_floor(axis, shares, side))
        outward = _across(end - start, middle - sight.places(CENTER)[0])
        outline = (sight.places(self.rim) @ outward).max()
        overhang = max(outline - max(start @ outward, end @ outward), 0.0)
        gap = GAP * self.canvas.px
        away = overhang + gap + self._put_labels(axis, spots, outward, overhang + gap, opacity)
        self._put_title(axis, middle, outward, away, opacity)

    def _put_labels(
        self, axis: int, spots: list[np.ndarray], outward: np.ndarray, away: float, opacity: float
    ) -> float:
        """Put an axis's labels beyond ``spots`` and give how far the widest of them reaches.

        They stand ``away`` scene units from their spots (2,) along ``outward`` (2,).
        """
        labels = self.labels[axis]
        room = _smooth((_room(labels, spots) - TOUCHING) / (CLEAR - TOUCHING))
        for index, (label, spot) in enumerate(zip(labels, spots, strict=True)):
            place = spot + outward * (away + label.reach(outward))
            label.put(place, opacity * (room if index % 2 else 1.0))
        return max((2 * label.reach(outward) for label in labels), default=0.0)

    def _put_title(
        self, axis: int, middle: np.ndarray, outward: np.ndarray, away: float, opacity: float
    ) -> None:
        """Put an axis's title beyond its labels; it fades where it would leave the frame."""
        title, gap = self.titles[axis], GAP * self.canvas.px
        place = middle + outward * (away + gap + title.reach(outward))
        beyond = float(np.max(np.abs(place) - (self.canvas.frame.high - title.half)))
        title.put(place, opacity * (1.0 - _smooth(beyond / gap + 1.0)))

    def _follow_pole(self, sight: _Sight, shown: float) -> None:
        """The scale of the loss, at the floor's leftmost corner."""
        corners = np.array([[u, v, FLOOR] for u in (0.0, 1.0) for v in (0.0, 1.0)])
        across = sight.places(corners)[:, 0]
        first, second = np.argsort(across)[:2]
        lead = (across[second] - across[first]) / np.ptp(across)
        opacity = shown * _smooth((lead - ALIKE) / (SURE - ALIKE))
        heights = [FLOOR, POLE, *(label.share for label in self.losses)]
        foot, top, *spots = sight.places(np.array([[*corners[first, :2], h] for h in heights]))
        px = self.canvas.px
        tick = np.array([-TICK * px, 0.0])
        ticks = (np.array([spot, spot + tick]) for spot in spots)
        self.pole.points = joined(map(polyline, [np.array([foot, top]), *ticks]))
        if abs(self.pole.stroke_opacity - opacity) > 1e-3:
            self.pole.set_stroke(opacity=opacity)
        last = np.inf
        for label, spot in reversed([*zip(self.losses, spots, strict=True)]):
            room = (last - spot[1]) / (2 * label.half[1]) - 1.0
            place = spot + tick - [GAP * px + label.half[0], 0.0]
            label.put(place, opacity * _smooth(room / CROWDED))
            last = spot[1] if room > CROWDED / 2 else last
        half = self.loss_title.half
        self.loss_title.put(top + np.array([-half[0], half[1] + GAP * px]), opacity)

    def _floor_labels(self, low: float, high: float) -> list[_Label]:
        ticks = numbers.round_ticks(low, high, TICKS)
        shares, notation = (ticks - low) / (high - low), Notation(low, high)
        return [
            _Label.of(self.canvas.text(notation.label(tick), SMALL, self.canvas.theme.muted), share)
            for tick, share in zip(ticks, shares, strict=True)
            if SHY < share < 1.0 - SHY
        ]

    def _loss_labels(self) -> list[_Label]:
        """Losses at even steps on the landscape's scale, as on the colour bar."""
        elevation, scale = self.relief.elevation, self.relief.landscape.scale
        low, top = (float(scale.height(np.float64(e))) for e in (elevation.low, elevation.top))
        losses = [float(scale.loss(mark)) for mark in marks(scale, low, top, 4)]
        labels = [numbers.within(loss, elevation.top - elevation.low) for loss in losses]
        return [
            _Label.of(self.canvas.text(label, SMALL, self.canvas.theme.muted),
                      float(elevation.of(loss)))
            for loss, label in zip(losses, labels, strict=True)
        ]  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Sight:
    """What a camera sees of the box that a relief fills, on a frame of ``size`` (2,)."""

    view: View
    box: Box
    size: np.ndarray

    def places(self, coordinates: np.ndarray) -> np.ndarray:
        """Where on the frame box ``coordinates`` (n, 3) are seen, scene points (n, 2)."""
        pixels = self.view.project(self.box.place(coordinates))[:, :2]
        return (pixels / self.view.size - 0.5) * self.size * [1, -1]

    def nearness(self, coordinates: np.ndarray) -> np.ndarray:
        """How near (n,) they are to the camera, as the depth buffer counts it."""
        return self.view.project(self.box.place(coordinates))[:, 2]


CENTER = np.array([[0.5, 0.5, FLOOR]])
"""The middle of the floor, in box coordinates."""


def _on_floor(axis: int, shares: np.ndarray, side: np.ndarray | float) -> np.ndarray:
    """Box coordinates (n, 3) at ``shares`` (n,) of an ``axis``, on its edge ``side`` 0 or 1."""
    places = np.full((len(shares), 3), FLOOR)
    places[:, axis], places[:, 1 - axis] = shares, side
    return places


def _across(along: np.ndarray, outward: np.ndarray) -> np.ndarray:
    """The direction (2,) at a right angle to ``along``, on the side to which ``outward`` points."""
    normal = np.array([along[1], -along[0]]) / max(np.hypot(*along), 1e-9)
    return normal * (np.sign(normal @ outward) or 1.0)


def _room(labels: list[_Label], spots: list[np.ndarray]) -> float:
    """How far neighbours stand apart, in sizes of their boxes; below 1 two of them overlap."""
    sizes = [one.half + other.half for one, other in pairwise(labels)]
    gaps = [np.abs(other - one) for one, other in pairwise(spots)]
    return min(
        (float(np.max(gap / size)) for gap, size in zip(gaps, sizes, strict=True)), default=2.0
    )


def _smooth(share: float) -> float:
    """From 0 to 1 while ``share`` goes from 0 to 1, gently at both ends."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3.0 - 2.0 * share)
