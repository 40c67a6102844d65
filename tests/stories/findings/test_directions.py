"""What gradient descent does along two directions: told where closed forms have it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stories.findings.directions import powers, swings_and_creeps
from tests.references import article_directions


def walked(lr: float) -> Trajectory:
    return trace(Run(article(), make("GD", lr=lr), steps=20))


def test_it_swings_across_and_creeps_along_at_the_article_s_rate() -> None:
    (flat, steep), _ = article_directions()
    values = swings_and_creeps(walked(0.1)).values
    assert values["flat_factor"] == pytest.approx(1 - 0.1 * flat)
    assert values["steep_factor"] == pytest.approx(1 - 0.1 * steep)


@pytest.mark.parametrize("lr", [0.05, 0.13])
def test_a_rate_that_does_not_swing_or_that_diverges_is_not_said_to(lr: float) -> None:
    assert swings_and_creeps(walked(lr)) is None


def test_what_is_left_is_a_power_unless_a_row_says_otherwise() -> None:
    run = walked(0.1)
    assert powers(run).values["error"] < 1e-12
    moved = np.array(run.params)
    moved[7] += 1e-6
    assert powers(replace(run, params=moved)) is None
