"""Mobjects that never change, drawn once."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DL, UR, Camera, Group, Mobject

from optanim.frames.camera import keep_in_frame
from optanim.frames.painted import Painted
from optanim.frames.patch import Patch


class Still(Painted):
    """``mobjects`` as one flat picture on the frame, drawn once for each size of the frame.

    For legends and scales beside something that moves: Manim would draw every letter anew in
    every frame. They must not change afterwards; the whole may fade.
    """

    shared: ClassVar[tuple[str, ...]] = ("content", "drawn")

    def __init__(self, *mobjects: Mobject) -> None:
        super().__init__()
        self.content = Group(*mobjects)
        for member in self.content.get_family():
            keep_in_frame(member)
        self.points = np.array([self.content.get_corner(d) for d in (DL, UR)])
        self.drawn: _Drawn = _Drawn()

    def paint(self, camera: Camera) -> None:
        """Lay the picture over what is there."""
        pixels = camera.pixel_array
        if self.drawn.patch is None or self.drawn.size != pixels.shape:
            self.drawn.size = pixels.shape
            self.drawn.patch = self._draw(camera)
        if self.opacity > 0.0:
            self.drawn.patch.lay(pixels, self.opacity)

    def _draw(self, camera: Camera) -> Patch:
        """The content on nothing."""
        pixels = camera.pixel_array
        camera.pixel_array = np.zeros_like(pixels)
        try:
            camera.capture_mobjects([self.content])
            alone = camera.pixel_array
        finally:
            camera.pixel_array = pixels
        return Patch.of(alone, (0, 0), alone.shape[1])


class _Drawn:
    """What has been drawn; without a ``__dict__``, so that Manim's cache key leaves it out."""

    __slots__ = ("patch", "size")

    def __init__(self) -> None:
        self.size: tuple[int, ...] = ()
        self.patch: Patch | None = None
