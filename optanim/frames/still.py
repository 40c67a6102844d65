"""Mobjects that never change, drawn once."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DL, UR, Camera, Group, Mobject

from optanim.frames.camera import keep_in_frame
from optanim.frames.painted import Painted
from optanim.raster.kernel import kernel

_u = np.uint32
_PAIR = _u(0x00FF00FF)  # two channels of a pixel at once, 16 bits apart


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
            corner, patch = self._draw(camera)
            self.drawn.patch = patch
            self.drawn.spans = _spans(patch[..., 3] > 0, corner, pixels.shape[1])
        if self.opacity > 0.0 and self.drawn.patch.size:
            patch = self.drawn.patch.view(np.uint32).reshape(-1)
            opacity = np.uint32(256.0 * self.opacity)
            _over(pixels.view(np.uint32).reshape(-1), patch, self.drawn.spans, opacity)

    def _draw(self, camera: Camera) -> tuple[tuple[int, int], np.ndarray]:
        """The content on nothing, cropped, and the row and column of its upper left corner."""
        pixels = camera.pixel_array
        camera.pixel_array = np.zeros_like(pixels)
        try:
            camera.capture_mobjects([self.content])
            alone = camera.pixel_array
        finally:
            camera.pixel_array = pixels
        rows, columns = (np.flatnonzero(alone[..., 3].any(axis=axis)) for axis in (1, 0))
        if not len(rows):
            return (0, 0), np.zeros((0, 0, 4), np.uint8)
        part = alone[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        return (int(rows[0]), int(columns[0])), part.copy()


class _Drawn:
    """What has been drawn; without a ``__dict__``, so that Manim's cache key leaves it out."""

    __slots__ = ("patch", "size", "spans")

    def __init__(self) -> None:
        self.size: tuple[int, ...] = ()
        self.patch: np.ndarray | None = None
        self.spans = np.zeros((0, 3), np.int64)


def _spans(shown: np.ndarray, corner: tuple[int, int], width: int) -> np.ndarray:
    """Spans (n, 3) as `_over` takes them: the runs of true in ``shown`` (h, w) in each row.

    Its upper left ``corner`` stands in that row and column of a picture so many pixels wide.
    """
    steps = np.diff(np.pad(shown, [(0, 0), (1, 1)]).astype(np.int8), axis=1)
    (rows, starts), (_, stops) = np.nonzero(steps > 0), np.nonzero(steps < 0)
    to = (corner[0] + rows) * width + corner[1] + starts
    return np.stack([to, rows * shown.shape[1] + starts, stops - starts], axis=-1)


@kernel()
def _over(below, patch, spans, opacity):
    """Blend ``spans`` (n, 3) of premultiplied ``patch`` over ``below``, both (n,) uint32 pixels.

    A span is the number of its first pixel in ``below``, that in ``patch``, and how many follow
    each other. ``opacity`` is of 256. Two channels of a pixel are computed at once, 16 bits apart;
    LLVM turns the loop into vector code.
    """
    for index in range(len(spans)):
        to, of, count = spans[index]
        run, picture = below[to : to + count], patch[of : of + count]
        for k in range(count):
            over, under = picture[k], run[k]
            rest = _u(255) - (((over >> _u(24)) * opacity) >> _u(8))
            red_blue = (((over & _PAIR) * opacity) >> _u(8)) & _PAIR
            alpha_green = ((((over >> _u(8)) & _PAIR) * opacity) >> _u(8)) & _PAIR
            red_blue += _share(under & _PAIR, rest)
            alpha_green += _share((under >> _u(8)) & _PAIR, rest)
            run[k] = red_blue | (alpha_green << _u(8))


@kernel(inline="always", allocates=False)
def _share(pair, share):
    """``share`` of 255 parts of each of two channels, rounded."""
    parts = pair * share + _u(0x00800080)
    return ((parts + ((parts >> _u(8)) & _PAIR)) >> _u(8)) & _PAIR
