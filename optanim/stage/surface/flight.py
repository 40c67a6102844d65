"""Camera flights: a pose for every second, smooth to the eye."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import ThreeDCamera
from scipy.interpolate import BSpline, make_interp_spline

from optanim.stage.draw.uncopied import Uncopied
from optanim.stage.surface.pose import UP, Pose, sights

SAMPLES = 500  # places of a route at which it is measured
SPANS = 32  # pieces of the spline by which a route is lifted
RAMP = 0.3  # of the time: how long the speed grows, and falls


class Route:
    """Through ``poses`` at ``times``, starting and ending at rest.

    The path is a spline of fifth degree that has neither speed nor acceleration at its ends: they
    never jump, also where another route goes on from there. On its way the camera is as much
    higher as ``lift`` says, a spline over the share of the time, 0 to 1.
    """

    def __init__(
        self,
        poses: Sequence[Pose],
        times: Sequence[float] | np.ndarray,
        lift: BSpline | None = None,
    ) -> None:
        numbers = np.array([pose.numbers for pose in poses])
        numbers[:, 1] = np.unwrap(numbers[:, 1])
        rest = [(1, np.zeros(numbers.shape[1])), (2, np.zeros(numbers.shape[1]))]
        self.times = float(times[0]), float(times[-1])
        self.end = self.times[1]
        self._path = make_interp_spline(times, numbers, k=5, bc_type=(rest, rest))
        self._lift = lift

    def at(self, seconds: float) -> Pose:
        """The pose at ``seconds``; before and after the flight those at its ends."""
        return Pose.of(self.numbers(seconds))

    def numbers(self, seconds: np.ndarray | float) -> np.ndarray:
        """The numbers (..., 9) of the poses at ``seconds`` (...)."""
        start, end = self.times
        seconds = np.clip(seconds, start, end)
        numbers = self._path(seconds)
        if self._lift is not None:
            numbers[..., UP] += self._lift((seconds - start) / (end - start))
        return numbers

    def swing(self) -> float:
        """How fast the line of sight turns at most, in radians a second."""
        times = np.linspace(*self.times, SAMPLES)
        turns = np.diff(sights(self.numbers(times)), axis=0)
        return float(np.linalg.norm(turns, axis=1).max() / (times[1] - times[0]))


def gently(shares: np.ndarray) -> np.ndarray:
    """How far (...) one is after ``shares`` (...) of the time who sets out and arrives at rest.

    The speed grows smoothly, is even, and falls smoothly: acceleration never jumps.
    """
    shares = np.clip(shares, 0.0, 1.0)
    part = np.clip(np.minimum(shares, 1.0 - shares) / RAMP, 0.0, 1.0)
    lost = RAMP * (part - part**3 + part**4 / 2)  # to even speed from the nearer end on
    near = (np.minimum(shares, 1.0 - shares) - lost) / (1.0 - RAMP)
    return np.where(shares < 0.5, near, 1.0 - near)


def above(needed: np.ndarray) -> BSpline | None:
    """A smooth lift over the share of the time that is nowhere less than ``needed`` (n,).

    That is asked for at even times. None where nothing is needed. A spline lies between the least
    and the greatest of the coefficients that count somewhere: each gets the most that is needed
    where it counts. Only at both ends it is 0, with speed and acceleration, whatever is needed.
    """
    if not needed.any():
        return None
    knots = np.concatenate([np.zeros(3), np.linspace(0.0, 1.0, SPANS + 1), np.ones(3)])
    times = np.linspace(0.0, 1.0, len(needed))
    spans = zip(knots[:-4], knots[4:], strict=True)
    most = np.array([needed[(low <= times) & (times <= high)].max() for low, high in spans])
    most[[0, 1, 2, -3, -2, -1]] = 0.0
    return BSpline(knots, most, 3)


class Fly(Uncopied):
    """Move a camera along a flight, from ``start`` seconds after take-off.

    The pose depends on the play's progress alone.
    """

    def __init__(
        self, camera: ThreeDCamera, flight: Route, start: float, seconds: float, **kwargs: Any
    ) -> None:
        self.camera, self.flight, self.start, self.seconds = camera, flight, start, seconds
        super().__init__(camera.theta_tracker, run_time=seconds, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Put the camera where it is at share ``alpha`` of the time."""
        self.flight.at(self.start + alpha * self.seconds).apply(self.camera)
