"""Every optimizer of the table: torch against its NumPy rule, over random hyperparameters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from optanim.optimizers.bounds import ANY_SIZE
from optanim.optimizers.classes import class_of
from optanim.optimizers.optimizer import TABLE, make
from optanim.proof.verification import measure, verify
from optanim.runs.problem import article
from optanim.runs.run import Run, Schedule
from optanim.runs.tracing import trace

PROBLEM = article(points=50)
BELOW_ONE = st.floats(0.0, 0.999)
VALUES = {
    "lr": st.floats(1e-4, 0.2),
    "momentum": BELOW_ONE,
    "dampening": st.floats(0.0, 0.9),
    "weight_decay": st.floats(0.0, 0.5),
    "alpha": BELOW_ONE,
    "rho": BELOW_ONE,
    "betas": st.tuples(BELOW_ONE, BELOW_ONE),
    "eps": st.floats(1e-10, 1e-3),
    "lr_decay": st.floats(0.0, 0.1),
    "momentum_decay": st.floats(0.0, 0.1),
    "amsgrad": st.booleans(),
}


@st.composite
def keywords(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """Values for some of the keywords that the rule of ``name`` covers."""
    entry = TABLE[name]

    def within(key: str) -> st.SearchStrategy[Any]:
        bound = entry.bounds.get(key, ANY_SIZE)
        return VALUES[key].filter(lambda v: all(bound.low <= n < bound.below for n in np.ravel(v)))

    chosen = draw(st.lists(st.sampled_from(sorted(entry.defaults.keys() & VALUES)), unique=True))
    drawn = {key: draw(within(key)) for key in chosen}
    if name == "Nesterov":
        drawn |= {"momentum": draw(st.floats(0.1, 0.9)), "dampening": 0.0}
    assume(entry.refuse(drawn) is None)
    return drawn


@pytest.mark.parametrize("name", TABLE)
@given(data=st.data())
def test_torch_follows_the_rule(name: str, data: st.DataObject) -> None:
    optimizer = make(name, **data.draw(keywords(name)))
    trajectory = trace(Run(PROBLEM, optimizer, steps=25))
    assert optimizer.rule is not None
    failed = [check for check in measure(trajectory) if not check.passed]
    assert not failed, (str(optimizer), failed)


def test_a_decay_near_zero_or_one_passes() -> None:
    """torch averages by 1 - beta, and what is rounded there is an eps of 1, not of beta."""
    for betas in ((1e-5, 0.96875), (0.9, 1e-7), (0.99999, 0.999999)):
        optimizer = make("AdamW", lr=0.1484375, weight_decay=0.44921875, betas=betas, eps=4.2e-4)
        failed = [c for c in measure(trace(Run(PROBLEM, optimizer, steps=25))) if not c.passed]
        assert not failed, (str(optimizer), failed)


@pytest.mark.parametrize("name", TABLE)
def test_defaults_are_torchs(name: str) -> None:
    """The rule and the class agree on what a keyword left out means."""
    entry = TABLE[name]
    group = class_of(entry.torch_class)([torch.zeros(2)], lr=0.1).param_groups[0]
    for key, value in entry.defaults.items():
        if key != "lr":
            assert group[key] == value, key


@pytest.mark.parametrize("name", [n for n, e in TABLE.items() if "maximize" in e.defaults])
def test_maximizing_goes_up(name: str) -> None:
    up = trace(Run(PROBLEM, make(name, lr=0.01, maximize=True), steps=5))
    assert up.losses[-1] > up.losses[0] and all(check.passed for check in measure(up))


def test_a_schedule_is_recorded_and_replayed() -> None:
    run = Run(PROBLEM, make("GD"), Schedule.parse("ExponentialLR:gamma=0.95"), steps=30)
    trajectory = trace(run)
    assert np.allclose(trajectory.lrs, 0.1 * 0.95 ** np.arange(30), rtol=1e-12)
    verify(trajectory)
    cycle = Run(
        PROBLEM, make("Momentum"), Schedule.parse("OneCycleLR:max_lr=0.1,total_steps=31"), steps=30
    )
    varied = trace(cycle)
    assert np.ptp(varied.varying["momentum"]) > 0.05
    verify(varied)


def test_without_a_rule_it_is_said_so() -> None:
    for name, extra in (("Adamax", {}), ("RMSprop", {"centered": True})):
        assert not verify(trace(Run(PROBLEM, make(name, **extra), steps=5))).replayed
    assert verify(trace(Run(PROBLEM, make("Adam"), steps=5))).replayed


def test_torchs_default_dtype_is_left_alone() -> None:
    before = torch.get_default_dtype()
    product = trace(Run(PROBLEM, make("NAdam"), steps=5)).state["mu_product"]
    assert torch.get_default_dtype() == before
    mus = 0.9 * (1 - 0.5 * 0.96 ** (np.arange(1, 6) * 4e-3))
    assert np.allclose(product[1:], np.cumprod(mus), rtol=1e-14)
