"""The film about RMSprop: its box, its arrows and its words, in decoded frames."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from optanim.films.reading import frames, probe, timeline
from optanim.look.theme import DARK, rgb
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from tests.references import article_hessian, article_loop, article_minimizer
from tests.scenes.adaptive import (
    RATE,
    multipliers,
    rendered,
    restless,
    stroke_at,
)
from tests.scenes.arrows import TIP, visible
from tests.scenes.inspect import ASPECTS, inspected, unreadable
from tests.scenes.test_truth import BOUND, core, project

pytestmark = pytest.mark.film
PINK = np.array(rgb(DARK.racer("RMSprop")))


@pytest.fixture(scope="session")
def rmsprop_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("rmsprop"), "rmsprop", "RMSprop")


@pytest.fixture(scope="module")
def rows(rmsprop_film: Path) -> np.ndarray:
    """The film's trajectory: where it is thrown out depends on every rounding before.

    So a loop of torch is followed only as far as it is not chaotic, and each step to the end.
    """
    steps = int(max(step for step in timeline(rmsprop_film)["steps"] if step is not None))
    rows = trace(Run(article(), make("RMSprop"), steps=steps)).params
    assert np.allclose(rows[:201], article_loop("RMSprop", 200).params, rtol=0, atol=1e-12)
    hessian, minimizer = article_hessian(), article_minimizer()
    steps = multipliers(rows) * ((rows[:-1] - minimizer) @ hessian)
    assert np.allclose(rows[:-1] - steps, rows[1:], rtol=0, atol=1e-9)
    return rows


def views(declared: dict, racer: str) -> list[dict]:
    return [view for view in declared["views"] if view["racer"] == racer]


def frame_at(declared: dict, view: dict, step: float) -> int | None:
    """The last frame of ``view`` between ``step`` and the next: its box is that of ``step``."""
    inside = [
        frame
        for frame in range(view["from"], view["to"])
        if declared["steps"][frame] is not None and step < declared["steps"][frame] < step + 1
    ]
    return inside[-1] if inside else None


def test_it_lasts_about_a_minute_can_be_read_and_is_never_blank(rmsprop_film: Path) -> None:
    declared = timeline(rmsprop_film)
    assert probe(rmsprop_film).frames == declared["frames"]
    assert 40 <= probe(rmsprop_film).seconds <= 75
    assert not unreadable(rmsprop_film)
    some = range(0, declared["frames"], RATE)
    contrasts = [
        np.ptp(picture[::4, ::4].mean(axis=2)) for _, picture in frames(rmsprop_film, some)
    ]
    assert min(contrasts) > 30  # one title leaves, the next comes


def test_every_act_ends_on_a_still_second(rmsprop_film: Path) -> None:
    assert not restless(rmsprop_film)


@pytest.mark.parametrize("which", [1, 2], ids=["first steps", "cycle"])
def test_the_boxs_edges_are_the_steps_lengths_away(rmsprop_film, rows, which) -> None:
    """Half-widths from gradients and averages computed in the test."""
    declared = timeline(rmsprop_film)
    view = views(declared, "RMSprop")[which]
    factors, hessian, minimizer = multipliers(rows), article_hessian(), article_minimizer()
    steps = range(int(declared["steps"][view["from"]]), int(declared["steps"][view["to"] - 1]))
    shown = {step: frame_at(declared, view, step) for step in steps}
    shown = {step: frame for step, frame in shown.items() if frame is not None}
    pictures, checked = dict(frames(rmsprop_film, shown.values())), 0
    for step, frame in shown.items():
        half = factors[step] * np.abs((rows[step] - minimizer) @ hessian)
        for side in np.array([[1, 0], [-1, 0], [0, 1], [0, -1]]):
            spot = project(view, rows[step] + side * half)
            if np.abs(spot - project(view, rows[step + 1])).max() < 15:
                continue
            off = stroke_at(pictures[frame], spot, np.array([side[0], -side[1]], float), PINK)
            assert abs(off) < BOUND, f"step {step}, side {side}: {off:.2f} px off"
            checked += 1
    assert checked >= 12


def test_the_cycles_head_is_where_torchs_steps_are(rmsprop_film, rows) -> None:
    declared = timeline(rmsprop_film)
    view = views(declared, "RMSprop")[2]
    wholes = {}
    for frame in range(view["from"] + RATE, view["to"]):
        if declared["steps"][frame] == int(declared["steps"][frame]):
            wholes.setdefault(int(declared["steps"][frame]), frame)
    for frame, picture in frames(rmsprop_film, wholes.values()):
        expected = project(view, rows[int(declared["steps"][frame])])
        centroid, _ = core(picture, DARK.racer("RMSprop"), expected)
        assert np.hypot(*(centroid - expected)) < 4  # tail and box share the colour
    assert len(wholes) >= 5


def test_gradient_descents_arrow_ends_where_its_step_does(rmsprop_film: Path) -> None:
    declared = timeline(rmsprop_film)
    view = views(declared, "GD")[0]
    still = [f for f in range(view["from"], view["to"]) if declared["steps"][f] == 0.0]
    ((_, picture),) = frames(rmsprop_film, [still[-1]])
    hessian, minimizer = article_hessian(), article_minimizer()
    start = np.array([2.0, 9.0])
    tail = project(view, start)
    tip = project(view, start - 0.1 * hessian @ (start - minimizer))
    _, reach, aside = visible(picture, DARK.racer("GD"), tail, tip)
    assert reach == pytest.approx(np.hypot(*(tip - tail)) - TIP, abs=BOUND)
    assert abs(aside) < 1.0


def test_the_multipliers_are_those_of_the_step_to_the_first_acts_end(rmsprop_film, rows) -> None:
    """The longest pink line beside the map is the intercept's bar."""
    declared, factors = timeline(rmsprop_film), multipliers(rows)[:, 0]
    view = views(declared, "RMSprop")[0]
    first = [f for f in range(view["from"], view["to"]) if declared["steps"][f] == 0.0][-1]
    last = view["to"] - 1
    assert declared["steps"][last] == int(declared["steps"][last]) > 10
    lengths = []
    for _, picture in frames(rmsprop_film, [first, last]):
        column = picture[:, 1056:] / 255.0
        pink = np.linalg.norm(column - PINK, axis=-1) < 0.2
        lengths.append(pink.sum(axis=1).max())
    ratio = factors[int(declared["steps"][last])] / factors[0]
    assert lengths[1] / lengths[0] == pytest.approx(ratio, abs=0.01)


def test_captions_tell_the_numbers_of_the_rows(rmsprop_film, rows) -> None:
    hessian, minimizer = article_hessian(), article_minimizer()
    told = {finding["name"]: finding["sentence"] for finding in timeline(rmsprop_film)["events"]}
    paths = {name: article_loop(name, 10).params for name in ("GD", "RMSprop")}
    moves = {name: np.abs(np.diff(path, axis=0)) for name, path in paths.items()}
    ratio = {name: move[:, 1] / move[:, 0] for name, move in moves.items()}
    numbers = f"GD {ratio['GD'][0]:.1f} to 1, RMSprop {ratio['RMSprop'][0]:.2f} to 1"
    assert numbers in told["first_scaling"]
    largest = f"at most {ratio['RMSprop'].max():.1f} to 1, GD up to {ratio['GD'].max():.0f} to 1"
    assert f"10 steps: RMSprop {largest}" in told["even_steps"]
    away, factors = rows - minimizer, multipliers(rows)
    excess = 0.5 * np.sum(away @ hessian * away, axis=1)
    touch = int(np.argmax(excess < 1e-3))
    over = touch + int(np.argmax((factors[touch:] * np.diag(hessian) > 2).any(axis=1)))
    growth = (factors[over - 1] / factors[touch]) ** (1 / (over - 1 - touch))
    assert f"by {100 * (np.sqrt(np.prod(growth)) - 1):.1f} %" in told["forgetting"]
    assert told["past_limit"].startswith(f"Step {over}:")
    out = touch + int(np.argmax(excess[touch:] >= 1e-3))
    assert told["thrown_out"].startswith(f"Step {out}:")
    assert f"after {out - touch} steps within 0.001" in told["thrown_out"]
    farther = np.flatnonzero(np.abs(np.abs(away) - 0.05).max(axis=1) > 0.005)[-1]
    assert f"from {np.abs(away[farther + 2 :]).mean():.4f} on" in told["cycle"]


@pytest.mark.parametrize("aspect", ASPECTS)
def test_texts_stay_in_the_frame_and_apart(aspect: str, tmp_path: Path) -> None:
    watched = inspected("rmsprop", "RMSprop", aspect, tmp_path)
    assert watched.inspected > 150
    assert not watched.wrong, "\n".join(sorted(set(watched.wrong)))
