"""Mobjects that never change, drawn once."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DL, UR, Camera, Group, Mobject

from optanim.frames.camera import keep_in_frame
from optanim.frames.painted import Painted
from optanim.raster.kernel import kernel


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
            self.drawn.corner, self.drawn.patch = self._draw(camera)
            self.drawn.spans = _spans(self.drawn.patch[..., 3] > 0)
        y, x = self.drawn.corner
        height, width = self.drawn.patch.shape[:2]
        if self.opacity > 0.0 and height:
            part = pixels[y : y + height, x : x + width]
            _over(part, self.drawn.patch, self.drawn.spans, self.opacity)

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

    __slots__ = ("corner", "patch", "size", "spans")

    def __init__(self) -> None:
        self.size: tuple[int, ...] = ()
        self.corner = (0, 0)
        self.patch: np.ndarray | None = None
        self.spans = np.zeros((0, 3), np.int32)


def _spans(shown: np.ndarray) -> np.ndarray:
    """Row, start and stop (n, 3) of the runs of true in ``shown`` (h, w)."""
    steps = np.diff(np.pad(shown, [(0, 0), (1, 1)]).astype(np.int8), axis=1)
    (rows, starts), (_, stops) = np.nonzero(steps > 0), np.nonzero(steps < 0)
    return np.stack([rows, starts, stops], axis=-1).astype(np.int32)


@kernel()
def _over(below, patch, spans, opacity):
    """Blend ``spans`` (n, 3) of premultiplied ``patch`` over ``below``, both (h, w, 4) uint8."""
    share = np.int32(opacity * 256.0)
    for index in range(len(spans)):
        y = spans[index, 0]
        for x in range(spans[index, 1], spans[index, 2]):
            rest = np.int32(255 * 256) - np.int32(patch[y, x, 3]) * share
            for k in range(4):
                value = np.int32(patch[y, x, k]) * share * 255 + np.int32(below[y, x, k]) * rest
                below[y, x, k] = np.uint8((value + 32640) // 65280)
