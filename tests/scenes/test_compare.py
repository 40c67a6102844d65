"""The comparison film: what it says and shows, in decoded frames and in its own words."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.references import LR, START, adam_averages, article_gradient, article_hessian
from tests.scenes.films import Film

pytestmark = pytest.mark.film("compare")


def test_it_lasts_a_minute_and_a_half_at_most(film: Film) -> None:
    assert 60 <= film.info.seconds <= 95


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


def test_the_clock_walks_on_as_arrivals_are_noted(film: Film) -> None:
    """After the tenth step it stands at what is announced alone, and arrivals are not."""
    (race,) = (act for act in film.timeline["sections"] if act["name"] == "race.race")
    first, last = (round(race[side] * film.timeline["fps"]) for side in ("start", "end"))
    steps = np.array(film.timeline["steps"][first:last], dtype=float)
    standing = {step for step in steps[1:][np.diff(steps) == 0.0] if 10 < step < 100}
    announced = {float(event["step"]) for event in film.timeline["events"]}
    assert {21.0} <= standing <= announced
    assert not announced & {16.0, 22.0, 83.0}
