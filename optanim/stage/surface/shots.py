"""Where a camera stands over a relief, and how it gets from one place to the next.

All is found from the land and from the ways over it: no loss needs a place typed by hand. Lengths
are in shorter sides of the relief's window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.interpolate import CubicSpline

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.surface.elevation import HIGHEST
from optanim.stage.surface.flight import SAMPLES, Route, above, gently
from optanim.stage.surface.pose import WIDE, Pose, eyes, fit, upright
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.track import Track
from optanim.stage.surface.viewpoint import Viewpoint

CLEARANCE = 0.08  # how high above the ground an eye is, at least
LOW, HIGH = np.radians([78.0, 50.0])  # phi of the lowest and of the highest overview
SIDES, RISES = 24, 8  # how many sides, and heights from each, are tried
LOWER = 0.35  # what the lowest is worth, next to the highest, in the share of the ways that it shows
SKY = 0.22  # of the stage's height: how far below its upper edge the ways are
NEAREST = 0.5  # how near the ways are to the eye, at most
NEAR = 0.55  # of the window's sides from its middle: what is farther out need not be seen
HEAD = 0.02  # how high a head is: seen is where one would be
POINTS = 120  # of all ways that are looked at
BEHIND, ABOVE = 0.3, 0.13  # where a chase begins: behind the racer, and above the ground
BELOW = 0.14  # of the frame's height: how far below its middle a chase has what it looks at
SWING = np.radians(24.0)  # a second: how fast a camera turns, at most
NODES = 33  # places that an even route is led through


@dataclass(frozen=True, eq=False)
class Shots:
    """The shots of one ``relief``, whatever is to be seen lying on ``stage`` of the frame."""

    canvas: Canvas
    relief: Relief
    stage: Region

    @property
    def side(self) -> float:
        """The shorter side of the relief's window, in scene units."""
        return float(min(self.relief.region.size))

    def ways(self, start: float = 0.0, end: float = np.inf) -> np.ndarray:
        """Points (n, 3) on the racers' ways from step ``start`` to ``end``, and the minima."""
        tracks = self.relief.tracks.values()
        count = POINTS // (2 * max(len(tracks), 1)) + 1
        parts = [part for track in tracks for part in _points(track, start, end, count)]
        places = np.concatenate([self.relief.minima, *parts])
        near = (np.abs(places[:, :2] - 0.5) < NEAR).all(axis=1)
        places = places[near & np.isfinite(places[:, 2])]
        return self.relief.box.place(places if len(places) else self.relief.rim)

    @cached_property
    def side_on(self) -> Pose:
        """The low camera before which little land is in the way, also a little way round."""
        return self._best(self.ways(), np.arange(SIDES) * 2 * np.pi / SIDES)

    def free(self, points: np.ndarray, theta: float) -> Pose:
        """The same with ``points`` (n, 3) on the stage, from the side ``theta``."""
        return self._best(points, np.array([theta]))

    def _best(self, points: np.ndarray, thetas: np.ndarray) -> Pose:
        """The pose at one of ``thetas``, all around or a single one, that is worth most.

        That is how much it shows of ``points`` (n, 3), and how low it is, if it is clear of the
        ground, on the mean with its neighbours.
        """
        phis = np.linspace(LOW, HIGH, RISES)
        poses = [self.fitted(points, phi, [theta])[0] for phi in phis for theta in thetas]
        eyes = np.array([pose.eye(self.height) for pose in poses])
        heads = points + [0.0, 0.0, HEAD * self.side]
        seen = self._viewpoint.seen(heads, eyes).mean(axis=1)
        clear = eyes[:, 2] - self._floor(eyes)
        worth = np.where(clear > 0.0, seen, -1.0).reshape(RISES, -1)
        worth = worth + LOWER * np.linspace(1.0, 0.0, RISES)[:, None]
        around = (np.roll(worth, 1, axis=1) + 2.0 * worth + np.roll(worth, -1, axis=1)) / 4.0
        return poses[int(around.argmax())]

    def fitted(self, points: np.ndarray, phi: float, thetas: Iterable[float]) -> list[Pose]:
        """Poses at ``phi`` and each of ``thetas`` with ``points`` (n, 3) on the stage, below a sky."""
        place = self.stage.cut(top=SKY * self.stage.height)
        return fit(self.canvas, points, place, phi, thetas, nearest=NEAREST * self.side)

    @cached_property
    def _viewpoint(self) -> Viewpoint:
        return Viewpoint.of(self.relief)

    @property
    def height(self) -> float:
        """The frame's height in scene units."""
        return float(self.canvas.frame.size[1])

    def _floor(self, places: np.ndarray) -> np.ndarray:
        """The least heights (...) of eyes above ``places`` (..., 2 or 3)."""
        ground = np.nan_to_num(self.relief.ground(places)[..., 2], nan=HIGHEST * self.relief.tall)
        return ground + CLEARANCE * self.side

    def orbit(self, degrees: float, seconds: float) -> Route:
        """Past the side from which all ways are seen best, ``degrees`` in all."""
        half = np.radians(degrees / 2)
        thetas = self.side_on.theta + np.linspace(-half, half, 5)
        return self.route(self.fitted(self.ways(), self.side_on.phi, thetas), seconds)

    def chase(self, racer: str, seconds: float) -> Route:
        """Behind ``racer`` along its first step, low over the ground."""
        params = self.relief.runs[racer].params
        start, end = self.relief.locate(params[0]), self.relief.locate(params[1])
        along = (end - start)[:2]
        length = max(float(np.hypot(*along)), 1e-9)
        ahead = along / length
        reach = float(np.clip(length / self.side, 0.15, 0.8)) * self.side
        eyes = [-BEHIND * self.side, -0.6 * BEHIND * self.side, 0.1 * reach]
        looks = [0.45 * reach, 0.7 * reach, 0.9 * reach]
        poses = []
        for back, look in zip(eyes, looks, strict=True):
            eye = self.relief.ground(start[:2] + back * ahead)
            eye[2] += ABOVE * self.side
            poses.append(self.looking(eye, self.relief.ground(start[:2] + look * ahead)))
        return self.route(poses, seconds)

    def valley(self, seconds: float) -> Route:
        """Along the floor of the valley that the lowest place lies in, towards it."""
        lowest, along, _ = self._valley
        poses = []
        for back, look in ((0.62, 0.0), (0.5, -0.12), (0.4, -0.25)):
            eye = self.relief.ground(lowest + back * self.side * along)
            target = self.relief.ground(lowest + look * self.side * along)
            poses.append(self.looking(eye + self._up(0.09), target + self._up(0.02)))
        return self.route(poses, seconds)

    def rim(self, seconds: float, start: Pose) -> Route:
        """From ``start`` over the valley's side, and round to where both its bends are seen."""
        lowest, along, across = self._valley
        poses = [start]
        for back, aside, up in ((0.35, 0.45, 0.2), (-0.1, 0.62, 0.22), (-0.42, 0.5, 0.3)):
            eye = self.relief.ground(lowest + self.side * (back * along + aside * across))
            poses.append(self.looking(eye + self._up(up), self.relief.ground(lowest)))
        return self.route(poses, seconds)

    def _up(self, share: float) -> np.ndarray:
        return np.array([0.0, 0.0, share * self.side])

    @cached_property
    def _valley(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The scene point (2,) of the lowest place, the way (2,) along its valley, and across.

        The valley is the lowest tenth of the window; along it, it is longest.
        """
        relief = self.relief
        share = np.linspace(0.0, 1.0, 101)
        u, v = np.meshgrid(share, share)
        heights = relief.field.height(u, v)
        low = relief.region.points(u, v)[heights <= np.nanquantile(heights, 0.1)]
        best = np.unravel_index(np.nanargmin(heights), heights.shape)
        along = np.linalg.svd(low - low.mean(axis=0), full_matrices=False)[2][0]
        along = along if along[0] > 0 else -along
        across = np.array([-along[1], along[0]])
        return relief.region.points(u[best], v[best]), along, across

    def gather(self, steps: int, pose: Pose) -> Pose:
        """Closer to where the racers are from step ``steps`` on, from the side of ``pose``."""
        return self.free(self.ways(start=steps), pose.theta)

    def crane(self, pose: Pose, seconds: float) -> Route:
        """From ``pose`` straight up, until the surface covers its map."""
        above = self.above
        turns = np.round((pose.theta - above.theta) / (2 * np.pi))
        above = replace(above, theta=above.theta + 2 * np.pi * float(turns))
        return self.route([pose, above], seconds)

    @property
    def above(self) -> Pose:
        """Straight above the window, where it covers its map."""
        return upright(self.canvas.frame, self.relief.region)

    def looking(self, eye: np.ndarray, target: np.ndarray, fov: float = WIDE) -> Pose:
        """From ``eye`` (3,) at ``target`` (3,), which is seen a little below the stage's middle."""
        away = eye - target
        distance = float(np.linalg.norm(away))
        phi, theta = np.arccos(away[2] / distance), np.arctan2(away[1], away[0])
        offset = self.stage.center[:2] - [0.0, BELOW * float(self.canvas.frame.size[1])]
        return Pose(float(phi), float(theta), distance, fov, target, offset)

    def route(self, poses: Sequence[Pose], seconds: float) -> Route:
        """Evenly through ``poses`` in about ``seconds``, clear of the ground, never turning fast."""
        numbers = np.array([pose.numbers for pose in poses])
        numbers[:, 1] = np.unwrap(numbers[:, 1])
        path = CubicSpline(np.linspace(0.0, 1.0, len(poses)), numbers, bc_type="natural")
        shares = np.linspace(0.0, 1.0, NODES)
        return self.cleared([Pose.of(row) for row in path(gently(shares))], shares * seconds)

    def cleared(self, poses: Sequence[Pose], times: np.ndarray) -> Route:
        """Through ``poses`` at ``times``, higher where the ground is near, slower if too fast."""
        rough = Route(poses, times)
        places = eyes(rough.numbers(np.linspace(*rough.times, SAMPLES)), self.height)
        lift = above(np.maximum(self._floor(places) - places[:, 2], 0.0))
        return Route(poses, times * max(1.0, rough.swing() / SWING), lift)


def _points(
    track: Track, start: float, end: float, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Box coordinates of about ``count`` points evenly along a way, and of as many in its time."""
    way = track.way[(track.steps >= start) & (track.steps <= end)]
    steps = np.linspace(start, min(end, track.steps[-1]), count)
    then = track.way[np.clip(np.searchsorted(track.steps, steps), 0, len(track.way) - 1)]
    length = np.cumsum(np.hypot(*np.diff(way[:, :2], axis=0, prepend=way[:1, :2]).T))
    far = np.linspace(0.0, length[-1], count) if len(way) else np.zeros(0)
    return way[np.searchsorted(length, far)], then
