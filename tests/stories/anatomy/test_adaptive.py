"""The parts of RMSprop's and Adam's steps against torch's own state, in a loop of torch."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run, Schedule
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stories.anatomy.adaptive import Averages, Multipliers
from tests.references import article_loop

STEPS = 120


def traced(name: str, **keywords: object) -> Trajectory:
    return trace(Run(article(), make(name, **keywords), steps=STEPS))


@pytest.mark.parametrize(
    "keywords", [{}, {"alpha": 0.95, "eps": 1e-3}], ids=["defaults", "other settings"]
)
def test_rmsprops_step_is_multiplier_times_gradient(keywords: dict) -> None:
    rows, gradients, seen = article_loop("RMSprop", STEPS, **keywords)
    parts = Multipliers.of(traced("RMSprop", **keywords))
    multiplier = 0.1 / (np.sqrt(seen["square_avg"]) + keywords.get("eps", 1e-8))
    moves = np.diff(rows, axis=0)
    assert np.allclose(parts.multiplier, multiplier, rtol=1e-12, atol=0)
    assert np.allclose(parts.step, -multiplier * gradients, rtol=1e-12, atol=1e-12)
    assert np.allclose(parts.step, moves, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "keywords", [{}, {"betas": (0.0, 0.99), "eps": 1e-3}], ids=["defaults", "other settings"]
)
def test_adams_averages_are_torchs_and_give_its_step(keywords: dict) -> None:
    rows, _, seen = article_loop("Adam", STEPS, **keywords)
    parts = Averages.of(traced("Adam", **keywords))
    (first, second), eps = keywords.get("betas", (0.9, 0.999)), keywords.get("eps", 1e-8)
    count = seen["step"].reshape(-1, 1).astype(float)
    m_hat = seen["exp_avg"] / (1 - first**count)
    root = np.sqrt(seen["exp_avg_sq"] / (1 - second**count))
    assert np.allclose(parts.m, seen["exp_avg"], rtol=1e-12, atol=1e-12)
    assert np.allclose(parts.root_v**2, seen["exp_avg_sq"], rtol=1e-12, atol=0)
    assert np.allclose(parts.m_hat, m_hat, rtol=1e-12, atol=1e-12)
    assert np.allclose(parts.root_v_hat, root, rtol=1e-12, atol=0)
    assert np.allclose(parts.step, -0.1 * m_hat / (root + eps), rtol=0, atol=1e-12)
    assert np.allclose(parts.step, np.diff(rows, axis=0), rtol=0, atol=1e-12)


def test_the_first_uncorrected_step_has_the_length_of_theory() -> None:
    parts = Averages.of(traced("Adam"))
    theory = 0.1 * (1 - 0.9) / np.sqrt(1 - 0.999)
    assert np.allclose(np.abs(parts.uncorrected[0]), theory, rtol=1e-6)
    assert np.allclose(np.abs(parts.step[0]), 0.1, rtol=1e-8)


def test_a_rate_that_falls_enters_the_multiplier() -> None:
    schedule = Schedule.parse("ExponentialLR:gamma=0.95")
    run = Run(article(), make("RMSprop"), schedule, steps=30)
    trajectory = trace(run)
    assert np.allclose(
        Multipliers.of(trajectory).step, np.diff(trajectory.params, axis=0), rtol=0, atol=1e-12
    )


@pytest.mark.parametrize(
    ("parts", "name", "keywords", "message"),
    [
        (Multipliers, "Adam", {}, "those of RMSprop"),
        (Averages, "RMSprop", {}, "those of Adam"),
        (Averages, "AdamW", {}, "those of Adam"),
        (Multipliers, "RMSprop", {"momentum": 0.5}, "momentum must be 0.0"),
        (Averages, "Adam", {"weight_decay": 0.1}, "weight_decay must be 0.0"),
        (Averages, "Adam", {"amsgrad": True}, "amsgrad must be False"),
        (Multipliers, "RMSprop", {"centered": True}, "centered must be False"),
    ],
)
def test_other_optimizers_and_settings_are_refused(
    parts: type, name: str, keywords: dict, message: str
) -> None:
    trajectory = trace(Run(article(), make(name, **keywords), steps=3))
    with pytest.raises(OptanimError, match=message):
        parts.of(trajectory)
