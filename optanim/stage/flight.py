"""Camera flights: a pose for every second, smooth to the eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from manim import Animation, Mobject, ThreeDCamera
from scipy.interpolate import CubicSpline, PchipInterpolator

from optanim.stage.pose import Pose


class Flight(Protocol):
    """A pose for every second since take-off."""

    def at(self, seconds: float) -> Pose:
        """The pose at ``seconds``; before and after the flight those at its ends."""


@dataclass(frozen=True, eq=False)
class Route:
    """Through ``poses`` at ``times``, starting and ending at rest.

    The path is a cubic spline: velocity and acceleration never jump.
    """

    poses: Sequence[Pose]
    times: Sequence[float]

    def at(self, seconds: float) -> Pose:
        """The pose at ``seconds``."""
        numbers = [np.hstack([*vars(pose).values()]) for pose in self.poses]
        spline = CubicSpline(self.times, numbers, bc_type="clamped")
        phi, theta, zoom, *rest = spline(np.clip(seconds, self.times[0], self.times[-1]))
        return Pose(max(phi, 0.0), theta, zoom, np.array(rest[:3]), np.array(rest[3:]))


@dataclass(frozen=True, eq=False)
class Orbit:
    """Around the target at ``rate`` radians a second, getting under way within ``ramp`` seconds.

    ``poses`` are laid out along theta; from ``landing`` on (if set) it slows down again.
    """

    poses: Sequence[Pose]
    rate: float
    ramp: float = 2.0
    landing: float = np.inf

    def at(self, seconds: float) -> Pose:
        """The pose at ``seconds``."""
        way = _ramped(seconds, self.ramp) - _ramped(seconds - self.landing, self.ramp)
        thetas = np.array([pose.theta for pose in self.poses])
        theta = np.clip(thetas[0] + self.rate * way, thetas.min(), thetas.max())
        numbers = np.array([np.hstack([*vars(pose).values()]) for pose in self.poses])
        order = np.argsort(thetas)
        phi, theta, zoom, *rest = PchipInterpolator(thetas[order], numbers[order])(theta)
        return Pose(phi, theta, zoom, np.array(rest[:3]), np.array(rest[3:]))


class Fly(Animation):
    """Move a camera along a flight, from ``start`` seconds after take-off.

    The pose depends on the play's progress alone.
    """

    def __init__(
        self, camera: ThreeDCamera, flight: Flight, start: float, seconds: float, **kwargs: Any
    ) -> None:
        self.camera, self.flight, self.start, self.seconds = camera, flight, start, seconds
        super().__init__(camera.theta_tracker, run_time=seconds, **kwargs)

    def create_starting_mobject(self) -> Mobject:
        """Nothing: a flight never looks back."""
        return Mobject()

    def interpolate_mobject(self, alpha: float) -> None:
        """Put the camera where it is at share ``alpha`` of the time."""
        self.flight.at(self.start + alpha * self.seconds).apply(self.camera)


def _ramped(seconds: float, ramp: float) -> float:
    """The way made by a speed that rises smoothly from 0 to 1 within ``ramp`` seconds."""
    t = np.clip(seconds / ramp, 0.0, 1.0)
    return ramp * (t**3 - t**4 / 2) + max(seconds - ramp, 0.0)
