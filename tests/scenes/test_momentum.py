"""Momentum from the inside: what the film says and shows, against loops of the test's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from optanim.films.reading import probe, timeline
from optanim.look.theme import DARK, rgb
from tests.conftest import rendered
from tests.references import article_arrival, article_directions, article_loop, article_minimizer
from tests.scenes.arrows import TIP, visible
from tests.scenes.inspect import ASPECTS, inspected, restless, unreadable, unseen
from tests.scenes.test_contour import still_at
from tests.scenes.test_truth import project

pytestmark = pytest.mark.film
STEP = 3  # the step whose sum the film stops at


@pytest.fixture(scope="module")
def momentum(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The film at 1080p, ten frames a second."""
    return rendered(tmp_path_factory.mktemp("momentum"), "momentum", "Momentum")


def fan() -> np.ndarray:
    """The corners (5, 2) of -lr gamma^j g_(k-j) laid tip to tail from row k, newest first."""
    rows, gradients, _ = article_loop("GD", STEP + 1, momentum=0.9)
    parts = [-0.1 * 0.9**age * gradients[STEP - age] for age in range(STEP + 1)]
    return rows[STEP] + np.concatenate([np.zeros((1, 2)), np.cumsum(parts, axis=0)])


def test_it_is_as_long_as_it_should_be_and_can_be_read(momentum: Path) -> None:
    assert 40 <= probe(momentum).seconds <= 70
    assert probe(momentum).frames == timeline(momentum)["frames"]
    assert not unreadable(momentum) and not restless(momentum)


def test_every_run_s_fingerprint_is_in_the_film(momentum: Path) -> None:
    assert len(set(timeline(momentum)["fingerprints"].values())) == 7


def test_the_fan_leads_from_row_to_row(momentum: Path) -> None:
    """The older gradients' arrows, in the colour of text, and the step's, in momentum's own."""
    rows = article_loop("GD", STEP + 1, momentum=0.9).params
    corners = fan()
    assert np.abs(corners[-1] - rows[STEP + 1]).max() < 1e-12
    view = timeline(momentum)["views"][2]
    frame = still_at(momentum, STEP, "they alternate, and cancel")
    tail, tip = project(view, rows[STEP]), project(view, rows[STEP + 1])
    _, reach, aside = visible(frame, DARK.racer("Momentum"), tail, tip)
    assert reach == pytest.approx(np.hypot(*(tip - tail)) - TIP, abs=1.5) and abs(aside) < 1.5
    for number in (1, 2, 3):
        start, end = project(view, corners[number]), project(view, corners[number + 1])
        for share in (0.55, 0.7, 0.8):
            x, y = start + share * (end - start)
            patch = frame[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3] / 255.0
            distance = np.linalg.norm(patch - rgb(DARK.text), axis=-1).min()
            assert distance < 0.25, (number, share)
    _, reach, _ = visible(frame, DARK.text, *(project(view, corner) for corner in corners[3:5]))
    length = np.hypot(*(project(view, corners[4]) - project(view, corners[3])))
    assert reach == pytest.approx(length - TIP, abs=1.5)


@pytest.mark.parametrize("aspect", ASPECTS)
def test_texts_stay_in_the_frame_and_apart_and_tell_the_numbers(
    aspect: str, tmp_path: Path
) -> None:
    watched = inspected("momentum", "Momentum", aspect, tmp_path)
    assert watched.inspected > 200
    assert not watched.wrong, "\n".join(sorted(set(watched.wrong)))
    if aspect == "16:9":
        told = {*swings_told(), *sums_told(), *result_told()}
        assert not unseen(watched, told)


def across(rows: np.ndarray) -> np.ndarray:
    """The largest distance from the valley's floor from each row to the end."""
    _, columns = article_directions()
    off = np.abs((rows - article_minimizer()) @ columns[:, 1])
    return np.array([off[row:].max() for row in range(len(rows))])


def swings_told() -> set[str]:
    calm, wild = (across(article_loop(name, 30).params) for name in ("Momentum", "GD"))
    step = next(row for row in range(31) if calm[row] <= 0.2 * wild[row])
    return {f"At step {step} GD still swings by {wild[step]:.2f}, Momentum by {calm[step]:.2f}"}


def sums_told() -> set[str]:
    _, columns = article_directions()
    parts = np.diff(fan(), axis=0) @ columns
    (flat, steep), (all_flat, all_steep) = np.abs(parts.sum(0)), np.abs(parts).sum(0)
    rows = article_loop("GD", 12, momentum=0.9).params
    beyond = -((rows - article_minimizer()) @ columns[:, 0])
    return {
        f"In the next step, across the valley {steep:.1f} of {all_steep:.1f} units are left, "
        f"along it {flat:.1f} of {all_flat:.1f}",
        f"{steep:.1f} of {all_steep:.1f} left",
        f"{flat:.1f} of {all_flat:.1f} left",
        f"What adds up runs on: at step {beyond.argmax()} it is {beyond.max():.1f} units past "
        "the minimum, and only now it turns",
    }


def result_told() -> set[str]:
    runs = {gamma: article_loop("GD", momentum=gamma).params for gamma in (0.0, 0.2, 0.5, 0.9)}
    arrived = {gamma: article_arrival(rows) for gamma, rows in runs.items()}
    assert arrived[0.9] == 101 and min(arrived, key=arrived.__getitem__) == 0.2
    _, columns = article_directions()
    beyond = -((runs[0.9] - article_minimizer()) @ columns[:, 0]).min()
    return {
        f"γ = 0.2 is first to stay, at step {arrived[0.2]}. γ = 0.9 runs {beyond:.1f} units too "
        "far, not there after 100",
        *(f"✓ step {arrived[gamma]}" for gamma in (0.0, 0.2, 0.5)),
    }
