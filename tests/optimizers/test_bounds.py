"""What optimizers' arguments may be, and what is said of those that are not."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.optimizers.table import TABLE
from optanim.runs.tracing import refusal

REFUSED = [
    ("Adam", {"betas": (0.9, 1.0)}, "Adam: beta2=1.0 must be below 1"),
    ("Adam", {"betas": 0.9}, "Adam: betas=0.9 must be two numbers, as in [0.9, 0.999]"),
    ("AdamW", {"amsgrad": 1}, "AdamW: amsgrad=1 must be true or false"),
    ("GD", {"lr": -0.1}, "GD: lr=-0.1 must be a number, 0 or more"),
    ("GD", {"lr": float("nan")}, "GD: lr=nan must be a number, 0 or more"),
    ("GD", {"lr": True}, "GD: lr=True must be a number, 0 or more"),
    ("Momentum", {"momentum": 1.0}, "Momentum: momentum=1.0 must be below 1"),
    ("GD", {"nesterov": True}, "GD: nesterov needs momentum above 0, it is 0"),
    ("NAdam", {"momentum_decay": -1}, "NAdam: momentum_decay=-1 must be a number, 0 or more"),
    ("Adamax", {"betas": (0.9, 2)}, "Adamax: beta2=2 must be below 1"),
    ("Rprop", {"maximize": "no"}, "Rprop: maximize=no must be true or false"),
    ("RMSprop", {"centered": 3}, "RMSprop: centered=3 must be true or false"),
]


@pytest.mark.parametrize(("name", "keywords", "said"), REFUSED)
def test_out_of_bounds_is_said_with_value_and_bound(name, keywords, said) -> None:
    with pytest.raises(OptanimError) as caught:
        make(name, **keywords)
    assert str(caught.value) == said


def test_what_the_table_does_not_know_is_left_to_torch() -> None:
    assert make("Adafactor", eps=(1e-30, 1e-3)).keywords["eps"] == (1e-30, 1e-3)
    assert make("Rprop", etas=(0.5, 1.2)).keywords["etas"] == (0.5, 1.2)


@pytest.mark.parametrize("name", TABLE)
def test_a_files_names_are_those_of_its_rule(name: str) -> None:
    """A misspelt name in bounds, symbols or averages would be without any effect."""
    entry = TABLE[name]
    named = {*entry.bounds, *entry.symbols, *entry.averages, *entry.keywords}
    assert named <= set(entry.defaults)


@pytest.mark.parametrize("name", TABLE)
def test_letters_are_those_of_what_is_remembered(name: str) -> None:
    entry = TABLE[name]
    zeros = {state: np.zeros(2) for state in entry.letters}
    before = {"step": 0.0, "mu_product": 1.0, "momentum_buffer": np.zeros(2), **zeros}
    keywords = {"lr": 0.1, **entry.keywords}
    _, after = entry.rule(np.ones(2), before, np.ones(2), 1, **keywords)
    assert set(entry.letters) <= set(after)
    assert set(after) - {"step"} <= set(entry.letters)


def test_a_whole_number_is_a_number_where_torch_wants_a_float() -> None:
    for betas in ((0, 0.999), (0, 0), (0.5, 0)):
        made = make("Adam", betas=betas)
        assert made.keywords["betas"] == betas and set(map(type, made.keywords["betas"])) == {float}
        assert refusal(made) is None


def test_numbers_beyond_a_float_are_out_of_bounds() -> None:
    for lr in (10**400, -(10**400), 10**5000):
        with pytest.raises(OptanimError, match="must be a number, 0 or more"):
            make("GD", lr=lr)


def test_without_a_rate_what_is_of_the_table_has_the_articles() -> None:
    import torch

    for name in ("GD", "SGD", torch.optim.SGD, "Adam", torch.optim.Adam, "torch.optim:Adam"):
        assert make(name).lr == (0.001 if name == "torch.optim:Adam" else 0.1)
    assert make(torch.optim.Rprop).lr == 0.01
    assert make("SGD", momentum=0.9).lr == 0.1 and make("SGD", lr=0.5).lr == 0.5
