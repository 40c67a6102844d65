"""The comparison film: what it says and shows, in decoded frames and in its own words."""

from __future__ import annotations

import re
from itertools import groupby

import numpy as np
import pytest

from optanim.stage.film.legs import STOP
from tests.references import (
    ARTICLE,
    LR,
    START,
    adam_averages,
    article_excess,
    article_gradient,
    article_hessian,
    article_loop,
    article_minimizer,
    article_stays,
)
from tests.scenes.films import Film

pytestmark = pytest.mark.film("compare")


def test_it_lasts_two_minutes_and_a_half_at_most(film: Film) -> None:
    assert 90 <= film.info.seconds <= 150


def test_captions_tell_the_numbers_of_the_steps(film: Film) -> None:
    told = {finding["name"]: finding["sentence"] for finding in film.timeline["events"]}
    factor = abs(1 - LR * np.linalg.eigvalsh(article_hessian())[-1])
    assert f"{factor:.2f}" in told["swings"]
    gradient = article_gradient(np.array(START))
    assert f"GD {LR * np.hypot(*gradient):.1f} units" in told["first_step"]
    assert f"Adam {LR * np.sqrt(2):.2f}" in told["first_step"]
    called, lag = map(int, re.findall(r"\d+", told["late_turn"]))
    averages, path = adam_averages(100)
    gradients, moves = averages["gradient"][:, 0], np.diff(path[:, 0])
    assert called == int(np.argmax(np.sign(gradients) != np.sign(gradients[0])))
    assert called + lag == int(np.argmax(np.sign(moves) != np.sign(moves[0])))


def test_the_order_turns_round_as_torch_loops_say(film: Film) -> None:
    """At its own rate RMSprop needs 4 steps, and step 215 throws the same run out again."""
    told = {finding["name"]: finding["sentence"] for finding in film.timeline["events"]}
    rmsprop = {
        name: text for name, text in film.timeline["fingerprints"].items() if "RMSprop" in name
    }
    assert len(rmsprop) == 4, "100 and 200 steps at one rate; 200 and 300 at its own"
    equal = {name: article_stays(article_loop(name, 200).params) for name in ARTICLE}
    assert sorted(equal, key=equal.get) == ["Momentum", "GD", "RMSprop", "Adam"]
    assert told["reversal"].startswith("RMSprop: number 3 with one rate for all, number 1")
    own = article_loop("RMSprop", 300, lr=0.584).params
    stays = article_stays(own[:201])
    excess = article_excess(own)
    thrown = stays + int(np.argmax(excess[stays:] >= 1e-3))
    assert stays == 4 and f"at step {thrown} " in told["price"]
    reach, way = np.hypot(*np.diff(own[:2], axis=0).T)[0], np.hypot(*(own[0] - article_minimizer()))
    assert f"10 η in each coordinate, is {reach:.1f} long" in told["first_jump"]
    assert told["first_jump"].endswith(f"{way:.1f}")


def test_the_race_never_stands_longer_than_a_moment_for_a_sentence(film: Film) -> None:
    race = [act for act in film.timeline["sections"] if act["name"] in ("race.race", "race.tuned")]
    fps = film.timeline["fps"]
    for act in race:
        steps = film.timeline["steps"][round(act["start"] * fps) : round(act["end"] * fps)]
        spans = [
            len([*span]) / fps
            for step, span in groupby(steps)
            if step and step == int(step) and step != 10
        ]
        assert max(spans[:-1]) <= STOP + 0.75 + 2 / fps


def test_the_clock_walks_on_as_arrivals_are_noted(film: Film) -> None:
    """After the tenth step it stands at what is announced alone, and arrivals are not."""
    (race,) = (act for act in film.timeline["sections"] if act["name"] == "race.race")
    first, last = (round(race[side] * film.timeline["fps"]) for side in ("start", "end"))
    steps = np.array(film.timeline["steps"][first:last], dtype=float)
    standing = {step for step in steps[1:][np.diff(steps) == 0.0] if 10 < step < 100}
    announced = {float(event["step"]) for event in film.timeline["events"]}
    assert {21.0} <= standing <= announced
    assert not announced & {16.0, 22.0, 83.0}
