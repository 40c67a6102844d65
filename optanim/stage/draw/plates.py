"""The plate behind a text on a map."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.paths import polygon

PAD = 8.0  # design pixels


def plate(canvas: Canvas, text: VMobject) -> VMobject:
    """A rectangle in the theme's panel colour, a little larger than ``text``, where it is."""
    half = np.array([text.width, text.height]) / 2 + PAD * canvas.px
    shape = VMobject(fill_color=canvas.theme.panel, fill_opacity=0.86, stroke_width=0.0)
    shape.points = polygon(text.get_center()[:2] + half * _CORNERS)
    return shape


_CORNERS = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
