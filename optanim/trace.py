"""Running a real torch optimizer, recording every step. The one importer of torch for runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from optanim.errors import OptanimError
from optanim.run import Run
from optanim.trajectory import Trajectory


def trace(run: Run, progress: Callable[[int], None] | None = None) -> Trajectory:
    """Take the steps of ``run`` with torch in float64 on the CPU.

    ``progress`` is called with the number of steps taken. Raises OptanimError where torch
    refuses the optimizer's or the schedule's keywords.
    """
    with _float64():
        params = torch.tensor(run.start, requires_grad=True)
        optimizer = _build(torch.optim, run.optimizer.torch_class, [params], run.optimizer.keywords)
        schedule = run.schedule and _build(
            torch.optim.lr_scheduler, run.schedule.name, optimizer, run.schedule.keywords
        )
        rows, rates, beyond = [_row(run, 0, params, optimizer)], [], None
        if not all(np.all(np.isfinite(value)) for value in rows[0].values()):
            place = ", ".join(f"{value:g}" for value in run.start)
            raise OptanimError(
                f"at the start ({place}) the loss is {rows[0]['losses']:g} and its gradient "
                f"{rows[0]['gradients']}: nothing to descend from"
            )
        for step in range(run.steps):
            rates.append(_hyperparameters(optimizer))
            optimizer.step()
            if schedule:
                schedule.step()
            row = _row(run, step + 1, params, optimizer)
            if not all(np.all(np.isfinite(value)) for value in row.values()):
                rates.pop()
                beyond = row["params"]
                break
            rows.append(row)
            if progress:
                progress(step + 1)
    return _collect(run, rows, rates, beyond)


def _row(
    run: Run, step: int, params: torch.Tensor, optimizer: torch.optim.Optimizer
) -> dict[str, Any]:
    """Parameters, loss, gradient and state as they stand; leaves the gradient for the next step.

    The gradient is that of the step's batch, the loss that of all data.
    """
    optimizer.zero_grad()
    loss = run.loss_at(step).value(params)
    loss.backward()
    if run.batches:
        with torch.no_grad():
            loss = run.problem.loss.value(params)
    state = {
        f"state.{name}": value.detach().numpy().copy() if torch.is_tensor(value) else float(value)
        for name, value in optimizer.state[params].items()
        if value is not None and (not torch.is_tensor(value) or value.numel() in (1, 2))
    }
    return {
        "params": params.detach().numpy().copy(),
        "losses": loss.item(),
        "gradients": params.grad.numpy().copy(),
        **state,
    }


def _collect(
    run: Run, rows: list[dict[str, Any]], rates: list[dict[str, Any]], beyond: np.ndarray | None
) -> Trajectory:
    names = {name: np.shape(value) for row in rows for name, value in row.items()}
    columns = {
        name: np.array([row.get(name, np.zeros(shape)) for row in rows], dtype=np.float64)
        for name, shape in names.items()
    }
    state = {name[6:]: columns.pop(name) for name in names if name.startswith("state.")}
    varying = {
        name: np.array([rate[name] for rate in rates], dtype=np.float64)
        for name in (rates[0] if rates else {})
        if name != "lr" and any(rate[name] != rates[0][name] for rate in rates)
    }
    return Trajectory(
        run=run,
        **columns,
        lrs=np.array([rate["lr"] for rate in rates], dtype=np.float64),
        state=state,
        varying=varying,
        torch_version=torch.__version__,
        beyond=beyond,
    )


def _hyperparameters(optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    group = optimizer.param_groups[0]
    kinds = (int, float, tuple)
    return {
        name: value
        for name, value in group.items()
        if isinstance(value, kinds) and not isinstance(value, bool) and name != "initial_lr"
    }


def _build(module: Any, name: str, subject: Any, keywords: Any) -> Any:
    try:
        return getattr(module, name)(subject, **keywords)
    except (TypeError, ValueError) as error:
        raise OptanimError(f"torch refuses {name}({dict(keywords)}): {error}") from None


@contextmanager
def _float64() -> Iterator[None]:
    """Scalars of the state (NAdam's mu_product) follow torch's default dtype, so set that too."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
