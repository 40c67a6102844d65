"""Manim's Cairo cameras, also painting what paints itself, and drawing text quickly."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import Any, Self

import cairo
import numpy as np
from manim import ORIGIN, Camera, Mobject, ThreeDCamera, VMobject

from optanim.frames.glyphs import PathCache
from optanim.frames.painted import Painted
from optanim.frames.steady import Steady


class _Painting(Camera):
    """What both cameras add to Manim's."""

    def __init__(self, **kwargs: Any) -> None:
        self._paths = PathCache()
        super().__init__(**kwargs)
        self.type_or_raise(Mobject())  # sets what the first frame would: Manim's cache key has it

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        """Painted for what paints itself, else Manim's kinds; TypeError for what neither is."""
        return Painted if isinstance(mobject, Painted) else super().type_or_raise(mobject)

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw ``mobjects`` in order into the pixel array."""
        shown = self.get_mobjects_to_display(mobjects, **kwargs)
        for kind, group in groupby(shown, self.type_or_raise):
            if kind is Painted:
                for painted in group:
                    painted.paint(self)
            else:
                self.display_funcs[kind](list(group), self.pixel_array)

    def lies_flat(self, mobject: Mobject) -> bool:
        """Whether ``mobject`` is drawn where its points are, without any projection."""
        return True

    def set_cairo_context_path(self, ctx: cairo.Context, vmobject: VMobject) -> Self:
        """Set the path of ``vmobject``, kept from an earlier frame where it lies flat."""
        build = partial(super().set_cairo_context_path, ctx)
        if self.lies_flat(vmobject):
            self._paths.set_path(ctx, vmobject, build)
        else:
            build(vmobject)
        return self

    def display_vectorized(self, vmobject: VMobject, ctx: cairo.Context) -> Self:
        """Draw ``vmobject``, where there is anything to be seen of it."""
        if vmobject.fill_rgbas[:, 3].any() or vmobject.stroke_rgbas[:, 3].any():
            super().display_vectorized(vmobject, ctx)
        return self

    def apply_fill(self, ctx: cairo.Context, vmobject: VMobject) -> Self:
        """Fill the path, unless it is not filled at all."""
        return super().apply_fill(ctx, vmobject) if vmobject.fill_rgbas[:, 3].any() else self


class StageCamera(_Painting):
    """The camera of flat films."""


class SpaceCamera(_Painting, ThreeDCamera):
    """The camera of films in space, with exactly Manim's projection.

    What is given to `keep_in_frame` stays flat on the frame, as with Manim's
    `add_fixed_in_frame_mobjects`.
    """

    def __init__(self, **kwargs: Any) -> None:
        self._steady = Steady()
        super().__init__(**kwargs)

    def lies_flat(self, mobject: Mobject) -> bool:
        """Whether ``mobject`` is fixed in the frame."""
        return getattr(mobject, "in_frame", False)

    def display_vectorized(self, vmobject: VMobject, ctx: cairo.Context) -> Self:
        """Draw ``vmobject``, or lay its picture over what is there."""
        draw = partial(super().display_vectorized, vmobject)
        pixels = self.pixel_array
        if not (self.lies_flat(vmobject) and self._steady.laid(vmobject, pixels, ctx, draw)):
            draw(ctx)
        return self

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw ``mobjects`` as seen from where the camera is now."""
        self.reset_rotation_matrix()
        super().capture_mobjects(mobjects, **kwargs)

    def get_cairo_context(self, pixel_array: np.ndarray) -> cairo.Context:
        """The context, with the frame's middle at the origin.

        Manim bakes the frame's centre into it, which its projection has already subtracted: what
        is drawn after a first frame off the origin would be shifted twice.
        """
        center = self.frame_center.copy()
        self.frame_center = ORIGIN
        try:
            return super().get_cairo_context(pixel_array)
        finally:
            self.frame_center = center

    def transform_points_pre_display(self, mobject: Mobject, points: np.ndarray) -> np.ndarray:
        """Project ``points`` (n, 3), unless ``mobject`` stays on the frame."""
        if self.lies_flat(mobject):
            return points
        return super().transform_points_pre_display(mobject, points)


def keep_in_frame(mobject: Mobject, kept: bool = True) -> None:
    """Say whether `SpaceCamera` draws ``mobject``, without its parts, flat on the frame."""
    mobject.in_frame = kept  # type: ignore[attr-defined] # an attribute of ours
