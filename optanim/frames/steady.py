"""Flat shapes that stay as they are, kept as pictures."""

from __future__ import annotations

import math
from collections.abc import Callable
from weakref import WeakKeyDictionary

import cairo
import numpy as np
from manim import VMobject

from optanim.frames.patch import Patch

LEAST = 150  # points of a shape that takes Cairo longer than to lay over a picture of it
LOOK = ("points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas", "sheen_direction")
STYLE = ("stroke_width", "background_stroke_width", "joint_type", "cap_style")


class Steady:
    """Pictures of a frame's long lines of words, which mostly stay as they are.

    A shape of many points is always drawn alone, once until it changes, and laid over every frame:
    to fill a line of letters takes Cairo ten times as long. So its pixels never depend on the
    frames before. (Without a ``__dict__`` Manim's cache key sees only this class's name.)
    """

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[VMobject, _Kept] = WeakKeyDictionary()

    def laid(
        self,
        mobject: VMobject,
        pixels: np.ndarray,
        context: cairo.Context,
        draw: Callable[[cairo.Context], object],
    ) -> bool:
        """Lay the picture of ``mobject`` over ``pixels`` (h, w, 4), if it is to have one; whether.

        ``context`` draws on them, and ``draw`` draws the mobject on any context.
        """
        if len(mobject.points) < LEAST:
            return False
        kept = self._kept.get(mobject)
        if kept is None or not kept.still(mobject):
            kept = _Kept(mobject, _picture(pixels.shape, context, draw))
            self._kept[mobject] = kept
        kept.patch.lay(pixels)
        return True


class _Kept:
    """How a shape looks, and its picture."""

    __slots__ = ("arrays", "patch", "style")

    def __init__(self, mobject: VMobject, patch: Patch) -> None:
        self.arrays = [np.array(getattr(mobject, name)) for name in LOOK]
        self.style = [getattr(mobject, name) for name in STYLE]
        self.patch = patch

    def still(self, mobject: VMobject) -> bool:
        """Whether ``mobject`` looks as it did."""
        return self.style == [getattr(mobject, name) for name in STYLE] and all(
            np.array_equal(array, getattr(mobject, name))
            for array, name in zip(self.arrays, LOOK, strict=True)
        )


def _picture(
    shape: tuple[int, ...],
    context: cairo.Context,
    draw: Callable[[cairo.Context], object],
) -> Patch:
    """What ``draw`` draws on a context like ``context``, of a frame of ``shape`` (h, w, 4)."""
    matrix, (height, width) = context.get_matrix(), shape[:2]
    tape = cairo.RecordingSurface(cairo.CONTENT_COLOR_ALPHA, cairo.Rectangle(0, 0, width, height))
    draw(_like(matrix, tape))
    x, y, wide, high = tape.ink_extents()
    left, top = int(x), int(y)
    size = math.ceil(y + high) - top, math.ceil(x + wide) - left
    rgba = np.zeros((*size, 4), np.uint8)
    if rgba.size:
        surface = cairo.ImageSurface.create_for_data(rgba.data, cairo.FORMAT_ARGB32, *size[::-1])
        draw(_like(matrix.multiply(cairo.Matrix(x0=-left, y0=-top)), surface))
        surface.flush()
    return Patch.of(rgba, (top, left), width)


def _like(matrix: cairo.Matrix, surface: cairo.Surface) -> cairo.Context:
    """A context on ``surface`` that places things by ``matrix``."""
    context = cairo.Context(surface)
    context.set_matrix(matrix)
    return context
