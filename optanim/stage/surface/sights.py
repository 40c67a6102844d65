"""Poses of a camera over a relief, what is seen from them, and ways from one to the next.

All is found from the land: no loss needs a place typed by hand. Lengths are in shorter sides of the
relief's window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.interpolate import CubicSpline

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.surface.elevation import HIGHEST
from optanim.stage.surface.flight import SAMPLES, Route, above, gently
from optanim.stage.surface.pose import WIDE, Pose, eyes, fit, sighted, upright
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.viewpoint import Viewpoint

CLEARANCE, OVER = 0.05, 0.1  # how high an eye is above the ground, at least; in overviews
FILLED, TRIED = 0.68, 40  # how much of the frame is land, at least; how many poses may lack it
SKY = 0.22  # of the stage's height: how far below its upper edge the ways are
HEADROOM, WORDS = 0.12, 0.1  # the same where a camera comes close; and how far above its lower one
NEAREST, CLOSE = 0.5, 0.3  # how near what is looked at is to an eye, at most; where it is close
EDGE = 40.0  # design pixels: how far within the stage's edges all is, for heads and their light
HEAD = 0.0005  # how high above the ground it is looked whether a head is seen
POINTS = 160  # of all ways that are looked at
BELOW = 0.21  # of the frame's height: how far below its middle is what a shot looks at
SWING = np.radians(24.0)  # a second: how fast a camera turns, at most
NODES = 33  # places that an even route is led through


@dataclass(frozen=True, eq=False)
class Sights:
    """What cameras over a ``relief`` see, whatever matters lying on ``stage`` of the frame."""

    canvas: Canvas
    relief: Relief
    stage: Region

    @property
    def side(self) -> float:
        """The shorter side of the relief's window, in scene units."""
        return float(min(self.relief.region.size))

    @property
    def height(self) -> float:
        """The frame's height in scene units."""
        return float(self.canvas.frame.size[1])

    @property
    def above(self) -> Pose:
        """Straight above the window, where it covers its map."""
        return upright(self.canvas.frame, self.relief.region)

    def on_frame(self, points: np.ndarray, pose: Pose) -> np.ndarray:
        """Where scene points (n, 3) are seen on the frame (n, 2) from ``pose``."""
        frame, size = self.canvas.frame, (1000, 1000)
        pixels = pose.view(frame, size).project(points)[:, :2]
        return (pixels / 1000 - 0.5) * [1, -1] * frame.size

    def fitted(
        self, points: np.ndarray, phi: float, thetas: Iterable[float], nearest: float = NEAREST
    ) -> list[Pose]:
        """Poses at ``phi`` and each of ``thetas`` with ``points`` (n, 3) low on the stage."""
        place = self.stage.cut(top=SKY * self.stage.height).inset(EDGE)
        return fit(self.canvas, points, place, phi, thetas, nearest=nearest * self.side)

    def close(self, points: np.ndarray, phi: float, theta: float) -> Pose:
        """The pose at ``phi`` and ``theta`` with ``points`` (n, 3) close by, words' room below."""
        height = self.stage.height
        place = self.stage.cut(top=HEADROOM * height, bottom=WORDS * height).inset(EDGE)
        return fit(self.canvas, points, place, phi, [theta], nearest=CLOSE * self.side)[0]

    def looking(self, eye: np.ndarray, target: np.ndarray, below: float = BELOW) -> Pose:
        """From ``eye`` (3,) at ``target`` (3,), which is seen ``below`` the stage's middle."""
        offset = self.stage.center[:2] - [0.0, below * self.height]
        return sighted(self.canvas.frame, eye, target, offset, WIDE)

    def route(
        self, poses: Sequence[Pose], seconds: float, shares: Sequence[float] | None = None
    ) -> Route:
        """Through ``poses`` in about ``seconds``, clear of the ground and never turning fast.

        Evenly but for its ends; ``shares`` of the way, 0 to 1, are where the poses are on it.
        """
        numbers = np.array([pose.numbers for pose in poses])
        numbers[:, 1] = np.unwrap(numbers[:, 1])
        if shares is None:
            shares = np.linspace(0.0, 1.0, len(poses)).tolist()
        path = CubicSpline(shares, numbers, bc_type="natural")
        times = np.linspace(0.0, 1.0, NODES)
        return self.cleared([Pose.of(row) for row in path(gently(times))], times * seconds)

    def cleared(self, poses: Sequence[Pose], times: np.ndarray) -> Route:
        """Through ``poses`` at ``times``, higher where the ground is near, slower if too fast."""
        rough = Route(poses, times)
        places = eyes(rough.numbers(np.linspace(*rough.times, SAMPLES)), self.height)
        lift = above(np.maximum(self._floor(places) - places[:, 2], 0.0))
        return Route(poses, times * max(1.0, rough.swing() / SWING), lift)

    def _eyes(self, poses: Sequence[Pose]) -> np.ndarray:
        """Where the eyes (n, 3) of ``poses`` are."""
        return eyes(np.array([pose.numbers for pose in poses]), self.height)

    def _seen(self, points: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Which share of ``points`` (n, 3) is seen from each of ``places`` (m, 3): (m,)."""
        heads = points[:: len(points) // POINTS + 1] + self._up(HEAD)
        return self._viewpoint.seen(heads, places).mean(axis=1)

    def _clear(self, places: np.ndarray) -> np.ndarray:
        """Which eyes at ``places`` (n, 3) are as high above the ground as in an overview: (n,)."""
        return places[:, 2] > self._floor(places, OVER)

    def _land(self, poses: Sequence[Pose]) -> float:
        """Which share of the frame is land in that of ``poses`` in which it is least."""
        frame = self.canvas.frame
        size = 64, round(64 / frame.aspect)
        return min(self._viewpoint.land(pose.view(frame, size)) for pose in poses)

    def _filled(self, poses: Sequence[Pose], worth: np.ndarray) -> Pose:
        """The pose that is ``worth`` most (n,) of those whose frame is filled with land."""
        best = np.argsort(-worth, kind="stable")
        filled = (poses[k] for k in best[:TRIED] if self._land([poses[k]]) > FILLED)
        return next(filled, poses[best[0]])

    def _lowest(self, poses: Sequence[Pose]) -> Pose:
        """The first of ``poses``, which go ever higher, that is clear of the ground."""
        return poses[int(self._clear(self._eyes(poses)).argmax())]

    @cached_property
    def _viewpoint(self) -> Viewpoint:
        return Viewpoint.of(self.relief)

    def _floor(self, places: np.ndarray, clearance: float = CLEARANCE) -> np.ndarray:
        """The least heights (...) of eyes above ``places`` (..., 2 or 3)."""
        ground = np.nan_to_num(self.relief.ground(places)[..., 2], nan=HIGHEST * self.relief.tall)
        return ground + clearance * self.side

    def _up(self, share: float) -> np.ndarray:
        return np.array([0.0, 0.0, share * self.side])
