"""Momentum from the inside: what the film says and shows, against loops of the test's own."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK
from tests.references import (
    LR,
    Loop,
    article_directions,
    article_loop,
    article_minimizer,
    article_stays,
)
from tests.scenes.films import Film
from tests.scenes.pixels import BOUND, TIP, arrow_at, project, still_at

pytestmark = pytest.mark.film("momentum")
STEP, LITTLE = 1, 0.2  # the step whose sum the film stops at, and the momentum there


def sgd(gamma: float, steps: int) -> Loop:
    """Torch's SGD with momentum ``gamma``."""
    return article_loop("Momentum", steps, momentum=gamma)


def fan() -> np.ndarray:
    """The corners (3, 2) of -lr gamma^j g_(k-j) laid tip to tail from row k, newest first."""
    rows, gradients, _ = sgd(LITTLE, STEP + 1)
    parts = [-LR * LITTLE**age * gradients[STEP - age] for age in range(STEP + 1)]
    return rows[STEP] + np.concatenate([np.zeros((1, 2)), np.cumsum(parts, axis=0)])


def test_it_is_as_long_as_it_should_be(film: Film) -> None:
    assert 80 <= film.info.seconds <= 120


def test_every_run_s_fingerprint_is_in_the_film(film: Film) -> None:
    assert len(set(film.timeline["fingerprints"].values())) == 6


def test_the_fan_leads_from_row_to_row(film: Film) -> None:
    """The older gradients' arrows, in the colour of text, and the step's, in momentum's own."""
    rows = sgd(LITTLE, STEP + 1).params
    corners = fan()
    assert np.abs(corners[-1] - rows[STEP + 1]).max() < 1e-12
    view = film.timeline["views"][2]
    frame = still_at(film, STEP, "4.9 are left")
    tail, tip = project(view, rows[STEP]), project(view, rows[STEP + 1])
    _, reach, aside = arrow_at(frame, DARK.racer("Momentum"), tail, tip)
    assert reach == pytest.approx(np.hypot(*(tip - tail)) - TIP, abs=BOUND) and abs(aside) < BOUND
    for number, color in ((0, DARK.gradient), (1, DARK.text)):
        start, end = project(view, corners[number]), project(view, corners[number + 1])
        _, reach, aside = arrow_at(frame, color, start, end)
        assert reach == pytest.approx(np.hypot(*(end - start)) - TIP, abs=BOUND), number


def test_its_words_tell_the_numbers(film: Film) -> None:
    """Captions and narration, against loops; the last sentence has no number."""
    swings_told(film)
    assert not film.seen.lacks({*sums_told(), *result_told(film)})
    spoken = said(film)
    assert f"gamma, here {LITTLE}" in spoken and "a gamma of 0.9" in spoken
    assert not any(letter.isdigit() for letter in film.timeline["captions"][-1]["text"])


def said(film: Film) -> str:
    return " ".join(line["text"] for line in film.timeline["captions"])


def across(rows: np.ndarray) -> np.ndarray:
    """The largest distance from the valley's floor from each row to the end."""
    _, columns = article_directions()
    off = np.abs((rows - article_minimizer()) @ columns[:, 1])
    return np.array([off[row:].max() for row in range(len(rows))])


def swings_told(film: Film) -> None:
    calm, wild = across(sgd(0.2, 30).params), across(sgd(0.0, 30).params)
    step = next(row for row in range(31) if calm[row] <= 0.2 * wild[row])
    (told,) = [line["text"] for line in film.timeline["captions"] if "lands up to" in line["text"]]
    for number in (f"step {step} ", f"{wild[step]:.2f}", f"{calm[step]:.2f}"):
        assert number in told


def sums_told() -> set[str]:
    """Of step 1 the memory takes some away across and adds some along; so it lands nearer."""
    _, columns = article_directions()
    (flat, new), (flat_memory, memory) = np.diff(fan(), axis=0) @ columns
    assert new * memory < 0.0 < flat * flat_memory and abs(memory) < abs(new)
    off, plain = (
        abs((sgd(gamma, 2).params[2] - article_minimizer()) @ columns[:, 1])
        for gamma in (LITTLE, 0.0)
    )
    rows = sgd(0.9, 12).params
    beyond = -((rows - article_minimizer()) @ columns[:, 0])
    new, memory, left = abs(new), abs(memory), abs(new + memory)
    flat, flat_memory, flat_left = abs(flat), abs(flat_memory), abs(flat + flat_memory)
    return {
        f"Across: of {new:.1f} units {left:.1f} are left",
        f"{new:.1f} − {memory:.1f} = {left:.1f}",
        f"{flat:.2f} + {flat_memory:.2f} = {flat_left:.2f}",
        f"{off:.2f} off the floor, not {plain:.1f}",
        f"{off:.2f} off",
        f"γ = 0.9: {beyond.max():.1f} units past the minimum",
        f"{beyond.max():.1f} along the valley",
    }


def test_the_largest_momentum_is_told_to_swing_farther_while_it_does(film: Film) -> None:
    off = {
        gamma: np.abs(
            (sgd(gamma, 140).params[1:] - article_minimizer()) @ article_directions()[1][:, 1]
        )
        for gamma in (0.0, 0.9)
    }
    assert off[0.9].max() > 1.5 * off[0.0].max()
    (told,) = (line for line in film.timeline["captions"] if "farther than without" in line["text"])
    rate = film.timeline["fps"]
    steps = film.timeline["steps"][int(told["start"] * rate) : int(told["end"] * rate)]
    assert off[0.9][int(steps[0]) :].max() > 1.0 and steps[-1] > steps[0] + 10


def result_told(film: Film) -> set[str]:
    (flat, _), _ = article_directions()
    best = round((1 - np.sqrt(LR * flat)) ** 2, 2)
    runs = {gamma: sgd(gamma, 140).params for gamma in (0.0, 0.2, best, 0.9)}
    arrived = {gamma: article_stays(rows) for gamma, rows in runs.items()}
    assert max(arrived, key=arrived.__getitem__) == 0.9
    assert min(arrived, key=arrived.__getitem__) == best
    for told in (
        f"{best} is there first, after {arrived[best]} steps",
        f"eta, 0.1, times lambda, squared: {best}. Lambda, {flat:.2f}, is the curvature",
        f"0.2 is there after {arrived[0.2]} steps.",
        f"0.9 is there only after {arrived[0.9]} steps. No memory at all takes {arrived[0.0]}",
    ):
        assert told in said(film)
    return {
        f"First: γ = {best}, after {arrived[best]} steps",
        f"(1 − √(η λ))² = (1 − √(0.1 × {flat:.2f}))² = {best}",
        "γ = 0.9 swings on",
        f"Last: γ = 0.9, after {arrived[0.9]} steps",
        "A little calms, much swings by itself",
        f"γ = {best}",
        *(f"✓ step {arrived[gamma]}" for gamma in runs),
    }
