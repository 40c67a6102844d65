"""A picture that moves, grows and fades like any other mobject."""

from __future__ import annotations

import copy
from typing import Any, Self

import numpy as np
from manim import Mobject


class Picture(Mobject):
    """An RGBA image (h, w, 4) uint8, ``height`` scene units tall, centred on the origin.

    Manim's own ImageMobject costs a fifth of a second a frame when it moves; this one is painted
    by Cairo. Its points are the corners: upper left, upper right, lower left. The pixels are
    shared by copies, and part of Manim's cache key under the name ``rgba``.
    """

    def __init__(self, rgba: np.ndarray, height: float, **kwargs: Any) -> None:
        if rgba.dtype != np.uint8 or rgba.ndim != 3 or rgba.shape[2] != 4:
            raise ValueError(f"a picture is (h, w, 4) uint8, this is {rgba.shape} {rgba.dtype}")
        super().__init__(**kwargs)
        self.rgba = np.ascontiguousarray(rgba)
        self.opacity = 1.0
        x, y = height * rgba.shape[1] / rgba.shape[0] / 2, height / 2
        self.points = np.array([[-x, y, 0.0], [x, y, 0.0], [-x, -y, 0.0], [x, -y, 0.0]])

    def set_opacity(self, opacity: float, family: bool = True) -> Self:
        """Make it see-through: 0 is nothing, 1 the picture as it is."""
        self.opacity = opacity
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Take away ``darkness`` of its opacity, as Manim's FadeIn and FadeOut do."""
        return self.set_opacity(self.opacity * (1.0 - darkness))

    def interpolate_color(self, mobject1: Picture, mobject2: Picture, alpha: float) -> Self:
        """Fade from one picture's opacity to another's."""
        self.opacity = mobject1.opacity + alpha * (mobject2.opacity - mobject1.opacity)
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        memo[id(self.rgba)] = self.rgba
        made = self.__class__.__new__(self.__class__)
        memo[id(self)] = made
        for name, value in self.__dict__.items():
            setattr(made, name, copy.deepcopy(value, memo))
        return made
