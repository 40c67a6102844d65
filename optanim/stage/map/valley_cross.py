"""How a valley lies at its lowest point: a line along its floor there, and a short one across."""

from __future__ import annotations

import numpy as np
from manim import Animation, GrowFromCenter, LaggedStart, VGroup

from optanim.runs.problem import Problem
from optanim.runs.valleys import nearest
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.paths import joined, polyline
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.map.contour_map import ContourMap

LINE, EDGE = 5.0, 10.0  # design pixels: widths of a line, and of the dark one behind it
LONG, SHORT = 150.0, 60.0  # design pixels: half the lengths along the valley and across
STROKE = 11.0  # design pixels: half the stroke at a line's end
CLEAR = 8.0  # design pixels between a line's end and its name's plate


class ValleyCross(VGroup):
    """Two lines through the minimizer next to the start, ``across`` and ``along``, with names.

    Their directions are those in which the loss bends the most and the least there. Lengths say
    nothing: on the frame both have one of their own.
    """

    def __init__(self, canvas: Canvas, chart: ContourMap, problem: Problem) -> None:
        place = nearest(problem.minimizers, problem.start)
        _, directions = np.linalg.eigh(problem.loss.curvature(place))
        middle = chart.locate(place)[:2]
        ways = [chart.spans(way[None])[0] for way in directions.T]
        names = [canvas.words(f"limit.{name}") for name in ("along", "across")]
        self.along, self.across = (
            _line(canvas, middle, way / np.hypot(*way), half * canvas.px, name)
            for way, half, name in zip(ways, (LONG, SHORT), names, strict=True)
        )
        super().__init__(self.along, self.across)

    def growing(self) -> Animation:
        """The animation in which first the line across grows, then the one along."""
        return LaggedStart(*map(GrowFromCenter, (self.across, self.along)), lag_ratio=0.9)


def _line(canvas: Canvas, middle: np.ndarray, way: np.ndarray, half: float, name: str) -> VGroup:
    """A line of two ``half`` lengths through ``middle`` with strokes at its ends, and its name.

    The name stands at that end which is farther left, or else lower.
    """
    way = way if way[0] < 0 else -way
    ends = middle + half * way, middle - half * way
    aside = STROKE * canvas.px * np.array([-way[1], way[0]])
    strokes = [ends, *((end - aside, end + aside) for end in ends)]
    lines = [canvas.line(canvas.theme.rim, EDGE), canvas.line(canvas.theme.text, LINE)]
    for line in lines:
        line.points = joined(polyline(np.array(stroke)) for stroke in strokes)
    text = canvas.text(name, SMALL, weight="SEMIBOLD")
    room = half_size(plate(canvas, text))
    text.move_to(np.append(ends[0] + way * (np.abs(way) @ room + CLEAR * canvas.px), 0.0))
    return VGroup(*lines, plate(canvas, text), text)
