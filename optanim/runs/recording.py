"""What is kept of torch's optimizer between two steps, and the rows as columns."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import torch

from optanim.base.errors import OptanimError
from optanim.runs.construction import reason, tells_modes
from optanim.runs.isolation import random_numbers_kept


@dataclass(frozen=True, eq=False)
class Row:
    """What holds before a step.

    ``params`` (2,) are the answer, ``loss`` is the full loss there; ``gradient`` (2,) is what the
    optimizer is given, taken at ``point`` (2,); ``state`` are the numbers that it keeps.
    """

    params: np.ndarray
    loss: float
    point: np.ndarray
    gradient: np.ndarray
    state: Mapping[str, np.ndarray | float]


def flat(params: torch.Tensor) -> np.ndarray:
    """The two parameters as an array (2,) of its own."""
    return params.detach().reshape(2).numpy().copy()


def answer(optimizer: Any, params: torch.nn.Parameter) -> np.ndarray | None:
    """What the optimizer answers by ``eval()``, shape (2,); None where it has no such mode.

    Schedule-free optimizers hold the point y at which gradients are taken; their answer is x. It
    is read from a copy, because to and fro would round, and so change the path. One that cannot
    live in a copy goes to and fro, and gets every number back as it was.
    """
    if not tells_modes(optimizer):
        return None
    with random_numbers_kept():
        try:
            return _answer_of_copy(optimizer, params)
        except Exception:  # noqa: BLE001  # as of one that knows its tensors by their address
            try:
                return _answer_to_and_fro(optimizer, params)
            except Exception as error:  # noqa: BLE001  # whatever somebody else's class does
                name = type(optimizer).__name__
                raise OptanimError(f"{name}: its answer cannot be read: {reason(error)}") from None


def _answer_of_copy(optimizer: Any, params: torch.nn.Parameter) -> np.ndarray:
    twin = object.__new__(type(optimizer))
    copies: dict[int, Any] = {id(optimizer): twin}
    params = copy.deepcopy(params, copies)
    twin.__dict__.update(copy.deepcopy(vars(optimizer), copies))
    twin.eval()
    return flat(params)


def _answer_to_and_fro(optimizer: Any, params: torch.nn.Parameter) -> np.ndarray:
    held = [params, *_tensors([optimizer.state, optimizer.param_groups])]
    before = [tensor.detach().clone() for tensor in held]
    optimizer.eval()
    answered = flat(params)
    optimizer.train()
    for tensor, values in zip(held, before, strict=True):
        tensor.data.copy_(values)
    return answered


def _tensors(value: Any) -> Iterator[torch.Tensor]:
    """All tensors within ``value``, however deep."""
    if torch.is_tensor(value):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _tensors(part)


def state_of(optimizer: Any, params: torch.Tensor) -> Mapping[str, np.ndarray | float]:
    """Every number and every tensor of one or two that the optimizer keeps for ``params``."""
    kept = getattr(optimizer, "state", None)
    own = kept.get(params) if isinstance(kept, Mapping) else None
    found = own.items() if isinstance(own, Mapping) else ()
    numbers = {name: _plain(value) for name, value in found if isinstance(name, str)}
    return MappingProxyType({name: value for name, value in numbers.items() if value is not None})


def hyperparameters(optimizer: Any) -> dict[str, Any]:
    """The numbers in force, as far as the optimizer tells them."""
    groups = getattr(optimizer, "param_groups", None) or [{}]
    found = {name: _number(value) for name, value in groups[0].items() if name not in _UNTOLD}
    return {name: value for name, value in found.items() if value is not None}


def state_columns(rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """The state's numbers as columns, zero where there is none yet.

    What changes its shape on the way is left out.
    """
    found = ((name, np.shape(value)) for row in rows for name, value in row.state.items())
    shapes = list(dict.fromkeys(found))
    names = [name for name, _ in shapes]
    return {
        name: column(row.state.get(name, np.zeros(shape)) for row in rows)
        for name, shape in shapes
        if names.count(name) == 1
    }


def varying_columns(rates: Sequence[Mapping[str, Any]]) -> dict[str, np.ndarray]:
    """The hyperparameters but for the learning rate that are not the same in every step.

    What is not there in every step, or changes its shape, is left out.
    """
    columns = {}
    for name in rates[0] if rates else {}:
        values: list[Any] = [rate.get(name) for rate in rates]
        alike = None not in values and len({np.shape(value) for value in values}) == 1
        if name != "lr" and alike and any(value != values[0] for value in values):
            columns[name] = column(values)
    return columns


def column(values: Iterable[Any]) -> np.ndarray:
    """``values`` one below the other, in float64."""
    return np.array(list(values), dtype=np.float64)


_UNTOLD = ("params", "initial_lr")
"""Entries of a parameter group that are no hyperparameters."""


def _number(value: Any) -> Any:
    """A hyperparameter as a number or as a tuple of them, None for everything else."""
    if isinstance(value, tuple | list):
        parts = tuple(map(_number, value))
        return parts if parts and all(isinstance(part, int | float) for part in parts) else None
    if torch.is_tensor(value):
        plain = _plain(value)
        return plain.tolist() if plain is not None and plain.ndim == 0 else None
    return value if _is_number(value) else None


def _plain(value: Any) -> Any:
    """A number or a tensor of one as a scalar, a tensor of two as (2,), None for the rest."""
    if _is_number(value):
        return float(value)
    if not torch.is_tensor(value) or value.numel() not in (1, 2) or value.is_complex():
        return None
    array = value.detach().to(torch.float64).to_dense().numpy()
    return array.reshape(() if array.size == 1 else 2).copy()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
