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


def test_it_lasts_about_a_minute(film: Film) -> None:
    assert 40 <= film.info.seconds <= 75


@pytest.mark.parametrize("which", [1, 2], ids=["first steps", "cycle"])
def test_the_boxs_edges_are_the_steps_lengths_away(film, rows, which) -> None:
    """Half-widths from gradients and averages computed in the test."""
    declared = film.timeline
    view = film.views("RMSprop")[which]
    factors, away = rmsprop_multipliers(rows), rows - article_minimizer()
    steps = range(int(declared["steps"][view["from"]]), int(declared["steps"][view["to"] - 1]))
    shown = {step: frame_at(declared, view, step) for step in steps}
    shown = {step: frame for step, frame in shown.items() if frame is not None}
    pictures, checked = dict(film.frames(shown.values())), 0
    for step, frame in shown.items():
        half = factors[step] * np.abs(away[step] @ article_hessian())
        for side in np.array([[1, 0], [-1, 0], [0, 1], [0, -1]]):
            spot = project(view, rows[step] + side * half)
            if np.abs(spot - project(view, rows[step + 1])).max() < 15:
                continue
            off = stroke_at(pictures[frame], spot, np.array([side[0], -side[1]], float), PINK)
            assert abs(off) < BOUND, f"step {step}, side {side}: {off:.2f} px off"
            checked += 1
    assert checked >= 12


def test_the_cycles_head_is_where_torchs_steps_are(film, rows) -> None:
    declared = film.timeline
    view = film.views("RMSprop")[2]
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
    view = film.views("RMSprop")[0]
    first = [f for f in range(view["from"], view["to"]) if declared["steps"][f] == 0.0][-1]
    last = view["to"] - 1
    assert declared["steps"][last] == int(declared["steps"][last]) > 10
    lengths = []
    for _, picture in film.frames([first, last]):
        pink = distance(picture[:, 1056:], PINK) < 0.2
        lengths.append(pink.sum(axis=1).max())
    ratio = factors[int(declared["steps"][last])] / factors[0]
    assert lengths[1] / lengths[0] == pytest.approx(ratio, abs=0.01)


def test_captions_tell_the_numbers_of_the_rows(film, rows) -> None:
    told = {finding["name"]: finding["sentence"] for finding in film.timeline["events"]}
    paths = {name: article_loop(name, 10).params for name in ("GD", "RMSprop")}
    moves = {name: np.abs(np.diff(path, axis=0)) for name, path in paths.items()}
    ratio = {name: move[:, 1] / move[:, 0] for name, move in moves.items()}
    numbers = f"GD {ratio['GD'][0]:.1f} to 1, RMSprop {ratio['RMSprop'][0]:.2f} to 1"
    assert numbers in told["first_scaling"]
    largest = f"at most {ratio['RMSprop'].max():.1f} to 1, GD up to {ratio['GD'].max():.0f} to 1"
    assert f"10 steps: RMSprop {largest}" in told["even_steps"]
    away, factors = rows - article_minimizer(), rmsprop_multipliers(rows)
    excess, curvature = article_excess(rows), np.diag(article_hessian())
    touch = int(np.argmax(excess < 1e-3))
    over = touch + int(np.argmax((factors[touch:] * curvature > 2).any(axis=1)))
    growth = (factors[over - 1] / factors[touch]) ** (1 / (over - 1 - touch))
    assert f"by {100 * (np.sqrt(np.prod(growth)) - 1):.1f} %" in told["forgetting"]
    assert told["past_limit"].startswith(f"Step {over}:")
    out = touch + int(np.argmax(excess[touch:] >= 1e-3))
    assert told["thrown_out"].startswith(f"Step {out}:")
    assert f"after {out - touch} steps within 0.001" in told["thrown_out"]
    farther = np.flatnonzero(np.abs(np.abs(away) - 0.05).max(axis=1) > 0.005)[-1]
    assert "step is 10 η in each" in told["leap"] and np.allclose(
        np.abs(rows[1] - rows[0]), 10 * LR, rtol=1e-6
    )
    assert f"from {np.abs(away[farther + 2 :]).mean():.4f} on" in told["cycle"]
