"""The sweep: against torch, against the closed form on the Hessian's axes, and its choice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.errors import OptanimError
from optanim.losses import MeanSquaredError
from optanim.optimizers.optimizer import TABLE, make
from optanim.proof.verification import NotVerified, verify
from optanim.runs.outcome import Outcome
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.studies.sweeping import AGREEMENT, Sweep, best, sweep

PROBLEM, SMALL = article(), article(points=50)
SWEPT: dict[str, tuple[str, list[Any]]] = {
    "GD": ("lr", [0.01, 0.1, 0.13]),
    "Momentum": ("momentum", [0.0, 0.2, 0.9]),
    "Nesterov": ("weight_decay", [0.0, 0.1]),
    "RMSprop": ("momentum", [0.0, 0.5]),
    "Adam": ("betas", [(0.9, 0.999), (0.0, 0.999), (0.5, 0.9)]),
    "Adadelta": ("rho", [0.5, 0.9]),
    "Adagrad": ("eps", [1e-10, 1e-3]),
    "AdamW": ("amsgrad", [False, True]),
    "NAdam": ("momentum_decay", [0.0, 4e-3]),
    "RAdam": ("betas", [(0.9, 0.5), (0.9, 0.9), (0.9, 0.999)]),
}  # fmt: skip


def torch_rows(lr: float, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and losses of torch's SGD, in a loop of its own."""
    x, y = (torch.tensor(data) for data in (PROBLEM.x.copy(), PROBLEM.y.copy()))
    params = torch.tensor([2.0, 9.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([params], lr=lr)
    rows, losses = [], []
    for _ in range(steps + 1):
        optimizer.zero_grad()
        loss = torch.mean((y - params[0] - params[1] * x) ** 2)
        loss.backward()
        rows.append(params.detach().numpy().copy())
        losses.append(loss.item())
        optimizer.step()
    return np.array(rows), np.array(losses)


def last_away(excess: np.ndarray, tolerance: float) -> float:
    """Steps until ``excess`` stays below ``tolerance``, looked for from the end; else inf."""
    step = len(excess)
    while step > 0 and excess[step - 1] < tolerance:
        step -= 1
    return float(step) if step < len(excess) else np.inf


def test_sampled_rates_agree_with_torch_to_1e12() -> None:
    rates = np.linspace(0.002, 1.1 * PROBLEM.stability_limit(), 240)
    found = sweep(PROBLEM, make("GD"), rates, steps=300, kept=300)
    assert found.arrivals.shape == found.losses.shape == (240,)
    slope, intercept = np.polyfit(PROBLEM.x, PROBLEM.y, 1)
    least = np.mean((PROBLEM.y - intercept - slope * PROBLEM.x) ** 2)
    for index in range(0, 240, 24):
        rows, losses = torch_rows(rates[index], 300)
        size = np.abs(rows).max(axis=1, keepdims=True)
        assert np.max(np.abs(found.paths[index] - rows) / size) < 1e-12
        assert found.losses[index] == pytest.approx(losses[-1], rel=1e-12)
        assert found.arrivals[index] == last_away(losses - least, 1e-3)
    assert np.isinf(found.arrivals[rates >= PROBLEM.stability_limit()]).all()


@given(st.lists(st.floats(1e-4, 0.14), min_size=1, max_size=9), st.sampled_from([1e-1, 1e-3, 1e-8]))
def test_arrivals_follow_the_closed_form(rates: list[float], tolerance: float) -> None:
    """On the Hessian's axes each step multiplies by 1 - lr lambda, so that the excess is known."""
    x = PROBLEM.x
    values, axes = np.linalg.eigh(2 / len(x) * np.array([[len(x), x.sum()], [x.sum(), x @ x]]))
    slope, intercept = np.polyfit(x, PROBLEM.y, 1)
    part = axes.T @ (np.array([2.0, 9.0]) - [intercept, slope])
    found = sweep(PROBLEM, make("GD"), rates, steps=150, tolerance=tolerance)
    for rate, arrival in zip(rates, found.arrivals, strict=True):
        factors = (1 - rate * values) ** (2 * np.arange(151)[:, None])
        excess = 0.5 * factors @ (values * part**2)
        allowed = {last_away(excess, tolerance * (1 + error)) for error in (-1e-6, 0.0, 1e-6)}
        assert arrival in allowed


@pytest.mark.parametrize("name", TABLE)
def test_any_optimizer_and_any_keyword_walks_as_torch_does(name: str) -> None:
    keyword, values = SWEPT.get(name, ("lr", [0.01, 0.1]))
    for kind in {keyword, "lr"}:
        chosen = values if kind == keyword else [0.01, 0.1]
        found = sweep(SMALL, make(name), chosen, kind, steps=40, kept=40)
        for index in range(len(chosen)):
            verified = verify(trace(Run(SMALL, found.at(index), steps=40)))
            assert found.confirm(verified).measured < AGREEMENT
            assert found.outcomes[index] is verified.trajectory.outcome


def test_without_a_closed_form_it_sums_over_the_data() -> None:
    class Plain(MeanSquaredError):
        on_grid = MeanSquaredError.value
        gradient_on_grid = MeanSquaredError.gradient

    plain = replace(PROBLEM, loss=Plain(PROBLEM.x, PROBLEM.y))
    rates = [0.01, 0.05, 0.12, 0.13]
    one, other = (sweep(p, make("GD"), rates, steps=200, kept=200) for p in (PROBLEM, plain))
    assert not np.array_equal(one.paths, other.paths)  # summed in another way
    assert np.allclose(one.paths, other.paths, rtol=1e-11, atol=1e-13)
    assert np.array_equal(one.arrivals, other.arrivals)


def test_more_values_than_walk_at_once_change_nothing() -> None:
    rates = np.linspace(0.001, 0.13, 300)
    whole = sweep(SMALL, make("Adam"), rates, steps=30, kept=30)
    for index in (0, 127, 128, 299):
        alone = sweep(SMALL, make("Adam"), [rates[index]], steps=30, kept=30)
        assert np.allclose(alone.paths[0], whole.paths[index], rtol=1e-12, atol=0)


def test_an_overflow_ends_a_run_at_its_last_finite_row() -> None:
    found = sweep(SMALL, make("GD"), [0.1, 1e60], steps=20, kept=20)
    assert found.outcomes[1] is Outcome.DIVERGED and np.isinf(found.arrivals[1])
    assert np.isfinite(found.losses[1]) and np.isnan(found.paths[1][-1]).all()
    assert found.confirm(verify(trace(Run(SMALL, found.at(1), steps=20)))).passed


def swept() -> Sweep:
    return sweep(SMALL, make("GD"), [0.05, 0.1], steps=30, kept=30)


@pytest.mark.parametrize("field", ["paths", "params", "losses", "arrivals"])
def test_a_sweep_that_disagrees_with_torch_is_refused(field: str) -> None:
    found = swept()
    verified = verify(trace(Run(SMALL, found.at(1), steps=30)))
    wrong = getattr(found, field).copy()
    wrong[1] = 7.0 if np.isinf(wrong[1]).any() else wrong[1] * (1 + 1e-11) + (field == "arrivals")
    with pytest.raises(NotVerified, match=r"lr=0\.1"):
        replace(found, **{field: wrong}).confirm(verified)


def test_runs_of_something_else_are_refused() -> None:
    found = swept()
    for run in (
        Run(SMALL, make("GD", lr=0.07), steps=30),
        Run(SMALL, make("GD", lr=0.1), steps=29),
        Run(SMALL, make("Momentum", lr=0.1), steps=30),
        Run(PROBLEM, make("GD", lr=0.1), steps=30),
    ):
        with pytest.raises(OptanimError):
            found.confirm(verify(trace(run)))


def test_what_cannot_be_swept_is_refused_in_a_line() -> None:
    with pytest.raises(OptanimError, match="no rule covers"):
        sweep(SMALL, make("Adamax"), [0.1])
    with pytest.raises(OptanimError, match="momentun"):
        sweep(SMALL, make("GD"), [0.1], "momentun")
    with pytest.raises(OptanimError, match=r"momentum=1\.5"):
        sweep(SMALL, make("GD"), [0.1, 1.5], "momentum")


def test_the_first_to_arrive_is_best_then_the_lowest_loss() -> None:
    inf, nan = np.inf, np.nan
    assert best(np.array([30.0, 20.0, inf]), np.array([0.0, 1.0, 0.0])) == 1
    assert best(np.array([20.0, 20.0, 20.0]), np.array([3.0, 1.0, 2.0])) == 1
    assert best(np.array([inf, inf, inf]), np.array([nan, 5.0, inf])) == 1
    assert best(np.array([9.0, 9.0]), np.array([1.0, 1.0])) == 0
    found = sweep(PROBLEM, make("Adam"), np.geomspace(0.01, 2.0, 40), steps=100)
    by_hand = min(range(40), key=lambda i: (found.arrivals[i], found.losses[i]))
    assert found.best == by_hand and found.arrivals[by_hand] < found.arrivals[10]
    assert trace(Run(PROBLEM, found.at(by_hand))).arrival() == found.arrivals[by_hand]
