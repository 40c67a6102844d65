"""Runs that walk side by side are those that walk alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from optanim.optimizers.optimizer import make
from optanim.runs.problem import article, surface
from optanim.studies.walking import TOGETHER, walks, with_value
from tests.references import torch_loop


@pytest.mark.parametrize(
    ("name", "kind", "keyword", "values"),
    [
        ("GD", torch.optim.SGD, "momentum", (0.0, 0.5, 0.9)),
        ("Adam", torch.optim.Adam, "betas", ((0.9, 0.99), (0.0, 0.5))),
        ("Adam", torch.optim.Adam, "amsgrad", (True, False)),
    ],
)
def test_each_walks_as_torch_does(name, kind, keyword: str, values: tuple) -> None:
    found = list(walks(article(), make(name), keyword, values, 25))
    assert len(found) == len(values)
    for value, (params, losses) in zip(values, found, strict=True):
        expected = torch_loop(kind, 25, **{"lr": 0.1, keyword: value}).params
        assert np.allclose(params, expected, rtol=0, atol=1e-11) and losses.shape == (26,)


def test_more_than_walk_together_come_in_order() -> None:
    rates = tuple(np.linspace(0.001, 0.1, TOGETHER + 3))
    found = list(walks(article(points=30), make("GD"), "lr", rates, 1))
    gradient = found[0][0][0] - found[0][0][1]
    for rate, (params, _) in zip(rates, found, strict=True):
        assert np.allclose(params[0] - params[1], gradient * rate / rates[0], rtol=1e-9)


def test_one_that_overflows_ends_and_the_others_do_not() -> None:
    problem = surface("rosenbrock")
    (calm, _), (wild, losses) = walks(problem, make("GD"), "lr", (1e-4, 1.0), 30)
    assert len(calm) == 31 and len(wild) == len(losses) < 31
    assert np.isfinite(wild).all() and np.isfinite(losses).all()


def test_a_value_is_put_in_without_a_check() -> None:
    optimizer = with_value(make("GD", label="mine"), "lr", -1.0)
    assert (optimizer.label, optimizer.keywords["lr"]) == ("mine", -1.0)
    assert make("GD").keywords["lr"] == 0.1


def test_without_a_rule_nothing_walks() -> None:
    with pytest.raises(ValueError, match="no rule"):
        next(walks(article(points=30), make("Adamax"), "lr", (0.1,), 2))
