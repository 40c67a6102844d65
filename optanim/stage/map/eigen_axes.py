"""The two directions in which a quadratic loss never turns a walker, drawn through its minimum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.marks import ROUND
from optanim.stage.draw.paths import dashes, polygon, polyline
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.map.contour_map import ContourMap
from optanim.stories.anatomy.eigen import EigenParts

PART = 9.0  # design pixels: width of the bar along a direction
FOOT = 9.0  # design pixels: radius of the dot at its end


class EigenAxes(VGroup):
    """A dashed line along each direction and its name on a plate, ``names`` (flat, steep).

    ``plates`` are the names alone.
    """

    def __init__(
        self, canvas: Canvas, chart: ContourMap, parts: EigenParts, names: Sequence[str]
    ) -> None:
        lines, self.plates = VGroup(), VGroup()
        super().__init__(lines, self.plates)
        px, region = canvas.px, chart.region
        for direction, name in zip(parts.directions.T, names, strict=True):
            ends = chart.line_through(_origin(parts), direction)
            line = canvas.line(canvas.theme.text, 2.5, opacity=0.9)
            line.points = canvas.dashes(ends, 14, 10)
            text = canvas.text(name, SMALL)
            half = half_size(plate(canvas, text))
            steep = abs(direction[1]) > abs(direction[0])
            end = max(ends, key=lambda point: -point[1] if steep else point[0])
            aside = half * ((1.2, 0.0) if steep else (0.0, 1.4)) + (14 * px if steep else 0.0, 0.0)
            inner = region.inset(*(half / px + 10))
            text.move_to(np.append(inner.nearest(end + aside), 0.0))
            lines.add(line)
            self.plates.add(plate(canvas, text), text)


class EigenWays(VGroup):
    """The present point's part along each direction: a bar from the minimum to its foot."""

    def __init__(self, canvas: Canvas, chart: ContourMap, parts: EigenParts, color: str) -> None:
        self.feet = [chart.locate(way)[:, :2] for way in parts.ways]
        self.middle = chart.locate(_origin(parts))[:2]
        self.foot = FOOT * canvas.px * ROUND
        self.dash = 7 * canvas.px
        bars = [canvas.line(color, PART) for _ in self.feet]
        self.drops = canvas.line(canvas.theme.text, 2.0)
        dots = [canvas.shape(color, canvas.theme.rim, 2) for _ in self.feet]
        self.bars, self.dots = bars, dots
        super().__init__(self.drops, *bars, *dots)

    def show_at(self, moment: Moment) -> None:
        """Draw both parts of where the run is at ``moment``."""
        feet = np.array([_between(feet, moment.step) for feet in self.feet])
        here = feet.sum(axis=0) - self.middle
        for bar, dot, foot in zip(self.bars, self.dots, feet, strict=True):
            bar.points = polyline(np.array([self.middle, foot]))
            dot.points = polygon(foot + self.foot)
        drops = [dashes(np.array([foot, here]), self.dash, self.dash) for foot in feet]
        self.drops.points = np.concatenate(drops)


def _origin(parts: EigenParts) -> np.ndarray:
    """The minimizer (2,): the start less its two parts."""
    return parts.ways[0, 0] - parts.parts[0, 0] * parts.directions[:, 0]


def _between(rows: np.ndarray, step: float) -> np.ndarray:
    index = np.arange(len(rows))
    return np.array([np.interp(step, index, rows[:, axis]) for axis in (0, 1)])
