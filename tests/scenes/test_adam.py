"""The film about Adam: its box, its arrows and its words, in decoded frames."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK
from tests.references import LR, START, adam_averages, article_excess, article_loop
from tests.scenes.films import RATE, Film
from tests.scenes.pixels import BOUND, miss, project, standing, stroke_at, tip_error

pytestmark = pytest.mark.film("adam")
WHITE = DARK.racer("Adam")


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return article_loop("Adam", 200).params


def test_it_lasts_about_a_minute(film: Film) -> None:
    assert 40 <= film.info.seconds <= 75


def test_the_boxs_edges_are_the_steps_lengths_away(film: Film, rows: np.ndarray) -> None:
    declared = film.timeline
    view, (averages, _) = film.views("Adam")[0], adam_averages(12)
    moving = {}
    for frame in range(view["from"], view["to"]):
        step = declared["steps"][frame]
        if step != int(step):
            moving[int(step)] = frame
    assert len(moving) >= 8
    pictures = dict(film.frames(moving.values()))
    for step, frame in moving.items():
        half = np.abs(LR * averages["m_hat"][step] / averages["root_v_hat"][step])
        for side in np.array([[1, 0], [0, 1]]):  # the others lie below the arrows
            spot = project(view, rows[step] + side * half)
            spot += 12.0 * side[::-1]  # away from trail and dots, which pass through the middle
            off = stroke_at(pictures[frame], spot, np.array([side[0], -side[1]], float), WHITE)
            assert abs(off) < BOUND, f"step {step}, side {side}: {off:.2f} px off"


def test_the_arrow_not_taken_is_that_of_the_raw_averages(film: Film) -> None:
    """What changes on the map between the averages' bars and the arrow is the arrow."""
    declared = film.timeline
    view, (averages, _) = film.views("Adam")[0], adam_averages(1)
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
    control = article_loop("Adam", 220, betas=(0.0, 0.999)).params
    for view in film.views("Adam"):
        shared = [other["racer"] for other in declared["views"] if other["from"] == view["from"]]
        paths, wholes = {racer: article_loop(racer, 220).params for racer in shared}, {}
        places = standing(view, paths, [control] if view is film.views("Adam")[-1] else [])
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
    told = {finding["name"]: finding["sentence"] for finding in declared["events"]}
    said = " ".join(line["text"] for line in declared["captions"])
    averages, path = adam_averages(200)
    raw, taken = averages["m"] / averages["root_v"], np.diff(path, axis=0)
    longer = np.hypot(*(LR * raw).T) / np.hypot(*taken.T)
    most = int(np.argmax(longer))
    assert f"{longer[most]:.1f} times as long" in told["uncorrected"]
    assert f"a step of {np.abs(raw[0]).mean():.2f} learning rates" in said
    shares = [100 * averages[a][most, 0] / averages[b][most, 0]
              for a, b in (("m", "m_hat"), ("root_v", "root_v_hat"))]  # fmt: skip
    assert f"m is {shares[0]:.0f} %" in said and f"only {shares[1]:.0f} %" in said
    low = 157 + int(np.argmin(article_excess(path[157:180])))
    high = low + int(np.argmax(article_excess(path[low:])))
    assert told["runs_on"].startswith(f"Steps {low} to {high}:")
    assert f"to {article_excess(path)[high]:.5f} above the least" in told["runs_on"]
    gradients = averages["gradient"][:, 0]
    called = int(np.argmax(gradients < 0))
    turned = int(np.argmax(taken[:, 0] > 0))
    assert told["remembering"].startswith(f"Step {called}:")
    assert f"m̂ is still {averages['m_hat'][called, 0]:.2f}" in told["remembering"]
    assert f"turned at step {called}" in told["late_turn"]
    assert f"turns {turned - called} steps later" in told["late_turn"]
