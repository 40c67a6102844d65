"""Ticks, labels and titles of a surface's three axes, upright on the frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from manim import ThreeDCamera, VGroup

from optanim.base import numbers
from optanim.landscape.marks import marks
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.paths import polyline
from optanim.stage.draw.type import Type
from optanim.stage.surface.relief import FLOOR, TICKS, Relief, view_of

GAP, TICK, SHY = 12.0, 10.0, 0.07  # design pixels; share of an axis that labels keep off its ends

Seen = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
"""Box coordinates (n, 3) to places on the frame (n, 2) and nearness (n,)."""


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
        titles = axes.names(canvas, relief.landscape.problem)
        spans = relief.window.intercept, relief.window.slope
        self.labels = [self._floor_labels(*span) for span in spans]
        self.titles = [_Label.of(canvas.text(title, SMALL), 0.5) for title in titles]
        self.losses = self._loss_labels()
        self.loss_title = _Label.of(canvas.text(canvas.words("chart.loss"), SMALL), 1.0)
        self.rim = relief.rim
        self.pole = canvas.line(canvas.theme.frame, 2)
        every = [*self.labels[0], *self.labels[1], *self.titles, *self.losses, self.loss_title]
        super().__init__(self.pole, *(label.text for label in every))
        self.opacity = 1.0

    def follow(self, camera: ThreeDCamera) -> None:
        """Stand where ``camera`` sees the axes now."""
        view, size = view_of(camera), self.canvas.frame.size
        pixels = np.array(view.size)

        def seen(coordinates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            points = view.project(self.relief.box.place(coordinates))
            return (points[:, :2] / pixels - 0.5) * size * [1, -1], points[:, 2]

        middle = seen(np.array([[0.5, 0.5, FLOOR]]))[0][0]
        rim = seen(self.rim)[0]
        shown = self.opacity * min(self.relief.risen, 1.0)
        for axis in (0, 1):
            self._follow_floor(axis, seen, middle, rim, shown)
        self._follow_pole(seen, shown * np.clip(np.sin(camera.get_phi()) / 0.3, 0.0, 1.0))

    def _follow_floor(
        self, axis: int, seen: Seen, middle: np.ndarray, rim: np.ndarray, shown: float
    ) -> None:
        """Labels of the intercept (0) or slope (1), on the nearer of the two edges along it."""
        feet = np.full((2, 3), 0.5)
        feet[:, 1 - axis], feet[:, 2] = (0.0, 1.0), FLOOR
        near = seen(feet)[1]
        side = float(near[1] > near[0])
        opacity = shown * _smooth(abs(near[1] - near[0]) / near.mean() / 0.03)
        shares = np.array([0.0, 1.0, 0.5, *(label.share for label in self.labels[axis])])
        places = np.full((len(shares), 3), FLOOR)
        places[:, axis], places[:, 1 - axis] = shares, side
        spots = seen(places)[0]
        along = spots[1] - spots[0]
        outward = np.array([along[1], -along[0]]) / max(np.hypot(*along), 1e-9)
        outward *= np.sign(outward @ (spots[2] - middle)) or 1.0
        overhang = max((rim @ outward).max() - (spots[:2] @ outward).max(), 0.0)
        gap, widest = GAP * self.canvas.px, 0.0
        room = _room(self.labels[axis], spots[3:])
        for index, (label, spot) in enumerate(zip(self.labels[axis], spots[3:], strict=True)):
            shown = opacity * (1.0 if index % 2 == 0 else _smooth((room - 1.15) / 0.2))
            label.put(spot + outward * (overhang + gap + label.reach(outward)), shown)
            widest = max(widest, 2 * label.reach(outward))
        title = self.titles[axis]
        away = overhang + 2 * gap + widest + title.reach(outward)
        place = spots[2] + outward * away
        edge = np.array([self.canvas.frame.right, self.canvas.frame.top]) - title.half
        beyond = max(float(np.max(np.abs(place) - edge)), -gap) + gap
        title.put(place, opacity * (1.0 - _smooth(beyond / gap)))

    def _follow_pole(self, seen: Seen, shown: float) -> None:
        """The scale of the loss, at the floor's leftmost corner."""
        corners = np.array([[u, v, FLOOR] for u in (0.0, 1.0) for v in (0.0, 1.0)])
        across = seen(corners)[0][:, 0]
        order = np.argsort(across)
        lead = (across[order[1]] - across[order[0]]) / np.ptp(across)
        opacity = shown * _smooth((lead - 0.02) / 0.08)
        u, v = corners[order[0], :2]
        shares = [FLOOR, 1.06, *(label.share for label in self.losses)]
        spots = seen(np.array([[u, v, h] for h in shares]))[0]
        px = self.canvas.px
        tick = np.array([-TICK * px, 0.0])
        pieces = [spots[:2], *(np.array([spot, spot + tick]) for spot in spots[2:])]
        self.pole.points = np.concatenate([polyline(piece) for piece in pieces])
        if abs(self.pole.stroke_opacity - opacity) > 1e-3:
            self.pole.set_stroke(opacity=opacity)
        last = np.inf
        for label, spot in reversed([*zip(self.losses, spots[2:], strict=True)]):
            room = (last - spot[1]) / (2 * label.half[1]) - 1.0
            label.put(spot + tick - [GAP * px + label.half[0], 0.0], opacity * _smooth(room / 0.2))
            last = spot[1] if room > 0.1 else last
        title = self.loss_title
        title.put(spots[1] + [-title.half[0], GAP * px + title.half[1]], opacity)

    def _floor_labels(self, low: float, high: float) -> list[_Label]:
        ticks = numbers.round_ticks(low, high, TICKS)
        shares = (ticks - low) / (high - low)
        return [
            _Label.of(self.canvas.text(numbers.number(tick), SMALL, self.canvas.theme.muted), share)
            for tick, share in zip(ticks, shares, strict=True)
            if SHY < share < 1.0 - SHY
        ]

    def _loss_labels(self) -> list[_Label]:
        """Losses at even steps on the landscape's scale, as on the colour bar."""
        elevation, scale = self.relief.elevation, self.relief.landscape.scale
        ends = (float(scale.height(np.float64(end))) for end in (elevation.low, elevation.top))
        losses = [float(scale.loss(mark)) for mark in marks(scale, *ends, 4)]
        return [
            _Label.of(self.canvas.text(numbers.number(loss), SMALL, self.canvas.theme.muted),
                      float(elevation.of(loss)))
            for loss in losses
        ]  # fmt: skip


def _room(labels: list[_Label], spots: np.ndarray) -> float:
    """How far neighbours stand apart, in sizes of their boxes; below 1 two of them overlap."""
    sizes = [one.half + other.half for one, other in pairwise(labels)]
    gaps = np.abs(np.diff(spots, axis=0))
    return min(
        (float(np.max(gap / size)) for gap, size in zip(gaps, sizes, strict=True)), default=2
    )


def _smooth(share: float) -> float:
    share = min(max(share, 0.0), 1.0)
    return share * share * (3.0 - 2.0 * share)
