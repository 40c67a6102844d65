"""A mobject that paints itself: pixels, not paths."""

from __future__ import annotations

import copy
from typing import Any, ClassVar, Self

from manim import Camera, Mobject


class Painted(Mobject):
    """Base of what is painted into the camera's pixels in its turn among the other mobjects.

    It has an ``opacity``, which Manim's fades change. Attributes named in ``shared`` are heavy
    and never change: copies share them. Those named in ``blended`` are numbers, which animations
    change little by little, as its opacity.
    """

    shared: ClassVar[tuple[str, ...]] = ()
    blended: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.opacity = 1.0

    def paint(self, camera: Camera) -> None:
        """Paint into ``camera.pixel_array``."""
        raise NotImplementedError

    def set_opacity(self, opacity: float, family: bool = True) -> Self:
        """Make it see-through: 0 is nothing, 1 it as it is."""
        self.opacity = opacity
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Take away ``darkness`` of its opacity, as Manim's FadeIn and FadeOut do."""
        return self.set_opacity(self.opacity * (1.0 - darkness))

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Go from one's state to another's; both are painted."""
        for name in ("opacity", *self.blended):
            start, end = getattr(mobject1, name), getattr(mobject2, name)
            setattr(self, name, start + alpha * (end - start))
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        made = self.__class__.__new__(self.__class__)
        memo[id(self)] = made
        for name, value in self.__dict__.items():
            setattr(made, name, value if name in self.shared else copy.deepcopy(value, memo))
        return made
