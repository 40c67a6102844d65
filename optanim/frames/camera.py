"""Manim's Cairo camera with a fast way to paint pictures."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import cairo
import numpy as np
from manim import Camera, Mobject

from optanim.frames.picture import Picture


class StageCamera(Camera):
    """Draws `Picture`s through Cairo, in their turn among the other mobjects."""

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        """Picture for a picture, else Manim's kinds; TypeError for what cannot be drawn."""
        return Picture if isinstance(mobject, Picture) else super().type_or_raise(mobject)

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw ``mobjects`` in order into the pixel array."""
        shown = self.get_mobjects_to_display(mobjects, **kwargs)
        for kind, group in groupby(shown, self.type_or_raise):
            if kind is Picture:
                for picture in group:
                    self._paint(picture)
            else:
                self.display_funcs[kind](list(group), self.pixel_array)

    def _paint(self, picture: Picture) -> None:
        """Let Cairo map the picture's pixels onto its three corners.

        Manim's Cairo surface holds RGBA bytes that Cairo takes for BGRA; the picture's bytes are
        in the same order, so nothing is swapped.
        """
        if picture.opacity <= 0.0:
            return
        height, width = picture.rgba.shape[:2]
        corner, right, below = picture.points[:3, :2]
        across, down = (right - corner) / width, (below - corner) / height
        surface = cairo.ImageSurface.create_for_data(
            memoryview(_premultiplied(picture.rgba)), cairo.FORMAT_ARGB32, width, height
        )
        context = self.get_cairo_context(self.pixel_array)
        context.save()
        context.transform(cairo.Matrix(*across, *down, *corner))
        context.new_path()  # Manim leaves the last mobject's path behind, which would be clipped to
        context.rectangle(0, 0, width, height)
        pattern = cairo.SurfacePattern(surface)
        pattern.set_extend(cairo.EXTEND_PAD)
        pattern.set_filter(cairo.FILTER_BILINEAR)
        context.clip()
        context.set_source(pattern)
        context.paint_with_alpha(picture.opacity)
        context.restore()


def _premultiplied(rgba: np.ndarray) -> np.ndarray:
    """Cairo's pixels carry their colour times alpha; opaque ones, the usual case, as they are."""
    if rgba[..., 3].min() == 255:
        return rgba if rgba.flags.writeable else rgba.copy()
    alpha = rgba[..., 3:].astype(np.uint16)
    colors = (rgba[..., :3] * alpha + 127) // 255
    return np.concatenate([colors.astype(np.uint8), rgba[..., 3:]], axis=-1)
