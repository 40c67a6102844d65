"""Where things stand in space, and where that is on the image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class View:
    """A pinhole camera that looks at ``center`` (3,) from ``focal`` units away.

    The rows of ``rotation`` (3, 3) are the image's right, its up and the direction towards the
    eye. A point ``d`` units nearer to the eye than the centre is magnified by
    focal / (focal - d), and everything by ``zoom``. ``frame`` is (width, height) of the image in
    units at the centre, ``size`` in pixels.
    """

    rotation: np.ndarray
    center: np.ndarray
    focal: float
    zoom: float
    frame: tuple[float, float]
    size: tuple[int, int]

    @property
    def eye(self) -> np.ndarray:
        """Where the eye is, shape (3,)."""
        return self.center + self.focal * self.rotation[2]

    @property
    def scale(self) -> np.ndarray:
        """Pixels per unit at the centre, to the right and downwards, shape (2,)."""
        width, height = self.size
        return self.zoom * np.array([width / self.frame[0], -height / self.frame[1]])

    def project(self, points: np.ndarray) -> np.ndarray:
        """Pixel coordinates and nearness (..., 3) of ``points`` (..., 3).

        x and y count from the image's upper left corner, pixel i covering [i, i + 1). Nearness
        is 1 / (distance from the eye along the line of sight): it is linear on the image, and
        not positive for points beside or behind the eye, whose x and y mean nothing.
        """
        seen = (points - self.center) @ self.rotation.T
        with np.errstate(divide="ignore"):
            nearness = 1.0 / (self.focal - seen[..., 2])
        flat = seen[..., :2] * (self.focal * nearness)[..., None] * self.scale
        middle = np.array(self.size) / 2
        return np.concatenate([flat + middle, nearness[..., None]], axis=-1)


@dataclass(frozen=True, eq=False)
class Box:
    """A parallelepiped: ``origin`` (3,) and the three edges ``axes`` (3, 3), one a row.

    Box coordinates (u, v, h), each 0 to 1, stand for origin + u axes[0] + v axes[1] + h axes[2].
    """

    origin: np.ndarray
    axes: np.ndarray

    def place(self, coordinates: np.ndarray) -> np.ndarray:
        """Points in space (..., 3) of box ``coordinates`` (..., 3)."""
        return self.origin + coordinates @ self.axes

    @property
    def corners(self) -> np.ndarray:
        """Its eight corners, shape (8, 3), u running slowest."""
        unit = np.array([0.0, 1.0])
        return self.place(np.stack(np.meshgrid(unit, unit, unit, indexing="ij"), -1).reshape(8, 3))

    def above(self, point: np.ndarray) -> np.ndarray:
        """The (u, v) of the foot of ``point`` (3,) on the base, also outside the box."""
        return np.linalg.lstsq(self.axes[:2].T, point - self.origin, rcond=None)[0]
