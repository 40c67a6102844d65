"""The floor of a valley on its map, and how far from it somebody has landed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Mobject, VGroup

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.ruler import Ruler
from optanim.stage.map.tags import SIDES
from optanim.stage.map.walker import tag_offset

CLEAR = 14.0  # design pixels from the floor to its name's plate, and from that to the map's edge


class FloorLine(VGroup):
    """The line through the minimum along which a quadratic loss bends the least, and its name.

    The name stands on a plate above or below one of the line's ends, where it covers the least of
    ``others``.
    """

    def __init__(
        self, canvas: Canvas, chart: ContourMap, run: Trajectory, others: Sequence[Mobject] = ()
    ) -> None:
        _, directions = run.problem.eigen
        ends = chart.line_through(run.problem.known_minimizer, directions[:, 0])
        line = canvas.line(canvas.theme.text, 3.0)
        line.points = canvas.dashes(ends, 14, 10)
        text = canvas.text(canvas.words("label.floor"), SMALL)
        name = VGroup(plate(canvas, text), text)
        away = half_size(name) + CLEAR * canvas.px
        left, right = sorted(ends, key=lambda end: float(end[0]))
        corners = (left, (1, -1)), (right, (-1, 1)), (right, (-1, -1)), (left, (1, 1))
        _put(name, [end + away * side for end, side in corners], others)
        super().__init__(line, *name)


def off_floor(
    canvas: Canvas,
    chart: ContourMap,
    run: Trajectory,
    step: int,
    words: str,
    others: Sequence[Mobject] = (),
) -> Ruler:
    """A ruler from the floor to where ``run`` is at ``step``.

    Its ``words`` stand on that side of the head there on which they cover the least of ``others``.
    """
    across = run.problem.eigen[1][:, -1]
    here, lowest = run.params[step], run.problem.known_minimizer
    foot = here - (here - lowest) @ across * across
    ruler = Ruler(canvas, chart, foot, -across, here, words)
    name = VGroup(*ruler[-2:])
    half, head = half_size(name), chart.locate(here)[:2]
    _put(name, [head + tag_offset(canvas, half, side)[:2] for side in SIDES], others)
    return ruler


def _put(name: VGroup, places: Sequence[np.ndarray], others: Sequence[Mobject]) -> None:
    """Move ``name`` to that of ``places``, (2,) each, where it covers the least of ``others``."""
    half = half_size(name)

    def covered(place: np.ndarray) -> float:
        shared = (half + half_size(each) - np.abs(each.get_center()[:2] - place) for each in others)
        return sum(float(np.maximum(sides, 0.0).prod()) for sides in shared)

    name.move_to(np.append(min(places, key=covered), 0.0))
