"""The floor of a valley on its map, and how far from it somebody has landed."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.ruler import Ruler

CLEAR = 14.0  # design pixels from the floor to its name's plate, and from that to the map's edge


class FloorLine(VGroup):
    """The line through the minimum along which a quadratic loss bends the least, and its name.

    The name stands on a plate below the end of the line at the map's left, or above that at its
    ``right``.
    """

    def __init__(
        self, canvas: Canvas, chart: ContourMap, run: Trajectory, right: bool = False
    ) -> None:
        _, directions = run.problem.eigen
        ends = chart.line_through(run.problem.known_minimizer, directions[:, 0])
        line = canvas.line(canvas.theme.text, 3.0)
        line.points = canvas.dashes(ends, 14, 10)
        text = canvas.text(canvas.words("label.floor"), SMALL)
        half, clear = half_size(plate(canvas, text)), CLEAR * canvas.px
        place = max(ends, key=_x) + (half + clear) * [-1.0, 1.0]
        if not right:
            place = min(ends, key=_x) + (half + clear) * [1.0, -1.0]
        text.move_to(np.append(place, 0.0))
        super().__init__(line, plate(canvas, text), text)


def _x(point: np.ndarray) -> float:
    return float(point[0])


def off_floor(canvas: Canvas, chart: ContourMap, run: Trajectory, step: int, words: str) -> Ruler:
    """A ruler from the floor to where ``run`` is at ``step``, with ``words`` beside it."""
    across = run.problem.eigen[1][:, -1]
    here, lowest = run.params[step], run.problem.known_minimizer
    foot = here - (here - lowest) @ across * across
    return Ruler(canvas, chart, foot, -across, here, words)
