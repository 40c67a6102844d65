"""The comparison film: what it says and shows, in decoded frames and in its own words."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from optanim.films.reading import probe, timeline
from tests.references import START, article_adam, article_gradient, article_hessian
from tests.scenes.inspect import ASPECTS, inspected

pytestmark = pytest.mark.film


def test_it_lasts_a_minute_and_a_half_at_most(film: Path) -> None:
    assert 60 <= probe(film).seconds <= 95


def test_captions_tell_the_numbers_of_the_steps(film: Path) -> None:
    told = {finding["name"]: finding["sentence"] for finding in timeline(film)["events"]}
    factor = abs(1 - 0.1 * np.linalg.eigvalsh(article_hessian())[-1])
    assert f"{factor:.2f}" in told["swings"]
    gradient = article_gradient(np.array(START))
    assert f"GD {0.1 * np.hypot(*gradient):.1f} units" in told["first_step"]
    assert f"Adam {0.1 * np.sqrt(2):.2f}" in told["first_step"]
    called, lag = map(int, re.findall(r"\d+", told["late_turn"]))
    seen, path = article_adam(100)
    gradients = seen["gradient"][:, 0]
    moves = np.diff(path[:, 0])
    assert called == int(np.argmax(np.sign(gradients) != np.sign(gradients[0])))
    assert called + lag == int(np.argmax(np.sign(moves) != np.sign(moves[0])))


@pytest.mark.parametrize("aspect", ASPECTS)
def test_texts_stay_in_the_frame_and_apart(aspect: str, tmp_path: Path) -> None:
    watched = inspected("compare", "Compare", aspect, tmp_path)
    assert watched.inspected > 200
    assert not watched.wrong, "\n".join(sorted(set(watched.wrong)))
