"""What several minima of one map are called: by where they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Mobject, VGroup

from optanim.look.race_words import written
from optanim.runs.problem import Problem
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import contains
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.tags import SIDES
from optanim.stage.map.walker import tag_offset

MOST = 6  # minima that have names
SAMPLES = 41  # places of a step that a name is to leave free


def minima_names(
    canvas: Canvas, chart: ContourMap, problem: Problem, ways: Sequence[np.ndarray]
) -> VGroup:
    """On a plate beside each of several minimizers its coordinates, as a result names it.

    On that side on the map where it covers the least of ``ways``, arrays (n, 2) of parameters.
    None where there is only one in view, or very many.
    """
    seen = problem.minimizers[chart.window.holds(problem.minimizers)]
    names = VGroup()
    if not 1 < len(seen) <= MOST:
        return names
    shares = np.linspace(0.0, 1.0, SAMPLES)[:, None, None]
    between = [(way[:-1] + shares * np.diff(way, axis=0)).reshape(-1, 2) for way in ways]
    walked = chart.locate(np.concatenate([*between, seen]))[:, :2]
    walked = walked[contains(chart.region, walked)]
    for minimizer, here in zip(seen, chart.locate(seen), strict=True):
        text = canvas.text(f"({', '.join(map(written, minimizer.tolist()))})", SMALL)
        half = half_size(plate(canvas, text))
        taken = np.concatenate([walked, *map(_outline, (*chart.labels, *names))])
        places = [here + tag_offset(canvas, half, side) for side in SIDES]
        inner = chart.region.inset(*(half / canvas.px))
        hidden = [(np.abs(taken - place[:2]) < half).all(axis=1).sum() for place in places]
        beyond = [not contains(inner, place) for place in places]
        text.move_to(places[np.lexsort([hidden, beyond])[0]])
        names.add(plate(canvas, text), text)
    return names


def _outline(mark: Mobject) -> np.ndarray:
    """The middle and the corners (5, 2) of the box around ``mark``."""
    return mark.get_center()[:2] + half_size(mark) * np.array(
        [[0.0, 0.0], [-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]
    )
