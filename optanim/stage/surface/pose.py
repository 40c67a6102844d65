"""Where a camera stands, and how to stand so that something fills a region of the frame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from manim import RIGHT, ThreeDCamera
from manim.utils.space_ops import rotation_about_z, rotation_matrix

from optanim.raster import View
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region

FOCAL = 2.5  # heights of the frame: Manim's own 20 units at 16:9, farther for taller frames


@dataclass(frozen=True, eq=False)
class Pose:
    """Angles in radians as Manim's ``phi`` and ``theta``, and its zoom.

    The camera looks at ``target`` (3,), which is seen at ``offset`` (2,) scene units from the
    frame's middle.
    """

    phi: float
    theta: float
    zoom: float
    target: np.ndarray
    offset: np.ndarray

    @property
    def rotation(self) -> np.ndarray:
        """Right, up and towards the eye as rows (3, 3), as Manim's `ThreeDCamera` has them."""
        return rotation_matrix(-self.phi, RIGHT) @ rotation_about_z(-self.theta - np.pi / 2)

    @property
    def center(self) -> np.ndarray:
        """The point (3,) at the frame's middle."""
        return self.target - self.offset @ self.rotation[:2] / self.zoom

    def view(self, frame: Region, size: tuple[int, int]) -> View:
        """What is seen from here."""
        width, height = map(float, frame.size)
        focal = FOCAL * height
        return View(self.rotation, self.center, focal, self.zoom, (width, height), size)

    @property
    def numbers(self) -> np.ndarray:
        """Everything it is made of, shape (8,)."""
        return np.array([self.phi, self.theta, self.zoom, *self.target, *self.offset])

    @classmethod
    def of(cls, numbers: np.ndarray) -> Pose:
        """The pose made of ``numbers`` (8,)."""
        phi, theta, zoom = map(float, numbers[:3])
        return cls(phi, theta, zoom, numbers[3:6], numbers[6:])

    def apply(self, camera: ThreeDCamera) -> None:
        """Put ``camera`` here."""
        camera.set_phi(self.phi)
        camera.set_theta(self.theta)
        camera.set_gamma(0.0)
        camera.set_focal_distance(FOCAL * camera.frame_height)
        camera.set_zoom(self.zoom)
        camera.frame_center = self.center


def upright(region: Region) -> Pose:
    """Straight above: every point of the frame's plane is seen where it is."""
    return Pose(0.0, -np.pi / 2, 1.0, region.center, region.center[:2])


def fit(
    canvas: Canvas, points: np.ndarray, region: Region, phi: float, thetas: Iterable[float]
) -> list[Pose]:
    """Poses at ``phi`` and each of ``thetas`` from which ``points`` (n, 3) lie within ``region``.

    All have one zoom, the largest possible; each has what it sees in the region's middle.
    """
    target = (points.min(axis=0) + points.max(axis=0)) / 2
    poses = [Pose(phi, theta, 1.0, target, region.center[:2]) for theta in thetas]
    for _ in range(24):
        edges = [extent(canvas.frame, points, pose) for pose in poses]
        growth = min((region.size / (high - low)).min() for low, high in edges)
        poses = [
            replace(
                pose,
                zoom=pose.zoom * growth,
                offset=region.center[:2] + growth * (pose.offset - (low + high) / 2),
            )
            for pose, (low, high) in zip(poses, edges, strict=True)
        ]
    return poses


def extent(frame: Region, points: np.ndarray, pose: Pose) -> tuple[np.ndarray, np.ndarray]:
    """The lower left and the upper right corner (2,) of what ``points`` (n, 3) cover of a frame."""
    pixels = pose.view(frame, (1000, 1000)).project(points)[:, :2]
    places = (pixels / 1000 - 0.5) * [1, -1] * frame.size
    return places.min(axis=0), places.max(axis=0)
