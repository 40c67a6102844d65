"""The film about Adam: its box, its arrows and its words, in decoded frames."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from optanim.films.reading import frames, probe, timeline
from optanim.look.theme import DARK, rgb
from tests.references import article_adam, article_loop
from tests.scenes.adaptive import (
    RATE,
    rendered,
    restless,
    stroke_at,
    tip_error,
)
from tests.scenes.inspect import ASPECTS, inspected, unreadable
from tests.scenes.test_truth import BOUND, core, project

pytestmark = pytest.mark.film
WHITE = np.array(rgb(DARK.racer("Adam")))


@pytest.fixture(scope="session")
def adam_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("adam"), "adam", "Adam")


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return article_loop("Adam", 200).params


def views(declared: dict, racer: str) -> list[dict]:
    return [view for view in declared["views"] if view["racer"] == racer]


def test_it_lasts_about_a_minute_can_be_read_and_is_never_blank(adam_film: Path) -> None:
    declared = timeline(adam_film)
    assert probe(adam_film).frames == declared["frames"]
    assert 40 <= probe(adam_film).seconds <= 75
    assert not unreadable(adam_film)
    some = range(0, declared["frames"], RATE)
    contrasts = [np.ptp(picture[::4, ::4].mean(axis=2)) for _, picture in frames(adam_film, some)]
    assert min(contrasts) > 30  # one title leaves, the next comes


def test_every_act_ends_on_a_still_second(adam_film: Path) -> None:
    assert not restless(adam_film)


def test_the_boxs_edges_are_the_steps_lengths_away(adam_film: Path, rows: np.ndarray) -> None:
    declared = timeline(adam_film)
    view, (averages, _) = views(declared, "Adam")[0], article_adam(12)
    moving = {}
    for frame in range(view["from"], view["to"]):
        step = declared["steps"][frame]
        if step != int(step):
            moving[int(step)] = frame
    assert len(moving) >= 8
    pictures = dict(frames(adam_film, moving.values()))
    for step, frame in moving.items():
        half = np.abs(0.1 * averages["m_hat"][step] / averages["root_v_hat"][step])
        for side in np.array([[1, 0], [0, 1]]):  # the others lie below the arrows
            spot = project(view, rows[step] + side * half)
            spot += 12.0 * side[::-1]  # away from trail and dots, which pass through the middle
            off = stroke_at(pictures[frame], spot, np.array([side[0], -side[1]], float), WHITE)
            assert abs(off) < BOUND, f"step {step}, side {side}: {off:.2f} px off"


def test_the_arrow_not_taken_is_that_of_the_raw_averages(adam_film: Path) -> None:
    """What changes on the map between the averages' bars and the arrow is the arrow."""
    declared = timeline(adam_film)
    view, (averages, _) = views(declared, "Adam")[0], article_adam(1)
    still = [f for f in range(view["from"], view["to"]) if declared["steps"][f] == 0.0]
    before, after = (picture / 255.0 for _, picture in frames(adam_film, [still[0], still[-1]]))
    start = np.array([2.0, 9.0])
    goal = start - 0.1 * averages["m"][0] / averages["root_v"][0]
    changed = np.linalg.norm(after - before, axis=-1) > 0.1
    changed[:, int(view["pixels"]["right"]) :] = False
    along, aside = tip_error(changed, project(view, start), project(view, goal))
    assert abs(along) < BOUND and abs(aside) < 1.0


def test_heads_are_where_the_steps_are(adam_film: Path, rows: np.ndarray) -> None:
    declared = timeline(adam_film)
    for view in views(declared, "Adam"):
        wholes = {}
        for frame in range(view["from"] + RATE, view["to"]):
            step = declared["steps"][frame]
            apart = 4 < step < 190 if view["window"]["slope"][0] < 0 else True
            if step == int(step) and apart:
                wholes.setdefault(int(step), frame)
        assert len(wholes) >= 2
        for frame, picture in frames(adam_film, wholes.values()):
            expected = project(view, rows[int(declared["steps"][frame])])
            centroid, _ = core(picture, DARK.racer("Adam"), expected)
            assert np.hypot(*(centroid - expected)) < 8  # box and arrow share the colour


def test_captions_tell_the_numbers_of_a_loop_of_numpy(adam_film: Path) -> None:
    declared = timeline(adam_film)
    told = {finding["name"]: finding["sentence"] for finding in declared["events"]}
    said = " ".join(line["text"] for line in declared["captions"])
    averages, path = article_adam(200)
    raw, taken = averages["m"] / averages["root_v"], np.diff(path, axis=0)
    longer = np.hypot(*(0.1 * raw).T) / np.hypot(*taken.T)
    most = int(np.argmax(longer))
    assert f"{longer[most]:.1f} times as long" in told["uncorrected"]
    assert f"a step of {np.abs(raw[0]).mean():.2f} learning rates" in said
    shares = [100 * averages[a][most, 0] / averages[b][most, 0]
              for a, b in (("m", "m_hat"), ("root_v", "root_v_hat"))]  # fmt: skip
    assert f"m is {shares[0]:.0f} %" in said and f"only {shares[1]:.0f} %" in said
    gradients = averages["gradient"][:, 0]
    called = int(np.argmax(gradients < 0))
    turned = int(np.argmax(taken[:, 0] > 0))
    assert told["remembering"].startswith(f"Step {called}:")
    assert f"m̂ is still {averages['m_hat'][called, 0]:.2f}" in told["remembering"]
    assert f"turned at step {called}" in told["late_turn"]
    assert f"turns {turned - called} steps later" in told["late_turn"]


@pytest.mark.parametrize("aspect", ASPECTS)
def test_texts_stay_in_the_frame_and_apart(aspect: str, tmp_path: Path) -> None:
    watched = inspected("adam", "Adam", aspect, tmp_path)
    assert watched.inspected > 150
    assert not watched.wrong, "\n".join(sorted(set(watched.wrong)))
