"""Running a real torch optimizer, recording every step. The one importer of torch for runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import torch

from optanim.base.errors import OptanimError
from optanim.base.user_code import at_home
from optanim.optimizers.classes import class_of, needs_closure
from optanim.optimizers.optimizer import Optimizer
from optanim.runs.run import Run, Schedule
from optanim.runs.trajectory import Trajectory


def trace(run: Run, progress: Callable[[int], None] | None = None) -> Trajectory:
    """Take the steps of ``run`` with torch in float64 on the CPU.

    ``progress`` is called with the number of steps taken. Raises OptanimError where torch
    refuses the optimizer's or the schedule's keywords.
    """
    with _float64(), at_home(run.code):
        params = torch.tensor(run.start, requires_grad=True)
        optimizer = _build(run.optimizer, params)
        schedule = run.schedule and _call(
            getattr(torch.optim.lr_scheduler, run.schedule.name),
            run.schedule.name,
            optimizer,
            run.schedule.keywords,
        )
        rows, rates, beyond = [_row(run, 0, params, optimizer)], [], None
        _check_start(run, rows[0])
        for step in range(run.steps):
            rates.append(_hyperparameters(optimizer))
            _step(run, step, params, optimizer, schedule)
            row = _row(run, step + 1, params, optimizer)
            if not row.finite:
                rates.pop()
                beyond = row.params
                break
            rows.append(row)
            if progress:
                progress(step + 1)
    return _collect(run, rows, rates, beyond)


def refusal(optimizer: Optimizer, schedule: Schedule | None = None) -> str | None:
    """Why torch would not make the optimizer or its schedule, or None where it does."""
    with _float64():
        try:
            made = _build(optimizer, torch.zeros(2, requires_grad=True))
            if schedule:
                kind = getattr(torch.optim.lr_scheduler, schedule.name)
                _call(kind, schedule.name, made, schedule.keywords)
        except OptanimError as error:
            return str(error)
    return None


def _step(
    run: Run, step: int, params: torch.Tensor, optimizer: torch.optim.Optimizer, schedule: Any
) -> None:
    """One step with the gradient that is there already; a closure would compute it anew."""

    def closure() -> Any:
        optimizer.zero_grad()
        loss = run.loss_at(step).value(params)
        loss.backward()
        return loss

    kind: Any = type(optimizer)
    try:
        optimizer.step(closure) if needs_closure(kind) else optimizer.step()
        if schedule:
            schedule.step()
    except Exception as error:  # noqa: BLE001  # whatever somebody else's class does
        raise OptanimError(f"{run.optimizer.label} fails at step {step + 1}: {error}") from None


def _check_start(run: Run, row: _Row) -> None:
    if not row.finite:
        place = ", ".join(f"{value:g}" for value in run.start)
        raise OptanimError(
            f"at the start ({place}) the loss is {row.loss:g} and its gradient {row.gradient}: "
            "nothing to descend from"
        )


@dataclass(frozen=True, eq=False)
class _Row:
    """What holds before a step: ``params`` (2,), ``gradient`` (2,) and each number of ``state``."""

    params: np.ndarray
    loss: float
    gradient: np.ndarray
    state: Mapping[str, np.ndarray | float]

    @property
    def finite(self) -> bool:
        """Whether all of it is finite."""
        values = (self.params, self.loss, self.gradient, *self.state.values())
        return all(bool(np.all(np.isfinite(value))) for value in values)


def _row(run: Run, step: int, params: torch.Tensor, optimizer: torch.optim.Optimizer) -> _Row:
    """Parameters, loss, gradient and state as they stand; leaves the gradient for the next step.

    The gradient is that of the step's batch, the loss that of all data.
    """
    optimizer.zero_grad()
    loss = run.loss_at(step).value(params)
    loss.backward()
    if run.batches:
        with torch.no_grad():
            loss = run.problem.loss.value(params)
    gradient: Any = params.grad  # there, now that backward has run
    state = {
        name: _plain(value) if torch.is_tensor(value) else float(value)
        for name, value in optimizer.state[params].items()
        if (torch.is_tensor(value) and value.numel() in (1, 2)) or _is_number(value)
    }
    return _Row(
        params.detach().numpy().copy(),
        loss.item(),
        gradient.numpy().copy(),
        MappingProxyType(state),
    )


def _collect(
    run: Run, rows: list[_Row], rates: list[dict[str, Any]], beyond: np.ndarray | None
) -> Trajectory:
    """The rows as columns; a state's number that torch has not made yet is zero."""
    shapes = {name: np.shape(value) for row in rows for name, value in row.state.items()}
    state = {
        name: _column(row.state.get(name, np.zeros(shape)) for row in rows)
        for name, shape in shapes.items()
    }
    varying = {
        name: _column(rate[name] for rate in rates)
        for name in (rates[0] if rates else {})
        if name != "lr" and any(rate.get(name) != rates[0][name] for rate in rates)
    }
    return Trajectory(
        run=run,
        params=_column(row.params for row in rows),
        losses=_column(row.loss for row in rows),
        gradients=_column(row.gradient for row in rows),
        lrs=_column(rate["lr"] for rate in rates),
        state=state,
        varying=varying,
        torch_version=torch.__version__,
        beyond=beyond,
    )


def _column(values: Iterable[Any]) -> np.ndarray:
    return np.array(list(values), dtype=np.float64)


def _hyperparameters(optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """The numbers in force; an optimizer without a learning rate gets lr 0."""
    group = optimizer.param_groups[0]
    kinds = (int, float, tuple)
    return {"lr": 0.0} | {
        name: value
        for name, value in group.items()
        if isinstance(value, kinds) and not isinstance(value, bool) and name != "initial_lr"
    }


def _build(optimizer: Optimizer, params: torch.Tensor) -> torch.optim.Optimizer:
    kind = class_of(optimizer.torch_class, optimizer.source)
    made = _call(kind, optimizer.torch_class, [params], optimizer.keywords)
    if callable(getattr(made, "train", None)):  # schedule-free optimizers want to be told
        made.train()
    return made


def _call(kind: Any, name: str, subject: Any, keywords: Any) -> Any:
    try:
        return kind(subject, **keywords)
    except (TypeError, ValueError, AssertionError, RuntimeError) as error:
        raise OptanimError(f"torch refuses {name}({dict(keywords)}): {error}") from None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(value: torch.Tensor) -> np.ndarray:
    """A tensor of one number as a scalar, one of two as (2,)."""
    array = value.detach().numpy().astype(np.float64)
    return array.reshape(() if array.size == 1 else 2).copy()


@contextmanager
def _float64() -> Iterator[None]:
    """Scalars of the state (NAdam's mu_product) follow torch's default dtype, so set that too."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
