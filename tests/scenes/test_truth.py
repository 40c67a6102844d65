"""The truth test: in decoded frames, every head is where its optimizer's step is.

The expected parameters come from a plain loop of torch, not from the project.
"""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK
from tests.references import ARTICLE, article_loop, article_minimizer
from tests.scenes.films import Film
from tests.scenes.pixels import BOUND, CLEAR, distance, miss, project

pytestmark = pytest.mark.film("compare")


def sightings(timeline: dict, name: str, paths: dict) -> dict[tuple[int, int], tuple]:
    """By view and step: a frame that shows the racer alone, and where its head must be."""
    found = {}
    for number, view in enumerate(timeline["views"]):
        if view["racer"] != name:
            continue
        rivals = [
            other["racer"]
            for other in timeline["views"]
            if other["pixels"] == view["pixels"]
            and other["from"] == view["from"]
            and other is not view
        ]
        for frame in range(view["from"], view["to"]):
            step = timeline["steps"][frame]
            if step is None or step != int(step):
                continue
            here = project(view, paths[name][int(step)])
            gaps = [np.hypot(*(project(view, paths[r][int(step)]) - here)) for r in rivals]
            if all(gap > CLEAR for gap in gaps):
                found[number, int(step)] = (frame, here)
    return found


@pytest.mark.parametrize("name", ARTICLE)
def test_heads_are_where_the_steps_are(film: Film, name: str) -> None:
    paths = {racer: article_loop(racer).params for racer in ARTICLE}
    found = sightings(film.timeline, name, paths)
    steps = {step for _, step in found}
    assert len(steps) >= 5 and {0, 1, 2} <= steps
    pictures = dict(film.frames({frame for frame, _ in found.values()}))
    for (_, step), (frame, expected) in found.items():
        error = miss(pictures[frame], DARK.racer(name), expected)
        assert error < BOUND, f"{name}, step {step}, frame {frame}: {error:.2f} px off"


def test_the_cross_marks_the_minimizer(film: Film) -> None:
    view = film.timeline["views"][0]
    expected = project(view, article_minimizer())
    ((_, frame),) = film.frames([view["from"]])
    column, row = np.round(expected).astype(int)
    part = frame[row - 12 : row + 13, column - 12 : column + 13]
    y, x = np.nonzero(distance(part, DARK.accent) < 0.25)
    assert len(y) > 30
    centroid = np.array([x.mean() + column - 12, y.mean() + row - 12]) + 0.5
    assert np.hypot(*(centroid - expected)) < BOUND
