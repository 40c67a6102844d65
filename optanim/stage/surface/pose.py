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

ROUNDS = 12  # in which a fitting distance is found
CLOSE = 0.2  # of the distance to the target: points nearer to the eye are too near


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
) -> list[Pose]:
    """Poses at ``phi`` and each of ``thetas`` from which ``points`` (n, 3) lie within ``region``.

    All have one distance, the shortest possible; each has what it sees in the region's middle.
    """
    target = (points.min(axis=0) + points.max(axis=0)) / 2
    poses = [Pose(phi, theta, 1.0, fov, target, region.center[:2]) for theta in thetas]
    far = 4.0 * float(np.linalg.norm(np.ptp(points, axis=0))) + 1e-6
    near = 0.02 * far
    for _ in range(ROUNDS):  # halving, on a scale of ratios
        middle = float(np.sqrt(near * far))
        tried = [_centred(canvas.frame, points, region, pose, middle) for pose in poses]
        if all(_holds(canvas.frame, points, region, pose) for pose in tried):
            far = middle
        else:
            near = middle
    return [_centred(canvas.frame, points, region, pose, far) for pose in poses]


def _centred(
    frame: Region, points: np.ndarray, region: Region, pose: Pose, distance: float
) -> Pose:
    """``pose`` at ``distance``, with ``points`` (n, 3) in the middle of ``region``."""
    pose = replace(pose, distance=distance, offset=region.center[:2])
    for _ in range(8):
        low, high = extent(frame, points, pose)
        pose = replace(pose, offset=pose.offset + 0.8 * (region.center[:2] - (low + high) / 2))
    return pose


def _holds(frame: Region, points: np.ndarray, region: Region, pose: Pose) -> bool:
    """Whether all of ``points`` (n, 3) are seen within ``region``, to a pixel or so."""
    low, high = extent(frame, points, pose)
    slack = 2 * region.px
    return bool((low > region.low - slack).all() and (high < region.high + slack).all())


def extent(frame: Region, points: np.ndarray, pose: Pose) -> tuple[np.ndarray, np.ndarray]:
    """The lower left and the upper right corner (2,) of what ``points`` (n, 3) cover of a frame.

    Where one is beside the eye or close to it, that is a frame thrice as large, around its middle.
    """
    pixels = pose.view(frame, (1000, 1000)).project(points)
    if (pixels[:, 2] * CLOSE * pose.distance > 1.0).any() or (pixels[:, 2] <= 0.0).any():
        return pose.offset - 1.5 * frame.size, pose.offset + 1.5 * frame.size
    places = (pixels[:, :2] / 1000 - 0.5) * [1, -1] * frame.size
    return places.min(axis=0), places.max(axis=0)
