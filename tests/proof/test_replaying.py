"""A replay by hand, row by row, and what it makes of a wrong one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.proof.replaying import in_force, replay, step_after
from optanim.proof.verification import NotVerified, verify
from optanim.runs.problem import article, surface
from optanim.runs.run import Run, Schedule
from optanim.runs.tracing import trace

EPS = np.finfo(float).eps


def test_a_step_is_what_the_formula_gives_from_the_recorded_row() -> None:
    run = trace(Run(article(points=50), make("Momentum", lr=0.05, momentum=0.9), steps=6))
    for k in range(1, 6):
        buffer = 0.9 * run.state["momentum_buffer"][k] + run.gradients[k]
        inputs = {"params": run.params[k], "gradient": run.gradients[k]}
        inputs["momentum_buffer"] = run.state["momentum_buffer"][k]
        after = step_after(run, k, inputs, in_force(run, k))
        assert np.allclose(after["momentum_buffer"], buffer, rtol=1e-15)
        assert np.allclose(after["params"], run.params[k] - 0.05 * buffer, rtol=1e-15)


def test_a_row_off_by_so_many_eps_is_measured_as_that() -> None:
    """Of GD's next row the terms are |p| + |lr g|, each counted once for every input."""
    run = trace(Run(article(points=50), make("GD", lr=0.05), steps=4))
    assert replay(run)[0] <= 1.0
    params = run.params.copy()
    params[4, 1] += 1000 * EPS * abs(params[4, 1])
    size = abs(params[4, 1]) / (2 * abs(run.params[3, 1]) + 2 * 0.05 * abs(run.gradients[3, 1]))
    measured, where = replay(replace(run, params=params))
    assert 0.3 * 1000 * size < measured < 3.0 * 1000 * size
    assert where == " in params, by step 4"


def test_a_schedules_numbers_are_taken_from_the_record() -> None:
    schedule = Schedule.parse("OneCycleLR:max_lr=0.1,total_steps=10")
    run = trace(Run(article(points=50), make("Momentum"), schedule, steps=9))
    for k in range(9):
        force = in_force(run, k)
        assert (force["lr"], force["momentum"]) == (run.lrs[k], run.varying["momentum"][k])
    assert len({in_force(run, k)["momentum"] for k in range(9)}) > 5


def test_chaos_is_proven_row_by_row() -> None:
    """Two correct loops part on Rosenbrock; from each recorded row one step agrees."""
    run = trace(Run(surface("rosenbrock"), make("RMSprop", lr=0.1), steps=600))
    assert replay(run)[0] < 4.0


def test_a_failure_names_quantity_and_step() -> None:
    run = trace(Run(article(points=50), make("Adam"), steps=9))
    averages = run.state["exp_avg_sq"].copy()
    averages[6] *= 1.01
    broken = replace(run, state={**run.state, "exp_avg_sq": averages})
    said = r"steps replayed.*: measured [\d.e+]+, bound 4 in exp_avg_sq, by step [67]$"
    with pytest.raises(NotVerified, match=said):
        verify(broken)


def test_what_the_class_keeps_and_the_rule_does_not_return_is_named() -> None:
    run = trace(Run(article(points=50), make("Momentum", lr=0.05, momentum=0.9), steps=2))
    kept = replace(run, state={**run.state, "drift": np.ones(3)})
    with pytest.raises(OptanimError, match="keeps drift, which its rule does not return"):
        replay(kept)


def test_without_a_rule_there_is_nothing_to_replay_by() -> None:
    run = trace(Run(article(points=50), make("Adamax"), steps=2))
    with pytest.raises(ValueError, match=r"Adamax.* has no rule"):
        replay(run)
