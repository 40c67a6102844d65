"""The film about Adam: its box, its arrows and its words, in decoded frames."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK
from tests.references import (
    LR,
    START,
    adam_averages,
    article_excess,
    article_hessian,
    article_loop,
    article_minimizer,
)
from tests.scenes.films import RATE, Film
from tests.scenes.pixels import BOUND, miss, project, standing, stroke_at, tip_error

pytestmark = pytest.mark.film("adam")
WHITE = DARK.racer("Adam")


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return article_loop("Adam", 200).params


def test_it_opens_with_a_walk_and_asks(film: Film) -> None:
    (question,) = film.timeline["questions"]
    first = film.timeline["captions"][0]
    assert first["start"] <= 4.0 and first["text"] == question["question"]
    steps = film.timeline["steps"][: int(question["start"] * film.timeline["fps"])]
    assert steps[0] == 0.0 and 150 < steps[-1] <= 157 and len(set(steps)) > 0.8 * len(steps)


def test_the_boxs_edges_are_the_steps_lengths_away(film: Film, rows: np.ndarray) -> None:
    declared = film.timeline
    view, (averages, _) = film.views("Adam")[2], adam_averages(20)
    moving = {}
    for frame in range(view["from"], view["to"]):
        step = declared["steps"][frame]
        if step != int(step):
            moving[int(step)] = frame
    assert len(moving) >= 8
    pictures = dict(film.frames(moving.values()))
    for step, frame in moving.items():
        move = -LR * averages["m_hat"][step] / averages["root_v_hat"][step]
        for share in np.array([[0.9, 0.0], [0.0, 0.9], [0.1, 1.0], [1.0, 0.1]]):
            spot = project(view, rows[step] + share * move)
            across = np.isin(share, (0.0, 1.0)).astype(float)
            off = stroke_at(pictures[frame], spot, across, WHITE)
            assert abs(off) < BOUND, f"step {step}, {share}: {off:.2f} px off"


def test_the_arrow_not_taken_is_that_of_the_raw_averages(film: Film) -> None:
    """What changes on the map between the averages' bars and the arrow is the arrow."""
    declared = film.timeline
    view, (averages, _) = film.views("Adam")[1], adam_averages(1)
    still = [f for f in range(view["from"], view["to"]) if declared["steps"][f] == 0.0]
    before, after = (picture / 255.0 for _, picture in film.frames([still[0], still[-1]]))
    start = np.array(START)
    goal = start - LR * averages["m"][0] / averages["root_v"][0]
    changed = np.linalg.norm(after - before, axis=-1) > 0.1
    changed[:, int(view["pixels"]["right"]) :] = False
    along, aside = tip_error(changed, project(view, start), project(view, goal))
    assert abs(along) < BOUND and abs(aside) < 1.0


def test_heads_are_where_the_steps_are(film: Film) -> None:
    declared = film.timeline
    control = article_loop("Adam", 240, betas=(0.0, 0.999)).params
    views = film.views("Adam")
    for view in (views[0], *views[2:-1]):  # the second is over with one step, the last too fast
        shared = [other["racer"] for other in declared["views"] if other["from"] == view["from"]]
        paths, wholes = {racer: article_loop(racer, 240).params for racer in shared}, {}
        places = standing(view, paths, [control] if view is views[-2] else [])
        for frame in range(view["from"] + RATE, view["to"]):
            step = declared["steps"][frame]
            apart = 4 < step < 190 if view["window"]["slope"][0] < 0 else True
            if step == int(step) and apart:
                wholes.setdefault(int(step), frame)
        assert len(wholes) >= 2
        for frame, picture in film.frames(wholes.values()):
            _, expected = places("Adam", declared["steps"][frame])
            assert miss(picture, WHITE, expected) < 8  # box and arrow share the colour


def test_captions_tell_the_numbers_of_a_loop_of_numpy(film: Film) -> None:
    declared = film.timeline
    told = {finding["name"]: finding["step"] for finding in declared["events"]}
    said = " ".join(line["text"] for line in declared["captions"])
    averages, path = adam_averages(240)
    raw, taken = averages["m"] / averages["root_v"], np.diff(path, axis=0)
    longer = np.hypot(*(LR * raw).T) / np.hypot(*taken.T)
    most = int(np.argmax(longer))
    assert told["uncorrected"] == most and f"{longer[most]:.1f} times as long" in said
    assert f"a step of {np.abs(raw[0]).mean():.2f} times eta" in said
    lacks = [100 - 100 * averages[a][most, 0] / averages[b][most, 0]
             for a, b in (("m", "m_hat"), ("root_v", "root_v_hat"))]  # fmt: skip
    assert f"m lacks {lacks[0]:.0f} % of its size, the root of v {lacks[1]:.0f} %." in said
    assert np.abs(taken).max() <= LR * (1 + 1e-6)
    assert "Its way in b is 7: that takes 70 steps or more." in said
    low = 157 + int(np.argmin(article_excess(path[157:180])))
    high = low + int(np.argmax(article_excess(path[low:])))
    assert told["runs_on"] == high and f"From step {low} to {high} Adam's loss rises" in said
    rise = article_excess(path[high : high + 1])[0]
    assert f"rises a hair, to {rise:.5f} above the least" in said
    rmsprop = article_loop("RMSprop", 100)
    first, ways = (
        np.abs(rmsprop.params[1] - START) / LR,
        [9 - p[10, 1] for p in (rmsprop.params, path)],
    )
    assert f"its first step is {first.mean():.0f} eta. After 10 steps it has" in said
    assert f"come {ways[0]:.1f} far in b, Adam {ways[1]:.1f}." in said
    assert "At step 70 Adam could be there. But its steps in b are down to " in said
    assert f"down to {abs(taken[70, 1]) / LR:.2f} eta" in said
    assert averages["root_v_hat"][70, 1] > 2 * abs(averages["gradient"][70, 1])
    there = int(np.flatnonzero(article_excess(rmsprop.params) >= 1e-3)[-1]) + 1
    assert f"At step {there} RMSprop is within 0.001, too." in said
    control = article_loop("Adam", 240, betas=(0.0, 0.999)).params
    back = int(np.argmax(np.diff(control[:, 0]) > 0))
    slope = (control - article_minimizer()) @ article_hessian()[0]
    assert slope[back] < 0 < slope[back - 1] and told["control_turns"] == back
    called = int(np.argmax(averages["gradient"][:, 0] < 0))
    turned = int(np.argmax(taken[:, 0] > 0))
    assert told["remembering"] == called and f"At step {called} the gradient turns" in said
    assert averages["m_hat"][called, 0] > 0
    assert told["turns_late"] == turned and f"turns {turned - called} steps later" in said
    own, other = (
        int(np.flatnonzero(article_excess(each) >= 1e-3)[-1]) + 1
        for each in (path, article_loop("Adam", 240, betas=(0.0, 0.999)).params)
    )
    assert f"at step {other} only, not at {own}." in said
