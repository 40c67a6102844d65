"""Marks that stand for the same thing on the map, on the surface and in charts."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.paths import joined, polyline, segments

HEAD = 11.0  # design pixels: radius of a racer's head
RIM = 3.5  # design pixels: width of the dark rim around a head
MINIMUM = 9.0  # design pixels: half the width of the cross on a minimum
CROSS, EDGE = 4.0, 8.0  # design pixels: strokes of that cross, and of its dark edge

_ANGLE = np.linspace(0.0, 2 * np.pi, 24, endpoint=False)
ROUND = np.stack([np.cos(_ANGLE), np.sin(_ANGLE)], axis=-1)
"""The corners (24, 2) of a dot of radius 1."""


def minimum_mark(canvas: Canvas, here: np.ndarray) -> VGroup:
    """A cross with a dark edge on the scene point ``here`` (2,).

    No racer's head has its shape, and heads are drawn over it.
    """
    arm = MINIMUM * canvas.px
    diagonals = [here + arm * np.array([[-1, -sign], [1, sign]]) for sign in (-1, 1)]
    edge = canvas.line(canvas.theme.rim, EDGE)
    core = canvas.line(canvas.theme.minimum, CROSS)
    for line in (edge, core):
        line.points = joined(map(polyline, diagonals))
    return VGroup(edge, core)


def minimum_line(canvas: Canvas, starts: np.ndarray, ends: np.ndarray) -> VGroup:
    """A line with a dark edge of straight pieces from ``starts`` to ``ends`` (n, 2)."""
    edge = canvas.line(canvas.theme.rim, EDGE)
    core = canvas.line(canvas.theme.minimum, CROSS)
    for line in (edge, core):
        line.points = segments(starts, ends)
    return VGroup(edge, core)
