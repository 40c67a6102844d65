"""The truth test: in decoded frames, every head is where its optimizer's step is.

The expected parameters come from a plain loop of torch, not from the project.
"""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK
from optanim.stage.draw.marks import HEAD, RIM
from optanim.stage.map.crowd import SEAM, TRAIL
from optanim.stage.map.spread import REACH, SMALLER
from tests.references import ARTICLE, article_loop, article_minimizer
from tests.scenes.films import Film
from tests.scenes.pixels import (
    BOUND,
    distance,
    dot_miss,
    miss,
    project,
    standing,
    stroke_at,
)

pytestmark = pytest.mark.film("compare")


BESIDE = 2.0 * (HEAD + RIM) + 2.0  # pixels between two heads of which none covers the other
PATHS = {racer: article_loop(racer, 200).params for racer in ARTICLE}
OWN = {"GD": 0.1, "Momentum": 0.126, "RMSprop": 0.584, "Adam": 0.233}


def tuned(timeline: dict) -> int:
    """The frame from which on each races at its own rate."""
    acts = {section["name"]: section["start"] for section in timeline["sections"]}
    return round(acts["race.tuned"] * timeline["fps"])


def longer(timeline: dict) -> int:
    """The frame from which on each races at the rate that is best over more steps."""
    acts = {section["name"]: section["start"] for section in timeline["sections"]}
    return round(acts["race.longer"] * timeline["fps"])


def sightings(timeline: dict, name: str) -> dict[tuple[int, int], tuple]:
    """By view and step: a frame that shows the racer's head, its true place, and its head's.

    Nobody else's head is there, set out or not.
    """
    found = {}
    for number, view in enumerate(timeline["views"]):
        if view["racer"] != name or view["from"] >= tuned(timeline):
            continue
        shared = [
            other["racer"]
            for other in timeline["views"]
            if other["pixels"] == view["pixels"] and other["from"] == view["from"]
        ]
        places = standing(view, {racer: PATHS[racer] for racer in shared})
        for frame in range(view["from"], view["to"]):
            step = timeline["steps"][frame]
            if step is None or step != int(step):
                continue
            here, head = places(name, step)
            others = [places(racer, step)[1] for racer in shared if racer != name]
            size = SMALLER if np.hypot(*(head - here)) > REACH - 1 else 1.0
            if all(np.hypot(*(other - head)) > size * BESIDE for other in others):
                found[number, int(step)] = (frame, here, head)
    return found


@pytest.mark.parametrize("name", ARTICLE)
def test_heads_are_where_the_steps_are(film: Film, name: str) -> None:
    """Or, where several crowd, set out from there by as much as keeps them apart."""
    found = sightings(film.timeline, name)
    steps = {step for _, step in found}
    assert len(steps) >= 5 and {0, 1, 5} <= steps
    pictures = dict(film.frames({frame for frame, *_ in found.values()}))
    for (_, step), (frame, _, head) in found.items():
        error = miss(pictures[frame], DARK.racer(name), head)
        assert error < BOUND, f"{name}, step {step}, frame {frame}: {error:.2f} px off"


@pytest.mark.parametrize("name", ARTICLE)
def test_heads_of_the_tuned_race_are_where_the_steps_at_their_own_rates_are(
    film: Film, name: str
) -> None:
    """Wherever one stands alone: where it is set out hangs on how it is thrown out later."""
    declared = film.timeline
    own = range(tuned(declared), longer(declared))
    views = {v["racer"]: v for v in reversed(declared["views"]) if v["from"] in own}
    paths = {racer: article_loop(racer, 300, lr=lr).params for racer, lr in OWN.items()}
    places, found = standing(views[name], paths), {}
    for frame in range(views[name]["from"], views[name]["to"]):
        step = declared["steps"][frame]
        others = [places(other, step)[1] for other in paths if other != name]
        here, head = places(name, step)
        apart = all(np.hypot(*(other - head)) > BESIDE for other in others)
        if step == int(step) and apart and np.array_equal(here, head):
            found[int(step)] = (frame, here)
    assert len(found) >= 3
    for (_, picture), (step, (_, head)) in zip(
        film.frames([frame for frame, _ in found.values()]), found.items(), strict=True
    ):
        assert miss(picture, DARK.racer(name), head) < BOUND, step


def test_a_leader_ends_where_the_step_is(film: Film) -> None:
    """In a dot on the true place, wherever a head is set out and no later racer's dot is there."""
    names, seen = list(ARTICLE), []
    for name in names:
        for (number, step), (frame, here, head) in sightings(film.timeline, name).items():
            view = film.timeline["views"][number]
            later = names[names.index(name) + 1 :]
            dots = [project(view, PATHS[other][step]) for other in later]
            apart = all(np.hypot(*(dot - here)) > 12 for dot in dots)
            if apart and np.hypot(*(head - here)) > REACH - 1:
                seen.append((name, step, frame, here, head))
    assert len(seen) >= 8 and {name for name, *_ in seen} >= set(names) - {"RMSprop"}
    pictures = dict(film.frames({frame for _, _, frame, *_ in seen}))
    for name, step, frame, here, head in seen:
        off = dot_miss(pictures[frame], DARK.racer(name), here, head)
        assert np.abs(off).max() < BOUND, (name, step, frame, off)


def test_trails_of_one_step_lie_on_either_side_of_it(film: Film) -> None:
    """Of the first step, which is the same for GD and momentum; each as far as the other."""
    (view,) = [
        v for v in film.timeline["views"] if v["racer"] == "GD" and v["from"] < tuned(film.timeline)
    ][2:]
    frame = view["from"] + film.timeline["fps"] // 2  # before the race goes on
    ((_, picture),) = film.frames([frame])
    start, end = project(view, PATHS["GD"][:2])
    across = np.array([start[1] - end[1], end[0] - start[0]]) / np.hypot(*(end - start))
    seen = 0
    for share in np.linspace(0.2, 0.8, 13):
        spot = start + share * (end - start)
        sides = [stroke_at(picture, spot, across, DARK.racer(n)) for n in ("GD", "Momentum")]
        if np.isfinite(sides).all():  # no later step's trail crosses there
            seen += 1
            assert abs(sum(sides)) / 2 < BOUND / 2, (share, sides)
            assert abs(sides[0] - sides[1]) == pytest.approx(TRAIL + SEAM, abs=BOUND / 2)
    assert seen >= 8


def test_the_cross_marks_the_minimizer(film: Film) -> None:
    view = film.timeline["views"][0]
    expected = project(view, article_minimizer())
    ((_, frame),) = film.frames([view["from"]])
    column, row = np.round(expected).astype(int)
    part = frame[row - 12 : row + 13, column - 12 : column + 13]
    y, x = np.nonzero(distance(part, DARK.minimum) < 0.25)
    assert len(y) > 30
    centroid = np.array([x.mean() + column - 12, y.mean() + row - 12]) + 0.5
    assert np.hypot(*(centroid - expected)) < BOUND
