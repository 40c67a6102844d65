"""Outcomes are told apart, and whatever is not the run itself is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make, parse
from optanim.proof.verification import verify
from optanim.runs.outcome import Outcome
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory

PROBLEM = article()


@pytest.fixture(scope="module")
def adam() -> Trajectory:
    return trace(Run(PROBLEM, make("Adam"), steps=40))


def edited(array: np.ndarray, change: Callable[[np.ndarray], None]) -> np.ndarray:
    copy = array.copy()
    change(copy)
    return copy


def _nudge(rows: np.ndarray) -> None:
    rows[17, 0] *= 1 + 1e-9


def _swap(rows: np.ndarray) -> None:
    rows[[10, 11]] = rows[[11, 10]]


def _clip(rows: np.ndarray) -> None:
    np.clip(rows, -50, 50, out=rows)


def _nan(rows: np.ndarray) -> None:
    rows[5] = np.nan


MUTATIONS = {
    "a row nudged": lambda t: {"params": edited(t.params, _nudge)},
    "two rows swapped": lambda t: {"params": edited(t.params, _swap)},
    "gradients clipped": lambda t: {"gradients": edited(t.gradients, _clip)},
    "another learning rate": lambda t: {"lrs": np.full(40, 0.1 + 1e-12)},
    "losses one row late": lambda t: {"losses": np.roll(t.losses, 1)},
    "a state nudged": lambda t: {
        "state": {**t.state, "exp_avg_sq": edited(t.state["exp_avg_sq"], _nudge)}
    },
    "the end cut off": lambda t: {
        "params": t.params[:30], "losses": t.losses[:30], "gradients": t.gradients[:30],
        "lrs": t.lrs[:29], "state": {name: rows[:30] for name, rows in t.state.items()},
    },
    "a row less of losses": lambda t: {"losses": t.losses[:-1]},
    "a hole": lambda t: {"params": edited(t.params, _nan)},
    "another start": lambda t: {"run": replace(t.run, start=np.array([2.0, 9.0 + 1e-9]))},
    "another optimizer": lambda t: {"run": replace(t.run, optimizer=make("RMSprop"))},
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_not_the_run_is_refused(adam: Trajectory, name: str) -> None:
    verify(adam)
    with pytest.raises(OptanimError):
        verify(replace(adam, **MUTATIONS[name](adam)))


@pytest.mark.parametrize(
    ("text", "steps", "outcome"),
    [
        ("GD", 100, Outcome.ARRIVED),
        ("Adam", 100, Outcome.ON_ITS_WAY),
        ("RMSprop", 1000, Outcome.CYCLING),
        ("SGD:lr=0.1,weight_decay=0.5", 300, Outcome.SETTLED_ELSEWHERE),
        ("GD:lr=0.14", 100, Outcome.DIVERGED),
        ("GD:lr=0.5", 900, Outcome.DIVERGED),
    ],
)
def test_outcomes(text: str, steps: int, outcome: Outcome) -> None:
    run = trace(Run(PROBLEM, parse(text), steps=steps))
    verify(run)
    assert run.outcome is outcome


def test_a_run_that_turns_non_finite_ends_at_its_last_finite_row() -> None:
    run = trace(Run(PROBLEM, make("GD", lr=0.5), steps=900))
    assert run.steps < 900 and run.divergence == run.steps + 1
    assert np.all(np.isfinite(run.params)) and np.all(np.isfinite(run.losses))


def test_a_run_has_diverged_from_where_it_stays_above_the_start() -> None:
    run = trace(Run(PROBLEM, make("GD", lr=0.1235), steps=600))
    assert run.losses[-1] > 10 * run.losses[0]
    assert np.all(run.losses[run.divergence :] > run.losses[0])
    assert run.losses[run.divergence - 1] <= run.losses[0]


def test_to_arrive_is_to_stay(adam: Trajectory) -> None:
    low, high = PROBLEM.loss.minimum + 1e-4, 1.0
    losses = np.full(41, high)
    losses[[10, 20]], losses[30:] = low, low
    made = replace(adam, losses=losses)
    assert (made.first_touch(), made.arrival()) == (10, 30)
    assert replace(adam, losses=np.full(41, high)).arrival() is None


@pytest.mark.parametrize("step", [-1.0, 0.0, 3.25, 39.5, 40.0, 99.0])
def test_between_rows_lies_the_straight_line(adam: Trajectory, step: float) -> None:
    inside = np.clip(step, 0, 40)
    expected = [np.interp(inside, np.arange(41), adam.params[:, i]) for i in (0, 1)]
    assert np.allclose(adam.at(step), expected, rtol=1e-14)


def test_arrays_cannot_be_written(adam: Trajectory) -> None:
    with pytest.raises(ValueError, match="read-only"):
        adam.params[0, 0] = 1.0


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Adm", ("'Adm'", "Did you mean 'Adam'", "RMSprop")),
        ("Adam:beta=1", ("'beta'", "betas", "lr")),
        ("GD:lr=-0.1", ("lr=-0.1", "0 or more")),
        ("Momentum:momentum=1.0", ("momentum=1.0", "below 1")),
        ("Adam:betas=0.9", ("betas=0.9", "two numbers")),
        ("Adam:betas=0.9/1.5", ("beta2=1.5", "below 1")),
        ("GD:lr=fast", ("lr=fast", "0 or more")),
        ("GD:lr=0,1", ("'1'", "key=value")),
        ("GD:lr=0.1.2", ("'0.1.2'", "neither a number")),
        ("GD:lr", ("'lr'", "key=value")),
        ("Adam:amsgrad=3", ("amsgrad=3", "true or false")),
        ("GD:nesterov=true", ("momentum above 0",)),
    ],
)
def test_bad_requests_name_value_and_choices(text: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(OptanimError) as caught:
        parse(text)
    assert all(part in str(caught.value) for part in parts), caught.value


def test_impossible_runs_are_refused() -> None:
    with pytest.raises(OptanimError, match="steps=0 must be a whole number from 1"):
        Run(PROBLEM, make("GD"), steps=0)
    with pytest.raises(OptanimError, match="two finite numbers"):
        Run(PROBLEM, make("GD"), start=np.array([1.0, np.nan]))
