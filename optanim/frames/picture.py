"""A picture that moves, grows and fades like any other mobject."""

from __future__ import annotations

from typing import Any, ClassVar

import cairo
import numpy as np
from manim import Camera

from optanim.frames.painted import Painted


class Picture(Painted):
    """An RGBA image (h, w, 4) uint8, ``height`` scene units tall, centred on the origin.

    Manim's own ImageMobject costs a fifth of a second a frame when it moves; this one is painted
    by Cairo. Its points are the corners: upper left, upper right, lower left. The pixels are
    shared by copies, and part of Manim's cache key under the name ``rgba``.
    """

    shared: ClassVar[tuple[str, ...]] = ("rgba",)

    def __init__(self, rgba: np.ndarray, height: float, **kwargs: Any) -> None:
        if rgba.dtype != np.uint8 or rgba.ndim != 3 or rgba.shape[2] != 4:
            raise ValueError(f"a picture is (h, w, 4) uint8, this is {rgba.shape} {rgba.dtype}")
        super().__init__(**kwargs)
        self.rgba = np.ascontiguousarray(rgba)
        x, y = height * rgba.shape[1] / rgba.shape[0] / 2, height / 2
        self.points = np.array([[-x, y, 0.0], [x, y, 0.0], [-x, -y, 0.0], [x, -y, 0.0]])

    def paint(self, camera: Camera) -> None:
        """Let Cairo map the picture's pixels onto its three corners.

        Manim's Cairo surface holds RGBA bytes that Cairo takes for BGRA; the picture's bytes are
        in the same order, so nothing is swapped.
        """
        if self.opacity <= 0.0:
            return
        height, width = self.rgba.shape[:2]
        corner, right, below = self.points[:3, :2]
        across, down = (right - corner) / width, (below - corner) / height
        surface = cairo.ImageSurface.create_for_data(
            _premultiplied(self.rgba).data, cairo.FORMAT_ARGB32, width, height
        )
        context = camera.get_cairo_context(camera.pixel_array)
        context.save()
        context.transform(cairo.Matrix(*across, *down, *corner))
        context.new_path()  # Manim leaves the last mobject's path behind, which would be clipped to
        context.rectangle(0, 0, width, height)
        pattern = cairo.SurfacePattern(surface)
        pattern.set_extend(cairo.EXTEND_PAD)
        pattern.set_filter(cairo.FILTER_BILINEAR)
        context.clip()
        context.set_source(pattern)
        context.paint_with_alpha(self.opacity)
        context.restore()


def _premultiplied(rgba: np.ndarray) -> np.ndarray:
    """Cairo's pixels carry their colour times alpha; opaque ones, the usual case, as they are."""
    if rgba[..., 3].min() == 255:
        return rgba if rgba.flags.writeable else rgba.copy()
    alpha = rgba[..., 3:].astype(np.uint16)
    colors = (rgba[..., :3] * alpha + 127) // 255
    return np.concatenate([colors.astype(np.uint8), rgba[..., 3:]], axis=-1)
