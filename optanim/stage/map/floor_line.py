"""The floor of a valley on its map, and how far from it somebody has landed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Mobject, VGroup, VMobject

from optanim.runs.problem import Problem
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import contains, segments_inside
from optanim.stage.draw.plates import around, half_size, plate
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.ruler import Ruler
from optanim.stage.map.tags import SIDES
from optanim.stage.map.walker import tag_offset

BROAD = 20.0  # design pixels: how broad a line is taken to be, about as a head
APART = 6.0  # design pixels between two names
FARTHER = 1.0, 1.5, 2.0  # times as far from a head as its own name: where a ruler's is tried
PLACES = 41  # along a line at which its name is tried
CLEAR = 14.0  # design pixels from the floor to its name's plate, and from that to the map's edge


class FloorLine(VGroup):
    """The line through the minimum along which a quadratic loss bends the least.

    Its name, the ``sign``, is no part of it and is to stand above all: on a plate above or below
    the line, near an end if it can be, where it covers the least of the minimum and of
    ``others``.
    """

    def __init__(
        self, canvas: Canvas, chart: ContourMap, problem: Problem, others: Sequence[Mobject] = ()
    ) -> None:
        _, directions = problem.eigen
        ends = chart.line_through(problem.known_minimizer, directions[:, 0])
        line = canvas.line(canvas.theme.text, 3.0)
        line.points = canvas.dashes(ends, 14, 10)
        text = canvas.text(canvas.words("label.floor"), SMALL)
        self.sign = name = VGroup(plate(canvas, text), text)
        places = _beside(canvas, chart, ends, half_size(name))
        _put(canvas, name, places, [*others, *chart.minimum])
        super().__init__(line)


def _beside(
    canvas: Canvas, chart: ContourMap, ends: np.ndarray, half: np.ndarray
) -> list[np.ndarray]:
    """Places (2,) on the map for a plate of ``half`` a size (2,) beside a line, ends of it first.

    Its ``ends`` are (2, 2).
    """
    shares = np.linspace(0.0, 1.0, PLACES)
    shares = shares[np.argsort(-np.abs(shares - 0.5), kind="stable")]
    way = ends[1] - ends[0]
    normal = np.array([-way[1], way[0]]) / np.hypot(*way)
    away = normal * (np.abs(normal) @ half + CLEAR * canvas.px)
    both = np.array([[-1.0], [1.0]]) * away
    places = (ends[0] + shares[:, None, None] * way + both).reshape(-1, 2)
    fits = places[contains(chart.region.inset(*(half / canvas.px + CLEAR)), places)]
    return list(fits if len(fits) else places)


def off_floor(
    canvas: Canvas,
    chart: ContourMap,
    problem: Problem,
    here: np.ndarray,
    words: str,
    others: Sequence[Mobject] = (),
) -> tuple[Ruler, VGroup]:
    """A ruler from the floor to ``here``, (2,) parameters, and its name.

    The ruler is to stand below heads, and the name, its ``words`` on a plate, above all: that is
    on the side of a head there on which it covers the least of the minimum and of ``others``.
    """
    across, lowest = problem.eigen[1][:, -1], problem.known_minimizer
    foot = here - (here - lowest) @ across * across
    ruler = Ruler(canvas, chart, foot, -across, here, words)
    name = ruler.split_name()
    half, head = half_size(name), chart.locate(here)[:2]
    offsets = [tag_offset(canvas, half, side)[:2] for side in SIDES]
    places = [head + far * offset for far in FARTHER for offset in offsets]
    _put(canvas, name, places, [*others, *chart.minimum])
    return ruler, name


def _put(
    canvas: Canvas, name: VGroup, places: Sequence[np.ndarray], others: Sequence[Mobject]
) -> None:
    """Move ``name`` to that of ``places``, (2,) each, where it covers the least of ``others``.

    Lines, such as trails up to now, are covered where they run, all else as wide and high as it is.
    """
    half = half_size(name)
    lines = [each for each in others if isinstance(each, VMobject) and _is_line(each)]
    boxes = [(half_size(each), each.get_center()[:2]) for each in others if each not in lines]
    ends = np.concatenate([np.zeros((0, 3)), *(line.points for line in lines)])
    ends = ends.reshape(-1, 4, 3)[:, ::3, :2]

    def covered(place: np.ndarray) -> float:
        box = around(name.move_to(np.append(place, 0.0)), canvas.px)
        pieces, _ = segments_inside(ends, box)
        lengths = np.hypot(*(pieces[:, 1] - pieces[:, 0]).T)
        shared = (
            half + size + APART * canvas.px - np.abs(middle - place) for size, middle in boxes
        )
        areas = sum(float(np.maximum(sides, 0.0).prod()) for sides in shared)
        return areas + BROAD * canvas.px * float(lengths.sum())

    name.move_to(np.append(min(places, key=covered), 0.0))


def _is_line(shape: VMobject) -> bool:
    return len(shape.points) > 0 and not shape.submobjects and shape.get_fill_opacity() == 0.0
