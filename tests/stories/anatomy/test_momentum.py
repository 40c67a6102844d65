"""The fan is torch's own buffer, taken apart."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run, Schedule
from optanim.runs.tracing import trace
from optanim.stories.anatomy.momentum import fan
from tests.references import article_loop


@pytest.mark.parametrize("gamma", [0.2, 0.9])
def test_the_fan_sums_to_torchs_buffer_and_leads_to_the_next_row(gamma: float) -> None:
    run = trace(Run(article(), make("Momentum", momentum=gamma), steps=40))
    rows, _, state = article_loop("GD", 40, momentum=gamma)
    for step in range(40):
        parts = fan(run, step)
        assert parts.parts.shape == (step + 1, 2) and parts.corners.shape == (step + 2, 2)
        assert np.abs(parts.parts.sum(axis=0) + 0.1 * state["momentum_buffer"][step]).max() < 1e-12
        assert np.abs(parts.corners[0] - rows[step]).max() < 1e-12
        assert np.abs(parts.corners[-1] - rows[step + 1]).max() < 1e-12


def test_each_part_is_an_older_gradient_weighted_less() -> None:
    run = trace(Run(article(), make("Momentum", momentum=0.9), steps=5))
    parts = fan(run, 3).parts
    for age in range(4):
        assert np.allclose(parts[age], -0.1 * 0.9**age * run.gradients[3 - age], rtol=1e-14)


def test_under_a_schedule_all_parts_take_the_step_s_learning_rate() -> None:
    """torch keeps gradients in its buffer and multiplies the whole by the present lr."""
    schedule = Schedule("ExponentialLR", {"gamma": 0.8})
    run = trace(Run(article(), make("Momentum", momentum=0.9), schedule, steps=10))
    for step in range(10):
        assert np.abs(fan(run, step).corners[-1] - run.params[step + 1]).max() < 1e-12


def test_without_momentum_the_fan_is_the_gradient() -> None:
    run = trace(Run(article(), make("GD"), steps=3))
    parts = fan(run, 2).parts
    assert np.allclose(parts[0], run.params[3] - run.params[2]) and np.all(parts[1:] == 0)


def test_other_rules_have_no_fan() -> None:
    with pytest.raises(OptanimError, match="only SGD with lr and momentum"):
        fan(trace(Run(article(), make("Adam"), steps=3)), 1)
    with pytest.raises(OptanimError, match="only SGD with lr and momentum"):
        fan(trace(Run(article(), make("Nesterov"), steps=3)), 1)
    with pytest.raises(OptanimError, match="step 3 must lie from 0 to 2"):
        fan(trace(Run(article(), make("Momentum"), steps=3)), 3)
