"""Ticks, tick labels and titles along the edges of a rectangle, set in the film's own type."""

from __future__ import annotations

import numpy as np
from manim import DEGREES, VGroup, VMobject

from optanim.base.numbers import number, round_ticks
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon, polyline

TICK, DIGIT = 8.0, 20.0  # pixels at 1080: length of a tick, width of a small digit
LEFT_MARGIN, BELOW_MARGIN = 124.0, 92.0
"""Room in pixels that labels and title need beside and below a rectangle."""


def fitting_ticks(low: float, high: float, length: float) -> np.ndarray:
    """As many round ticks as have room for their labels on an edge ``length`` pixels long."""
    for most in range(max(2, min(9, int(length / 56))), 1, -1):
        ticks = round_ticks(low, high, most)
        widest = max((len(number(tick)) for tick in ticks), default=0)
        if len(ticks) < 2 or length * (ticks[1] - ticks[0]) / (high - low) > DIGIT * (widest + 0.5):
            return ticks
    return ticks[:: len(ticks) - 1]


def border(canvas: Canvas, region: Region) -> VMobject:
    """The rectangle's outline."""
    line = canvas.line(canvas.theme.frame, 2)
    corners = [region.at(x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    line.points = polygon(np.array(corners))
    return line


def below(
    canvas: Canvas, region: Region, shares: np.ndarray, labels: list[str], title: str
) -> VGroup:
    """Ticks at ``shares`` (n,) of the width, their labels and the title below the rectangle."""
    group = VGroup(_ticks(canvas, [(region.at(x, 0), (0, -1)) for x in shares]))
    for x, label in zip(shares, labels, strict=True):
        text = canvas.text(label, SMALL, canvas.theme.muted)
        group.add(text.move_to(region.at(x, 0) - np.array([0, 28 * canvas.px, 0])))
    if title:
        text = canvas.text(title, SMALL)
        group.add(text.move_to(region.at(0.5, 0) - np.array([0, 70 * canvas.px, 0])))
    return group


def beside(
    canvas: Canvas, region: Region, shares: np.ndarray, labels: list[str], title: str
) -> VGroup:
    """Ticks at ``shares`` (n,) of the height, their labels and the title left of the rectangle."""
    group = VGroup(_ticks(canvas, [(region.at(0, y), (-1, 0)) for y in shares]))
    for y, label in zip(shares, labels, strict=True):
        text = canvas.text(label, SMALL, canvas.theme.muted)
        right = region.at(0, y)[0] - 14 * canvas.px
        group.add(text.move_to((right - text.width / 2, region.at(0, y)[1], 0)))
    if title:
        text = canvas.text(title, SMALL).rotate(90 * DEGREES)
        right = group.get_left()[0] - 10 * canvas.px
        group.add(text.move_to((right - text.width / 2, region.center[1], 0)))
    return group


def _ticks(canvas: Canvas, feet: list[tuple[np.ndarray, tuple[int, int]]]) -> VMobject:
    line = canvas.line(canvas.theme.frame, 2)
    length = TICK * canvas.px
    pieces = [
        polyline(np.array([foot[:2], foot[:2] + length * np.array(outward)]))
        for foot, outward in feet
    ]
    line.points = np.concatenate(pieces) if pieces else np.zeros((0, 3))
    return line
