"""Momentum from the inside: what the film says and shows, against loops of the test's own."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK, rgb
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
STEP = 3  # the step whose sum the film stops at


def sgd(gamma: float, steps: int) -> Loop:
    """Torch's SGD with momentum ``gamma``."""
    return article_loop("Momentum", steps, momentum=gamma)


def fan() -> np.ndarray:
    """The corners (5, 2) of -lr gamma^j g_(k-j) laid tip to tail from row k, newest first."""
    rows, gradients, _ = sgd(0.9, STEP + 1)
    parts = [-LR * 0.9**age * gradients[STEP - age] for age in range(STEP + 1)]
    return rows[STEP] + np.concatenate([np.zeros((1, 2)), np.cumsum(parts, axis=0)])


def test_it_is_as_long_as_it_should_be(film: Film) -> None:
    assert 70 <= film.info.seconds <= 105


def test_every_run_s_fingerprint_is_in_the_film(film: Film) -> None:
    assert len(set(film.timeline["fingerprints"].values())) == 7


def test_the_fan_leads_from_row_to_row(film: Film) -> None:
    """The older gradients' arrows, in the colour of text, and the step's, in momentum's own."""
    rows = sgd(0.9, STEP + 1).params
    corners = fan()
    assert np.abs(corners[-1] - rows[STEP + 1]).max() < 1e-12
    view = film.timeline["views"][2]
    frame = still_at(film, STEP, "mostly cancel")
    tail, tip = project(view, rows[STEP]), project(view, rows[STEP + 1])
    _, reach, aside = arrow_at(frame, DARK.racer("Momentum"), tail, tip)
    assert reach == pytest.approx(np.hypot(*(tip - tail)) - TIP, abs=BOUND) and abs(aside) < BOUND
    for number in (1, 2, 3):
        start, end = project(view, corners[number]), project(view, corners[number + 1])
        for share in (0.55, 0.7, 0.8):
            x, y = start + share * (end - start)
            patch = frame[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3] / 255.0
            distance = np.linalg.norm(patch - rgb(DARK.text), axis=-1).min()
            assert distance < 0.25, (number, share)
    _, reach, _ = arrow_at(frame, DARK.text, *(project(view, corner) for corner in corners[3:5]))
    length = np.hypot(*(project(view, corners[4]) - project(view, corners[3])))
    assert reach == pytest.approx(length - TIP, abs=BOUND)


def test_its_words_tell_the_numbers(film: Film) -> None:
    """Captions and narration, against loops; the last sentence has no number."""
    swings_told(film)
    assert not film.seen.lacks({*sums_told(), *result_told(film)})
    spoken = said(film)
    for part in ("gamma, here 0.2", "a gamma of 0.9"):
        assert part in spoken
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
    (told,) = [line["text"] for line in film.timeline["captions"] if "off the" in line["text"]]
    for number in (f"step {step} ", f"{wild[step]:.2f}", f"{calm[step]:.2f}"):
        assert number in told


def sums_told() -> set[str]:
    """Of step 3 most cancels across and all adds up along; later it passes the minimum."""
    _, columns = article_directions()
    parts = np.diff(fan(), axis=0) @ columns
    (flat, steep), (all_flat, all_steep) = np.abs(parts.sum(0)), np.abs(parts).sum(0)
    assert steep < 0.5 * all_steep and flat == pytest.approx(all_flat, rel=1e-12)
    rows = sgd(0.9, 12).params
    beyond = -((rows - article_minimizer()) @ columns[:, 0])
    return {
        "Across they mostly cancel",
        "Along they all add up",
        "mostly cancels",
        "all adds up",
        f"{beyond.max():.1f} units past the minimum",
        f"{beyond.max():.1f} along the valley",
    }


def result_told(film: Film) -> set[str]:
    (flat, _), _ = article_directions()
    best = round((1 - np.sqrt(LR * flat)) ** 2, 2)
    runs = {gamma: sgd(gamma, 140).params for gamma in (0.0, 0.2, best, 0.9)}
    arrived = {gamma: article_stays(rows) for gamma, rows in runs.items()}
    assert max(arrived, key=arrived.__getitem__) == 0.9
    assert min(arrived, key=arrived.__getitem__) == best
    for told in (
        f"{best} is there first, after {arrived[best]} steps",
        f"eta lambda, squared, is {best}",
        f"only after {arrived[0.9]} steps. No memory at all takes {arrived[0.0]}",
    ):
        assert told in said(film)
    return {
        f"First: γ = {best}, after {arrived[best]} steps",
        f"Theory: (1 − √(η λ))² = {best}",
        f"Last: γ = 0.9, after {arrived[0.9]} steps",
        "A little calms, much swings by itself",
        f"γ = {best}",
        *(f"✓ step {arrived[gamma]}" for gamma in runs),
    }
