"""Where a camera stands, and how to stand so that something fills a region of the frame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from manim import ThreeDCamera

from optanim.raster import View
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region

NARROW, WIDE = 2.0 * np.arctan(0.2), np.radians(54.0)
"""Vertical fields of view: that of Manim's camera at 16:9, as of a map, and that of a flight."""

UP = 6  # which of a pose's numbers lifts the camera, without turning it
ROUNDS = 12  # in which it is found how a camera must be inclined


@dataclass(frozen=True, eq=False)
class Pose:
    """A camera at ``distance`` from its ``target`` (3,), with a vertical field of view ``fov``.

    Angles are in radians: ``phi`` and ``theta`` are Manim's, the eye's from the zenith and around
    it. The target is seen at ``offset`` (2,) from the frame's middle, in scene units.
    """

    phi: float
    theta: float
    distance: float
    fov: float
    target: np.ndarray
    offset: np.ndarray

    @property
    def rotation(self) -> np.ndarray:
        """Right, up and towards the eye as rows (3, 3), as Manim's `ThreeDCamera` has them."""
        low, high = np.sin(self.phi), np.cos(self.phi)
        x, y = np.cos(self.theta), np.sin(self.theta)
        return np.array([[-y, x, 0.0], [-high * x, -high * y, low], [low * x, low * y, high]])

    def focal(self, height: float) -> float:
        """How far from the eye a frame ``height`` scene units high stands."""
        return height / 2 / float(np.tan(self.fov / 2))

    def eye(self, height: float) -> np.ndarray:
        """Where the eye is (3,) for a frame ``height`` high."""
        right, up, back = self.rotation
        shift = self.distance / self.focal(height) * self.offset
        return self.target + self.distance * back - shift[0] * right - shift[1] * up

    def view(self, frame: Region, size: tuple[int, int]) -> View:
        """What is seen from here on ``frame``, an image of ``size`` pixels."""
        width, height = map(float, frame.size)
        focal = self.focal(height)
        center = self.eye(height) - focal * self.rotation[2]
        return View(self.rotation, center, focal, 1.0, (width, height), size)

    @property
    def numbers(self) -> np.ndarray:
        """Everything it is made of, shape (9,): what is even in them is even to the eye."""
        sizes = np.log([self.distance, np.tan(self.fov / 2)])
        return np.array([self.phi, self.theta, *sizes, *self.target, *self.offset])

    @classmethod
    def of(cls, numbers: np.ndarray) -> Pose:
        """The pose made of ``numbers`` (9,)."""
        phi, theta, distance, fov = map(float, numbers[:4])
        sizes = float(np.exp(distance)), 2.0 * float(np.arctan(np.exp(fov)))
        return cls(phi, theta, *sizes, numbers[4:7], numbers[7:])

    def towards(self, other: Pose, share: float) -> Pose:
        """The pose at ``share`` of the way to ``other``, 0 to 1; it turns less than half round."""
        way = other.numbers - self.numbers
        way[1] = (way[1] + np.pi) % (2 * np.pi) - np.pi
        return Pose.of(self.numbers + share * way)

    def apply(self, camera: ThreeDCamera) -> None:
        """Put ``camera`` here."""
        height = camera.frame_height
        camera.set_phi(self.phi)
        camera.set_theta(self.theta)
        camera.set_gamma(0.0)
        camera.set_focal_distance(self.focal(height))
        camera.set_zoom(1.0)
        camera.frame_center = self.eye(height) - self.focal(height) * self.rotation[2]


def upright(frame: Region, region: Region) -> Pose:
    """Straight above: every point of the frame's plane is seen where it is."""
    distance = float(frame.size[1]) / 2 / float(np.tan(NARROW / 2))
    return Pose(0.0, -np.pi / 2, distance, NARROW, region.center, region.center[:2])


def sighted(
    frame: Region, eye: np.ndarray, target: np.ndarray, offset: np.ndarray, fov: float
) -> Pose:
    """From ``eye`` (3,), seeing ``target`` (3,) at ``offset`` (2,) from the frame's middle."""
    focal = float(frame.size[1]) / 2 / float(np.tan(fov / 2))
    right, up = map(float, offset)
    sight = target - eye
    heading, rise = np.arctan2(sight[1], sight[0]), np.arctan2(sight[2], np.hypot(*sight[:2]))
    pitch = rise
    for _ in range(ROUNDS):
        forward = focal * np.cos(pitch) - up * np.sin(pitch)
        height = focal * np.sin(pitch) + up * np.cos(pitch)
        pitch += rise - np.arctan2(height, np.hypot(forward, right))
    heading += np.arctan2(right, forward)
    ahead = np.array([np.cos(heading) * np.cos(pitch), np.sin(heading) * np.cos(pitch),
                      np.sin(pitch)])  # fmt: skip
    distance = float(sight @ ahead)
    return Pose(np.pi / 2 + float(pitch), float(heading) + np.pi, distance, fov, target, offset)


def fit(
    canvas: Canvas,
    points: np.ndarray,
    region: Region,
    phi: float,
    thetas: Iterable[float],
    fov: float = WIDE,
    nearest: float = 0.0,
) -> list[Pose]:
    """Poses at ``phi`` and each of ``thetas`` from which ``points`` (n, 3) lie within ``region``.

    All have one distance from the middle of the points, the shortest possible at which none is
    nearer to the eye than ``nearest``; each sees the points in the region's middle.
    """
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    poses = [Pose(phi, theta, 1.0, fov, middle, np.zeros(2)) for theta in thetas]
    rooms = [_Room.of(canvas, points - middle, region, pose) for pose in poses]
    distance = max(room.distance(nearest) for room in rooms)
    return [room.pose(pose, distance) for room, pose in zip(rooms, poses, strict=True)]


@dataclass(frozen=True, eq=False)
class _Room:
    """Where an eye may be to see points within a region.

    In the camera's own directions an eye at (x, y, z) sees a point (px, py, pz) at
    focal (px - x) / (z - pz): to be right of a region's edge is linear in x and z. With the slopes
    ``low`` and ``high`` (2,) of the region's edges, x lies between ``most - high z`` and
    ``least - low z``, and so does y; ``front`` is the greatest pz.
    """

    low: np.ndarray
    high: np.ndarray
    least: np.ndarray
    most: np.ndarray
    front: float
    focal: float

    @classmethod
    def of(cls, canvas: Canvas, points: np.ndarray, region: Region, pose: Pose) -> _Room:
        focal = pose.focal(float(canvas.frame.size[1]))
        low, high = region.low / focal, region.high / focal
        seen = points @ pose.rotation.T
        flat, depth = seen[:, :2], seen[:, 2:]
        least, most = (flat + low * depth).min(axis=0), (flat + high * depth).max(axis=0)
        return cls(low, high, least, most, float(depth.max()), focal)

    def distance(self, nearest: float) -> float:
        """The shortest one from which all is seen, ``nearest`` or more away."""
        needed = (self.most - self.least) / (self.high - self.low)
        return float(max(*needed, self.front + nearest, 1e-6))

    def pose(self, pose: Pose, distance: float) -> Pose:
        """``pose`` at ``distance``, with as much room on either side."""
        eye = (self.least + self.most - (self.low + self.high) * distance) / 2
        return replace(pose, distance=distance, offset=-eye * self.focal / distance)


def sights(numbers: np.ndarray) -> np.ndarray:
    """Unit vectors (..., 3) to the eyes of poses, given by their numbers (..., 9)."""
    phi, theta = numbers[..., 0], numbers[..., 1]
    flat = np.sin(phi)
    return np.stack([flat * np.cos(theta), flat * np.sin(theta), np.cos(phi)], axis=-1)


def eyes(numbers: np.ndarray, height: float) -> np.ndarray:
    """Where the eyes (..., 3) of poses are, given by their ``numbers`` (..., 9).

    As `Pose.eye` of each, for a frame ``height`` high.
    """
    phi, theta, distance, half, *_ = np.moveaxis(numbers, -1, 0)
    target, offset = numbers[..., 4:7], numbers[..., 7:]
    right = np.stack([-np.sin(theta), np.cos(theta), np.zeros_like(theta)], axis=-1)
    up = sights(np.stack([phi - np.pi / 2, theta], axis=-1))
    shift = (2.0 / height * np.exp(distance + half))[..., None] * offset
    away = np.exp(distance)[..., None] * sights(numbers)
    return target + away - shift[..., :1] * right - shift[..., 1:] * up
