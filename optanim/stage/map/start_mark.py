"""Where all racers start, marked on the map."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from optanim.look.shapes import CIRCLE
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import contains
from optanim.stage.draw.marks import HEAD
from optanim.stage.draw.paths import polygon
from optanim.stage.draw.plates import plate
from optanim.stage.map.contour_map import ContourMap
from optanim.studies.racing import Race

AWAY = 30.0  # design pixels from the mark's middle to the word


def start_mark(canvas: Canvas, chart: ContourMap, race: Race) -> VGroup:
    """A ring at the start, and the word beside it, towards the middle of the map.

    Where that would hide a mark or a label of the map it stands on another side, if one is free.
    """
    theme, px = canvas.theme, canvas.px
    here = chart.locate(next(iter(race.trajectories.values())).params[0])
    ring = canvas.shape(theme.rim, theme.text, 4, opacity=0.6)
    ring.points = polygon(CIRCLE * HEAD * px) + here
    text = canvas.text(canvas.words("race.start"), SMALL)
    inward = np.where(here < chart.region.center, 1.0, -1.0)
    beside, above = inward * [1, 0, 0], inward * [0, 1, 0]
    away = np.array([text.width / 2 + AWAY * px, text.height / 2 + AWAY * px, 0.0])
    corners = (beside + above, beside - above, above - beside, -beside - above)
    crosses = [*chart.minimum] if len(race.problem.minimizers) else []  # else it is a line
    for side in (beside, above, -beside, -above, *corners, beside):
        word = plate(canvas, text.move_to(here + side * away))
        hides = any(_meet(word, mark) for mark in (*chart.labels, *crosses))
        if not hides and contains(chart.region, word.points).all():
            break
    return VGroup(ring, word, text)


def _meet(one: VMobject, other: VMobject) -> bool:
    """Whether the boxes around the two share any room."""
    sizes = (one.width + other.width, one.height + other.height)
    return bool(np.all(np.abs(one.get_center() - other.get_center())[:2] < np.array(sizes) / 2))
