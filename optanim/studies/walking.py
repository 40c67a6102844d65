"""Many runs side by side, one for each value of a hyperparameter, by the optimizer's NumPy rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from optanim.losses.loss import EPS
from optanim.optimizers.optimizer import Optimizer
from optanim.runs.problem import Problem

TOGETHER = 128
"""So many values walk at once: what bounds the memory, whatever the number of values."""
ULPS = 4.0
"""How many eps of its terms a gradient is off by at most, where rounding is tried."""


def walks(
    problem: Problem,
    optimizer: Optimizer,
    keyword: str,
    values: tuple[Any, ...],
    steps: int,
    rounding: np.random.Generator | None = None,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For each of ``values`` of ``keyword``, the rows of its run up to the last finite one.

    Params (T+1, 2) as (intercept, slope) and losses (T+1,), T at most ``steps``. The optimizer
    must have a rule that covers the keyword. With ``rounding`` every gradient is off by a random
    part of what another correct program may round it to.
    """
    for part, keywords in _groups(optimizer, keyword, values):
        yield from _walk(problem, optimizer, keywords, len(part), steps, rounding)


def with_value(optimizer: Optimizer, keyword: str, value: Any) -> Optimizer:
    """``optimizer`` with another value of ``keyword``, not checked against any bounds."""
    keywords = MappingProxyType({**optimizer.keywords, keyword: value})
    return Optimizer(optimizer.label, optimizer.torch_class, keywords)


def _groups(
    optimizer: Optimizer, keyword: str, values: tuple[Any, ...]
) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Values that walk at once, with the keywords of the rule; a switch walks alone."""
    size = 1 if any(isinstance(value, bool) for value in values) else TOGETHER
    keywords = dict(optimizer.keywords)
    for first in range(0, len(values), size):
        part = values[first : first + size]
        if size == 1:
            swept: Any = part[0]
        elif isinstance(part[0], tuple):
            swept = tuple(np.array(column)[:, None] for column in zip(*part, strict=True))
        else:
            swept = np.array(part, dtype=np.float64)[:, None]
        yield part, {**keywords, keyword: swept}


def _walk(
    problem: Problem,
    optimizer: Optimizer,
    keywords: Mapping[str, Any],
    count: int,
    steps: int,
    rounding: np.random.Generator | None,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The finite rows of each run: params (T+1, 2) and losses (T+1,)."""
    rule = optimizer.rule
    if rule is None:
        raise ValueError(f"{optimizer} has no rule to walk by")
    params, losses = np.empty((steps + 1, count, 2)), np.empty((steps + 1, count))
    finite = np.ones((steps + 1, count), bool)
    params[0] = problem.start
    state: Mapping[str, Any] = defaultdict(lambda: np.zeros((count, 2)))
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps + 1):
            losses[k] = problem.loss.on_grid(params[k])
            gradient = problem.loss.gradient_on_grid(params[k])
            if rounding is not None:
                terms = ULPS * EPS * problem.loss.rounding(params[k])[1]
                gradient = gradient + terms * rounding.uniform(-1.0, 1.0, gradient.shape)
            arrays = [value for value in state.values() if np.ndim(value)]
            row = np.column_stack([params[k], losses[k], gradient, *arrays])
            finite[k] = np.isfinite(row).all(axis=1)
            if k < steps:
                params[k + 1], state = rule(params[k], state, gradient, k + 1, **keywords)
    for i in range(count):
        rows = steps + 1 if finite[:, i].all() else int(np.argmin(finite[:, i]))
        yield params[:rows, i], losses[:rows, i]
