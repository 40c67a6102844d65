"""The comparison film: what it says and shows, in decoded frames and in its own words."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from optanim.films.reading import probe, timeline
from tests.scenes.inspect import ASPECTS, inspected

pytestmark = pytest.mark.film


def test_it_lasts_a_minute_and_a_half_at_most(film: Path) -> None:
    assert 60 <= probe(film).seconds <= 95


def test_captions_tell_the_numbers_of_the_steps(film: Path) -> None:
    """Computed here from a replay by hand: x and y as in the article, GD as p - lr g."""
    data = np.random.default_rng(0)
    x = data.uniform(-5, 5, 1000)
    y = -2 + 2 * x + data.normal(0, 0.001, 1000)
    design = np.column_stack([np.ones(1000), x])
    hessian = 2 / 1000 * design.T @ design
    told = {finding["name"]: finding["sentence"] for finding in timeline(film)["events"]}
    factor = abs(1 - 0.1 * np.linalg.eigvalsh(hessian)[-1])
    assert f"{factor:.2f}" in told["swings"]
    gradient = -2 / 1000 * design.T @ (y - design @ [2.0, 9.0])
    assert f"GD {0.1 * np.hypot(*gradient):.1f} units" in told["first_step"]
    assert f"Adam {0.1 * np.sqrt(2):.2f}" in told["first_step"]
    called, lag = map(int, re.findall(r"\d+", told["late_turn"]))
    params, m, v = np.array([2.0, 9.0]), 0.0, 0.0
    gradients, path = [], [params]
    for k in range(1, 101):
        g = -2 / 1000 * design.T @ (y - design @ params)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        params = params - 0.1 * m / (1 - 0.9**k) / (np.sqrt(v / (1 - 0.999**k)) + 1e-8)
        gradients.append(g[0])
        path.append(params)
    moves = np.diff(np.array(path)[:, 0])
    assert called == int(np.argmax(np.sign(gradients) != np.sign(gradients[0])))
    assert called + lag == int(np.argmax(np.sign(moves) != np.sign(moves[0])))


@pytest.mark.parametrize("aspect", ASPECTS)
def test_texts_stay_in_the_frame_and_apart(aspect: str, tmp_path: Path) -> None:
    watched = inspected("compare", "Compare", aspect, tmp_path)
    assert watched.inspected > 200
    assert not watched.wrong, "\n".join(sorted(set(watched.wrong)))
