"""The scene of films in space: a camera that flies while everything else goes on."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol, Self

import numpy as np
from manim import FadeOut, Group, Mobject, ThreeDCamera, ThreeDScene, ValueTracker, config
from manim.animation.animation import prepare_animation

from optanim.frames.camera import SpaceCamera, keep_in_frame
from optanim.frames.unpainted import Unpainted
from optanim.look.theme import Theme
from optanim.stage.draw.plates import plate
from optanim.stage.film.film_scene import LEAVING, FilmScene
from optanim.stage.film.fingerprint import Stamp
from optanim.stage.film.ready import announce_compiling
from optanim.stage.surface.backdrop import backdrop
from optanim.stage.surface.flight import Fly, Route
from optanim.stage.surface.pose import Pose
from optanim.stage.surface.relief import Relief

SETTLING = 0.3  # seconds before its end when a flight hardly moves any more
PAD = 16.0  # design pixels between words and the edge of their plate


class Follower(Protocol):
    """A mobject that changes as camera and land do."""

    def follow(self, camera: ThreeDCamera) -> None:
        """Be as it must be for where ``camera`` is now."""


class SpaceScene(FilmScene, ThreeDScene):
    """A film around a `Relief`. All other mobjects lie flat on the frame.

    While a flight is on, every play and every wait moves the camera along.
    """

    camera_class = SpaceCamera
    camera: SpaceCamera
    permanent: ClassVar[tuple[type[Mobject], ...]] = (Stamp, ValueTracker)

    _flight: Route | None = None
    _departure = 0.0
    _pose: Pose
    _followers: tuple[Follower, ...] = ()

    def dress(self, theme: Theme) -> None:
        """Draw in ``theme``, before its backdrop unless the film is transparent."""
        super().dress(theme)
        announce_compiling()
        camera = self.camera
        if camera.background_opacity == 1.0:  # Manim's cache key skips it: theme and size are in it
            size = camera.pixel_width, camera.pixel_height
            camera.set_background(backdrop(self.canvas.theme, *size))

    def backed(self, text: Mobject) -> Mobject:
        """``text`` on a plate, since behind it there may be land of any colour."""
        return Group(plate(self.canvas, text, pad=PAD), text)

    def add(self, *mobjects: Any) -> Self:
        """Add ``mobjects``, flat on the frame, before any land; a relief knows how it stands."""
        for mobject in mobjects:
            for member in mobject.get_family():
                keep_in_frame(member, not isinstance(member, ValueTracker))
        super().add(*mobjects)
        behind = [shown for shown in self.mobjects if _is_land(shown)]
        covers = [shown for shown in self.mobjects if isinstance(shown, Unpainted)]
        if behind:
            self.bring_to_back(*behind, *covers)
        return self

    def stand(self, pose: Pose) -> None:
        """Put the camera at ``pose``."""
        self._clear_land()
        self._flight = None
        self._pose = pose
        pose.apply(self.camera)

    def follow(self, *followers: Follower) -> None:
        """From now on ``followers``, and nothing else, go with the camera and with the land."""
        self._followers = followers
        self.update_mobjects(0.0)

    def update_mobjects(self, dt: float) -> None:
        """Before every frame: what follows camera and land does."""
        super().update_mobjects(dt)
        for follower in self._followers:
            follower.follow(self.camera)

    def take_off(self, flight: Route) -> None:
        """From now on the camera follows ``flight``."""
        self._clear_land()
        self._flight, self._departure = flight, self.timeline.seconds

    def fly(self, route: Route, *animations: Any) -> None:
        """Fly ``route`` from its beginning to its end, while ``animations`` play."""
        self.take_off(route)
        if animations:
            self.play(*animations, run_time=route.end)
        else:
            self.wait(route.end)
        self.stand(route.at(route.end))

    def land(self, seconds: float = 0.0) -> None:
        """Fly on for ``seconds``; then the camera stands."""
        if seconds > 0:
            self.wait(seconds)
        self.stand(self.here)

    def arrive(self) -> None:
        """Fly on to the flight's end; there the camera stands."""
        if self._flight is not None:
            self.land(self._flight.end - self.airborne)

    def settle(self) -> None:
        """Fly on until the camera comes to rest in the still second to come."""
        if self._flight is not None:
            left = self._flight.end - self.airborne - SETTLING
            frames = int(np.ceil(left * config.frame_rate - 1e-6))
            if frames > 0:
                self.wait((frames + 0.25) / config.frame_rate)  # Manim counts the whole ones in it

    def _clear_land(self) -> None:
        """Let land of the last act fade away, which else does so later, before the camera moves."""
        if any(map(_is_land, self._outgoing)):
            leaving, self._outgoing = self._outgoing, ()
            self.play(*map(FadeOut, leaving), run_time=LEAVING)

    @property
    def here(self) -> Pose:
        """Where the camera is now."""
        return self._pose if self._flight is None else self._flight.at(self.airborne)

    @property
    def airborne(self) -> float:
        """Seconds since take-off."""
        return self.timeline.seconds - self._departure

    def play(self, *args: Any, **kwargs: Any) -> None:
        """Play, flying on meanwhile, and note in the timeline where the camera is."""
        frames = self.timeline.frames
        if self._flight is None:
            super().play(*args, **kwargs)
            poses = [_numbers(self.camera)] * (self.timeline.frames - frames)
        else:
            animations = [prepare_animation(animation) for animation in args]
            seconds = kwargs.get("run_time") or max(a.run_time for a in animations)
            fly = Fly(self.camera, self._flight, self.airborne, seconds)
            super().play(*animations, fly, **kwargs)
            times = fly.start + np.arange(self.timeline.frames - frames) / config.frame_rate
            height = float(self.camera.frame_height)
            poses = [_flown(self._flight.at(time), height) for time in times]
        self.timeline.follow(poses)

    def wait(self, duration: float = 1.0, *args: Any, **kwargs: Any) -> None:
        """Let ``duration`` seconds pass; a camera in flight flies on."""
        if self._flight is None:
            super().wait(duration, *args, **kwargs)
            return
        frames = max(int(duration * config.frame_rate + 1e-6), 1)
        self.play(run_time=(frames - 0.25) / config.frame_rate)  # Manim starts every frame in it


def _is_land(mobject: Mobject) -> bool:
    """Whether ``mobject`` is a relief, or what Manim wraps around one to fade it in or out."""
    return isinstance(mobject, Relief) or (
        type(mobject) is Group and all(map(_is_land, mobject.submobjects or [Mobject()]))
    )


def _flown(pose: Pose, height: float) -> list[float]:
    focal = pose.focal(height)
    return [pose.phi, pose.theta, focal, *(pose.eye(height) - focal * pose.rotation[2])]


def _numbers(camera: SpaceCamera) -> list[float]:
    focal = camera.get_focal_distance()
    return [camera.get_phi(), camera.get_theta(), focal, *camera.frame_center]
