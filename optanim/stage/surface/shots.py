"""Where a camera stands over a relief, and how it gets from one place to the next.

All is found from the land and from the ways over it: no loss needs a place typed by hand. Lengths
are in shorter sides of the relief's window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Pace
from optanim.stage.draw.layout import Region
from optanim.stage.surface.flight import Route
from optanim.stage.surface.pose import WIDE, Pose, fit, sighted, upright
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.viewpoint import share_seen

CLEARANCE = 0.08  # how high above the ground an eye is, at least
LOW, HIGH = np.radians([76.0, 24.0])  # phi of the lowest and of the highest overview
SIDES, FREE = 16, 0.93  # sides that are tried; which share of the ways a good one shows
BEHIND, ASIDE, ABOVE = 0.3, 0.12, 0.09  # where a chase is: behind, beside, above the ground
CHASED = 9  # places of a racer's way from which a chase is made
FLOOR = 0.06  # how high above the valley's floor a flight through it is
BELOW = 0.21  # of the frame's height: how far below its middle is what a shot looks at
SWING = np.radians(24.0)  # a second: how fast a camera turns, at most
NODES = 13  # places of a route that are lifted clear of the ground


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
        parts = [track.way[(track.steps >= start) & (track.steps <= end)] for track in tracks]
        places = np.concatenate([*parts, self.relief.minima])
        near = (np.abs(places[:, :2] - 0.5) < 0.75).all(axis=1)
        places = places[near & np.isfinite(places[:, 2])]
        if not len(places):
            return self.relief.box.place(self.relief.rim)
        return self.relief.box.place(_hull(places))

    @cached_property
    def side_on(self) -> Pose:
        """From the side that allows the lowest camera before which little land is in the way."""
        points, thetas = self.ways(), np.arange(SIDES) * 2 * np.pi / SIDES
        poses = [self.free(points, theta) for theta in thetas]
        return max(poses, key=lambda pose: (round(self.seen(pose), 1), pose.phi))

    def free(self, points: np.ndarray, theta: float) -> Pose:
        """The lowest camera with ``points`` (n, 3) on the stage and little land before them."""
        poses = []
        for phi in np.linspace(LOW, HIGH, 9):
            (pose,) = fit(self.canvas, points, self.stage, float(phi), [theta])
            if self.clear(pose):
                poses.append(pose)
                if self.seen(pose) > FREE:
                    return pose
        return max(poses, key=self.seen) if poses else pose

    def seen(self, pose: Pose) -> float:
        """Which share of the ways no land hides."""
        return share_seen(self.relief, pose.phi, pose.theta)

    def orbit(self, degrees: float, seconds: float) -> Route:
        """Past the side from which all ways are seen best, ``degrees`` in all."""
        points, half = self.ways(), np.radians(degrees / 2)
        thetas = self.side_on.theta + np.linspace(-half, half, 5)
        phi = min(self.free(points, theta).phi for theta in thetas)
        poses = [fit(self.canvas, points, self.stage, phi, [theta])[0] for theta in thetas]
        return self.route(poses, seconds)

    def chase(self, racer: str, pace: Pace) -> Route:
        """Close behind ``racer`` and a little aside, low over the ground, at its ``pace``."""
        track = self.relief.tracks[racer]
        times = np.linspace(0.0, pace.seconds, CHASED)
        steps = [pace.at(time).step for time in times]
        heads = [self.relief.box.place(track.until(step)[0][-1]) for step in steps]
        first, last = heads[0][:2], heads[-1][:2]
        ahead = (last - first) / max(float(np.hypot(*(last - first))), 1e-9)
        aside = np.array([-ahead[1], ahead[0]])
        poses = []
        for head in heads:
            eye = self.relief.ground(head[:2] + self.side * (ASIDE * aside - BEHIND * ahead))
            poses.append(self.looking(eye + self._up(ABOVE), head))
        return self.route(poses, pace.seconds)

    def valley(self, seconds: float) -> Route:
        """Along the floor of the valley that the lowest place lies in, towards it."""
        lowest, along, _ = self._valley
        poses = []
        for back in (0.85, 0.62, 0.45):
            eye = self.relief.ground(lowest + back * self.side * along)
            poses.append(self.looking(eye + self._up(FLOOR), self.relief.ground(lowest)))
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
        offset = self.stage.center[:2] - [0.0, BELOW * float(self.canvas.frame.size[1])]
        return sighted(self.canvas.frame, eye, target, offset, fov)

    def route(self, poses: Sequence[Pose], seconds: float) -> Route:
        """Through ``poses`` in about ``seconds``, clear of the ground and never turning fast."""
        numbers = np.array([pose.numbers for pose in poses])
        numbers[:, 1] = np.unwrap(numbers[:, 1])
        rough = Route([Pose.of(row) for row in numbers], np.linspace(0.0, seconds, len(poses)))
        times = np.linspace(0.0, seconds, NODES)
        lifted = [self.lift(rough.at(time)) for time in times]
        fastest = Route(lifted, times).swing()
        return Route(lifted, times * max(1.0, fastest / SWING))

    def clear(self, pose: Pose) -> bool:
        """Whether the eye is well above the ground."""
        eye = pose.eye(float(self.canvas.frame.size[1]))
        ground = self.relief.ground(eye[:2])[2]
        return not eye[2] < ground + CLEARANCE * self.side

    def lift(self, pose: Pose) -> Pose:
        """``pose``, or one as much higher as it must be to be `clear`."""
        for _ in range(60):
            if self.clear(pose) or pose.phi < 0.05:
                break
            pose = replace(pose, phi=pose.phi - np.radians(1.5))
        return pose


def _hull(places: np.ndarray) -> np.ndarray:
    """Those of ``places`` (n, 3) that lie outermost in some of many directions."""
    turns = np.linspace(0.0, 2 * np.pi, 16, endpoint=False)
    around = np.stack([np.cos(turns), np.sin(turns)])
    heights = [places[:, :2] @ around + up * places[:, 2:] for up in (-1.0, 0.0, 1.0)]
    return places[np.unique(np.concatenate(heights, axis=1).argmax(axis=0))]
