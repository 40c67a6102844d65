"""The plate behind a text on a map."""

from __future__ import annotations

import numpy as np
from manim import Mobject, VMobject

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon

PAD = 8.0  # design pixels between a text and the edge of its plate
OPACITY = 0.93  # what is below shines through a little
VEIL = 0.72  # and what only recedes can still be made out


def plate(
    canvas: Canvas,
    text: Mobject,
    color: str | None = None,
    opacity: float = OPACITY,
    pad: float = PAD,
) -> VMobject:
    """A rectangle a little larger than ``text``, where it is; in the panel's colour by default.

    It is ``pad`` design pixels larger on every side.
    """
    half = half_size(text) + pad * canvas.px
    shape = canvas.shape(color or canvas.theme.panel, opacity=opacity)
    shape.points = rectangle(text.get_center()[:2], half)
    return shape


def panel(canvas: Canvas, region: Region) -> VMobject:
    """A plate that fills ``region``."""
    shape = canvas.shape(canvas.theme.panel, opacity=OPACITY)
    shape.points = polygon(region.corners)
    return shape


def veil(canvas: Canvas, region: Region) -> VMobject:
    """What lies over ``region`` of the bare frame while something else is spoken of."""
    shape = canvas.shape(canvas.theme.background, opacity=VEIL)
    shape.points = polygon(region.corners)
    return shape


def rectangle(middle: np.ndarray, half: np.ndarray) -> np.ndarray:
    """The path of a rectangle from its ``middle`` (2,) and ``half`` of its size (2,)."""
    return polygon(middle + half * _CORNERS)


def half_size(mobject: Mobject) -> np.ndarray:
    """From the middle of ``mobject`` to its upper right corner (2,), in scene units."""
    return np.array([mobject.width, mobject.height]) / 2


def around(mobject: Mobject, px: float, pad: float = 0.0) -> Region:
    """The region that ``mobject`` takes, and ``pad`` design pixels on every side of it.

    ``px`` are scene units to a design pixel.
    """
    half, (x, y) = half_size(mobject), mobject.get_center()[:2]
    return Region(x - half[0], y - half[1], x + half[0], y + half[1], px).inset(-pad)


_CORNERS = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
