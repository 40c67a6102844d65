"""Camera flights: a pose for every second, smooth to the eye."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from manim import Animation, Mobject, ThreeDCamera
from scipy.interpolate import CubicSpline

from optanim.stage.surface.pose import Pose


class Flight(Protocol):
    """A pose for every second since take-off."""

    def at(self, seconds: float) -> Pose:
        """The pose at ``seconds``; before and after the flight those at its ends."""


class Route:
    """Through ``poses`` at ``times``, starting and ending at rest.

    The path is a cubic spline: velocity and acceleration never jump.
    """

    def __init__(self, poses: Sequence[Pose], times: Sequence[float] | np.ndarray) -> None:
        self.times = times[0], times[-1]
        self._path = CubicSpline(times, [pose.numbers for pose in poses], bc_type="clamped")

    def at(self, seconds: float) -> Pose:
        """The pose at ``seconds``."""
        return Pose.of(self._path(np.clip(seconds, *self.times)))

    def swing(self) -> float:
        """How fast the line of sight turns at most, in radians a second."""
        times = np.linspace(*self.times, 200)
        sights = np.array([self.at(time).rotation[2] for time in times])
        turns = np.arccos(np.clip((sights[1:] * sights[:-1]).sum(axis=1), -1.0, 1.0))
        return float(turns.max() / (times[1] - times[0]))


class Journey:
    """One route after another; each begins where the last one ended."""

    def __init__(self, *routes: Route) -> None:
        self.routes = routes
        lengths = [route.times[1] - route.times[0] for route in routes]
        self.starts = np.concatenate([[0.0], np.cumsum(lengths)[:-1]])

    def at(self, seconds: float) -> Pose:
        """The pose at ``seconds``."""
        number = max(int(np.searchsorted(self.starts, seconds, side="right")) - 1, 0)
        return self.routes[number].at(seconds - self.starts[number])


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
