"""The film about RMSprop: its box, its arrows and its words, in decoded frames."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from tests.references import (
    LR,
    START,
    article_excess,
    article_gradient,
    article_hessian,
    article_loop,
    article_minimizer,
    rmsprop_multipliers,
)
from tests.scenes.films import RATE, Film
from tests.scenes.pixels import BOUND, TIP, arrow_at, distance, miss, project, stroke_at

pytestmark = pytest.mark.film("rmsprop")
PINK = DARK.racer("RMSprop")


@pytest.fixture(scope="module")
def rows(film: Film) -> np.ndarray:
    """The film's trajectory: where it is thrown out depends on every rounding before.

    So a loop of torch is followed only as far as it is not chaotic, and each step to the end.
    """
    shown = film.timeline["steps"]
    steps = int(max(step for step in shown if step is not None))
    rows = trace(Run(article(), make("RMSprop"), steps=steps)).params
    assert np.allclose(rows[:201], article_loop("RMSprop", 200).params, rtol=0, atol=1e-12)
    steps = rmsprop_multipliers(rows) * ((rows[:-1] - article_minimizer()) @ article_hessian())
    assert np.allclose(rows[:-1] - steps, rows[1:], rtol=0, atol=1e-9)
    return rows


def frame_at(declared: dict, view: dict, step: float) -> int | None:
    """The last frame of ``view`` between ``step`` and the next: its box is that of ``step``."""
    inside = [
        frame
        for frame in range(view["from"], view["to"])
        if declared["steps"][frame] is not None and step < declared["steps"][frame] < step + 1
    ]
    return inside[-1] if inside else None


def now(view: dict, step: float) -> dict:
    """The view as it is at ``step``: a window that follows does so about a point."""
    scale = np.interp(step, np.arange(len(view["scales"])), view["scales"])
    sides = zip(view["about"], view["window"].items(), strict=True)
    window = {name: [at + scale * (end - at) for end in ends] for at, (name, ends) in sides}
    return view | {"window": window}


def test_it_opens_with_the_leap_and_asks(film: Film) -> None:
    (question,) = film.timeline["questions"]
    first = film.timeline["captions"][0]
    assert first["start"] <= 4.0 and first["text"] == question["question"]
    steps = film.timeline["steps"][: int(question["start"] * film.timeline["fps"])]
    assert steps[0] == 0.0 and max(steps) > 670 and len(set(steps)) > 0.8 * len(steps)


def test_the_map_follows_the_leap(film: Film, rows: np.ndarray) -> None:
    """The head is where torch's step is, at every scale from the start's to the ring's."""
    declared, wanted = film.timeline, []
    for view in (film.views("RMSprop")[which] for which in (0, 3)):
        scales = np.array(view["scales"])
        assert scales.max() / scales[-1] > 50 and scales[673] / scales[660] > 5
        frames = range(view["from"] + RATE, view["to"], 3)
        steps = [declared["steps"][frame] for frame in frames]
        wanted += [(f, now(view, step), step) for f, step in zip(frames, steps, strict=True)]
    pictures = dict(film.frames({frame for frame, _, _ in wanted}))
    for frame, view, step in wanted:
        row = min(int(step), len(rows) - 2)
        here = rows[row] + (step - row) * (rows[row + 1] - rows[row])
        assert miss(pictures[frame], PINK, project(view, here)) < 4, step  # beside its trail
    assert len({round(view["window"]["slope"][1], 2) for _, view, _ in wanted}) >= 10


def test_the_ring_is_where_a_run_has_arrived(film: Film) -> None:
    """Right and left of the minimum its loss is 0.001 above the smallest."""
    declared, view = film.timeline, film.views("RMSprop")[3]
    frame = next(f for f in range(view["from"], view["to"]) if declared["steps"][f] > 300)
    ((_, picture),) = film.frames([frame])
    reach = np.sqrt(2e-3 / article_hessian()[0, 0])
    for side in (-1.0, 1.0):
        edge = article_minimizer() + np.array([side * reach, 0.0])
        spot = project(now(view, declared["steps"][frame]), edge)
        assert abs(stroke_at(picture, spot, np.array([1.0, 0.0]), DARK.minimum)) < BOUND


@pytest.mark.parametrize("which", [2, 4], ids=["first steps", "cycle"])
def test_the_boxs_edges_are_the_steps_lengths_away(film, rows, which) -> None:
    """The step from gradients and averages computed in the test."""
    declared = film.timeline
    view = film.views("RMSprop")[which]
    factors, away = rmsprop_multipliers(rows), rows - article_minimizer()
    steps = range(int(declared["steps"][view["from"]]), int(declared["steps"][view["to"] - 1]))
    shown = {step: frame_at(declared, view, step) for step in steps}
    shown = {step: frame for step, frame in shown.items() if frame is not None}
    pictures, checked = dict(film.frames(shown.values())), 0
    for step, frame in shown.items():
        move = -factors[step] * (away[step] @ article_hessian())
        ends = [project(view, rows[step]), project(view, rows[step] + move)]
        if np.abs(ends[1] - ends[0]).min() < 40:
            continue  # the arrow's tip covers its edges
        for share in np.array([[0.7, 0.0], [0.0, 0.7], [0.3, 1.0], [1.0, 0.3]]):
            spot = project(view, rows[step] + share * move)
            if min(np.abs(spot - project(view, rows[k])).max() for k in (step, step + 1)) < 26:
                continue  # below the head
            across = np.isin(share, (0.0, 1.0)).astype(float)
            off = stroke_at(pictures[frame], spot, across, PINK)
            assert abs(off) < BOUND, f"step {step}, {share}: {off:.2f} px off"
            checked += 1
    assert checked >= 8


def test_the_cycles_head_is_where_torchs_steps_are(film, rows) -> None:
    declared = film.timeline
    view = film.views("RMSprop")[4]
    wholes = {}
    for frame in range(view["from"] + RATE, view["to"]):
        if declared["steps"][frame] == int(declared["steps"][frame]):
            wholes.setdefault(int(declared["steps"][frame]), frame)
    for frame, picture in film.frames(wholes.values()):
        expected = project(view, rows[int(declared["steps"][frame])])
        assert miss(picture, PINK, expected) < 4  # tail and box share the colour
    assert len(wholes) >= 5


def test_gradient_descents_arrow_ends_where_its_step_does(film: Film) -> None:
    declared = film.timeline
    view = film.views("GD")[0]
    still = [f for f in range(view["from"], view["to"]) if declared["steps"][f] == 0.0]
    ((_, picture),) = film.frames([still[-1]])
    start = np.array(START)
    tail, tip = project(view, start), project(view, start - LR * article_gradient(start))
    _, reach, aside = arrow_at(picture, DARK.racer("GD"), tail, tip)
    assert reach == pytest.approx(np.hypot(*(tip - tail)) - TIP, abs=BOUND)
    assert abs(aside) < 1.0


def test_the_multipliers_are_those_of_the_step_to_the_first_acts_end(film, rows) -> None:
    """The longest pink line beside the map is the intercept's bar."""
    declared, factors = film.timeline, rmsprop_multipliers(rows)[:, 0]
    view = film.views("RMSprop")[1]
    first = [f for f in range(view["from"], view["to"]) if declared["steps"][f] == 0.0][-1]
    last = view["to"] - 1
    assert declared["steps"][last] == int(declared["steps"][last]) > 10
    lengths = []
    for _, picture in film.frames([first, last]):
        pink = distance(picture[:, 1056:], PINK) < 0.2
        lengths.append(pink.sum(axis=1).max())
    ratio = factors[int(declared["steps"][last])] / factors[0]
    assert lengths[1] / lengths[0] == pytest.approx(ratio, abs=0.01)


def test_sentences_tell_the_numbers_of_the_rows(film, rows) -> None:
    said = " ".join(line["text"] for line in film.timeline["captions"])
    paths = {name: article_loop(name, 10).params for name in ("GD", "RMSprop")}
    moves = {name: np.abs(np.diff(path, axis=0)) for name, path in paths.items()}
    ratio = {name: move[:, 1] / move[:, 0] for name, move in moves.items()}
    assert f"goes {ratio['GD'][0]:.1f} times as far" in said
    assert "first step leads just as far in a as in b." in said
    assert ratio["RMSprop"][0] == pytest.approx(1.0, abs=1e-6)
    assert "And long, 10 eta:" in said and np.allclose(
        np.abs(rows[1] - rows[0]), 10 * LR, rtol=1e-6
    )
    away = rows - article_minimizer()
    assert (np.abs(np.abs(away[-30:]) - 0.05) < 0.005).all() and "half a learning rate" in said


def test_why_it_leaps_is_told_when_it_happens(film, rows) -> None:
    """From a loop: where it arrives, passes the limit, is out, comes back, and how often again."""
    told = {finding["name"]: finding["step"] for finding in film.timeline["events"]}
    said = " ".join(line["text"] for line in film.timeline["captions"])
    away, factors = rows - article_minimizer(), rmsprop_multipliers(rows)
    excess, curvature = article_excess(rows), np.diag(article_hessian())
    touch = int(np.argmax(excess < 1e-3))
    beyond = (factors * curvature > 2).any(axis=1)
    over = touch + int(np.argmax(beyond[touch:]))
    out = touch + int(np.argmax(excess[touch:] >= 1e-3))
    back = out + int(np.argmin(beyond[out:]))
    outside = excess >= 1e-3
    left = np.flatnonzero(outside[out + 1 :] & ~outside[out:-1]) + out + 1
    assert told["forgetting"] == touch and told["past_limit"] == over
    assert told["thrown_out"] == out and told["caught"] == back and told["relapses"] == left[0]
    growth = (factors[over - 1] / factors[touch]) ** (1 / (over - 1 - touch))
    assert f"by {100 * (np.sqrt(np.prod(growth)) - 1):.1f} % a step" in said
    assert f"For about {round(out - touch, -2)} steps RMSprop's loss is within 0.001" in said
    swings = np.abs(away[out - 10 : out + 1]).max(axis=1)
    assert f"{(swings[-1] / swings[0]) ** 0.1:.1f} times as far off with each step" in said
    assert "leaps out again and again" in said and len(left) >= 2
    assert (factors[left - 1, 1] * curvature[1] > 2).all(), "the multiplier in b"
    assert away[over].max() < 1e-14, "an error in the last digit"
