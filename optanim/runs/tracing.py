"""Running a real torch optimizer, recording every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import numpy as np
import torch

from optanim.base.errors import OptanimError
from optanim.base.unprinted import unprinted
from optanim.base.user_code import at_home
from optanim.losses import LOSSES, Loss
from optanim.optimizers.inspection import closure_of
from optanim.optimizers.needs import Needs
from optanim.optimizers.optimizer import Optimizer
from optanim.runs.construction import FAILURES, build, parameters, reason
from optanim.runs.isolation import isolated
from optanim.runs.recording import (
    Row,
    answer,
    column,
    flat,
    hyperparameters,
    state_columns,
    state_of,
    varying_columns,
)
from optanim.runs.run import Run, Schedule, check_run
from optanim.runs.trajectory import Trajectory

REPEATED = 1000
"""So many steps of somebody else's optimizer are taken again, to see whether they are the same."""
PATIENCE = 20
"""After so many steps somebody else's optimizer must have left the start; RAdam takes six."""


def trace(run: Run, progress: Callable[[int], None] | None = None) -> Trajectory:
    """Take the steps of ``run`` with torch in float64 on the CPU.

    ``progress`` is called with the number of steps taken. Raises OptanimError where torch
    refuses the optimizer's or the schedule's keywords, and where somebody else's optimizer needs
    more than it is given, never leaves the start, or takes other steps each time.
    """
    check_run(run)
    with isolated(run.seed, run.optimizer.label), at_home(run.code):
        walk = _walk(run, run.steps, progress)
    if run.optimizer.is_own:
        _check_moves(run, walk)
        with isolated(run.seed), at_home(run.code):
            again = _walk(run, min(run.steps, REPEATED), answers=False)
        _check_same(run, walk, again)
    return _collect(run, walk)


def refusal(optimizer: Optimizer, schedule: Schedule | None = None, steps: int = 0) -> str | None:
    """Why torch would not make the optimizer, or not take ``steps`` steps of its schedule.

    None where it would. Somebody else's optimizer is asked for a step, too, on a bowl from (1, 1).
    """
    with isolated(0), at_home(optimizer.source):
        try:
            machine = _Machine.of(optimizer, np.ones(2))
            if optimizer.is_own:
                bowl = LOSSES["quadratic"].kind()
                machine.given(0, bowl)
                machine.step(0, bowl)
            if schedule:
                schedule.rehearse(machine.optimizer, steps)
        except OptanimError as error:
            return str(error)
    return None


@dataclass(frozen=True, eq=False)
class _Walk:
    """The rows of a run, the hyperparameters of its steps, and where it ended if it did early."""

    rows: list[Row]
    rates: list[dict[str, Any]]
    beyond: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class _Machine:
    """torch's optimizer of a request, and the two parameters that it steps."""

    label: str
    needs: Needs
    params: torch.nn.Parameter
    optimizer: Any
    takes_closure: bool

    @classmethod
    @unprinted()
    def of(cls, request: Optimizer, start: np.ndarray) -> Self:
        needs = request.needs
        params = parameters(start, needs)
        made = build(request, params)
        kind: Any = type(made)
        return cls(request.label, needs, params, made, closure_of(kind, needs.closure))

    @torch.enable_grad()
    def backward(self, loss: Loss, backward: bool = True) -> torch.Tensor:
        """The loss, its gradient left where the optimizer looks for it: what a closure does.

        Some ask theirs for the loss alone, to differentiate it themselves: ``closure(False)``.
        """
        if not backward:
            return loss.value(self.params.reshape(2))
        self._forget_gradient()
        value: torch.Tensor = loss.value(self.params.reshape(2))
        value.backward(create_graph=self.needs.create_graph)
        return value

    def given(self, step: int, loss: Loss) -> torch.Tensor:
        """The loss before ``step``, its gradient left for it.

        A hook that the optimizer has laid on its parameters may fail here.
        """
        try:
            return self.backward(loss)
        except OptanimError:
            raise
        except FAILURES as error:
            raise OptanimError(
                f"{self.label}: there is no gradient for step {step + 1}: {reason(error)}"
            ) from None

    @unprinted()
    def step(self, step: int, loss: Loss) -> None:
        """One step with the gradient that is there already; a closure computes it anew."""
        called = self.needs.every
        try:
            if called and called[1] and step % called[1] == 0:
                getattr(self.optimizer, called[0])()
            if self.takes_closure:
                self.optimizer.step(partial(self.backward, loss))
            else:
                self.optimizer.step()
        except FAILURES as error:
            said = reason(error)
            hint = self.needs.hint(said)
            raise OptanimError(f"{self.label} fails at step {step + 1}: {said}{hint}") from None

    @unprinted()
    def row(self, run: Run, step: int, answers: bool) -> Row:
        """What holds before ``step``; leaves the gradient for it.

        The gradient is that of the step's batch, the loss that of all data. Without ``answers`` no
        optimizer is asked for one.
        """
        self._forget_gradient()
        self._check(step)
        answered = answer(self.optimizer, self.params) if step and answers else None
        loss = self.given(step, run.loss_at(step))
        assert self.params.grad is not None  # now that backward has run
        point, gradient = flat(self.params), flat(self.params.grad)
        if answered is None:
            answered = point
        if run.batches or not np.array_equal(answered, point):
            with torch.no_grad():
                loss = run.problem.loss.value(torch.tensor(answered))
        return Row(answered, loss.item(), point, gradient, state_of(self.optimizer, self.params))

    def _forget_gradient(self) -> None:
        """Call its zero_grad, whose failure is its own and no error of the loss."""
        try:
            self.optimizer.zero_grad()
        except FAILURES as error:
            raise OptanimError(f"{self.label}: its zero_grad fails: {reason(error)}") from None

    def _check(self, step: int) -> None:
        """Raise OptanimError where the optimizer has done to its parameters what none should."""
        shape = (2, 1) if self.needs.matrix else (2,)
        if self.params.dtype != torch.float64 or self.params.shape != shape:
            raise OptanimError(
                f"{self.label} has made its parameters {self.params.dtype} of shape "
                f"{tuple(self.params.shape)} at step {step}: they must stay float64, {shape}"
            )
        if self.params.grad is not None and torch.any(self.params.grad):
            raise OptanimError(
                f"{self.label}: its zero_grad leaves the gradient as it was; does it hold another "
                "parameter than the one that it was given?"
            )


def _walk(
    run: Run, steps: int, progress: Callable[[int], None] | None = None, answers: bool = True
) -> _Walk:
    machine = _Machine.of(run.optimizer, run.start)
    scheduler = run.schedule and run.schedule.of(machine.optimizer)
    replayed, asked = run.optimizer.rule is not None, _asked(run.optimizer)
    walk = _Walk([machine.row(run, 0, answers)], [])
    _check_start(run, walk.rows[0])
    for step in range(steps):
        rates = asked | hyperparameters(machine.optimizer)
        machine.step(step, run.loss_at(step))
        row = machine.row(run, step + 1, answers)
        beyond = _beyond(row, replayed)
        if beyond is not None:
            return _Walk(walk.rows, walk.rates, beyond)
        walk.rows.append(row)
        walk.rates.append(rates)
        if run.schedule:
            run.schedule.advance(scheduler, row.loss)
        if progress:
            progress(step + 1)
    return walk


def _asked(optimizer: Optimizer) -> dict[str, Any]:
    """The learning rate that was asked for, for one that tells none; 0 where it has none."""
    lr = optimizer.lr
    return {"lr": lr if isinstance(lr, int | float) else 0.0}


def _beyond(row: Row, replayed: bool) -> np.ndarray | None:
    """Where the numbers of ``row`` are not finite, shape (2,), or None where they all are.

    The state counts only where a rule replays it: somebody else's may begin at infinity.
    """
    if not np.all(np.isfinite([*row.params, row.loss])):
        return row.params
    if not np.all(np.isfinite([*row.point, *row.gradient])):
        return row.point
    state = row.state.values() if replayed else ()
    return None if all(np.all(np.isfinite(value)) for value in state) else row.params


def _check_start(run: Run, row: Row) -> None:
    if _beyond(row, replayed=True) is not None:
        place = ", ".join(f"{value:g}" for value in run.start)
        raise OptanimError(
            f"at the start ({place}) the loss is {row.loss:g} and its gradient {row.gradient}: "
            "nothing to descend from"
        )


def _check_moves(run: Run, walk: _Walk) -> None:
    """Raise OptanimError for an optimizer that stays where it is: its step does nothing."""
    asked = run.optimizer.keywords.get("lr") != 0
    if not asked or len(walk.rows) <= PATIENCE or not np.any(walk.rows[0].gradient):
        return
    if all(np.array_equal(row.point, run.start) for row in walk.rows):
        raise OptanimError(
            f"{run.optimizer.label} has not left the start after {len(walk.rows) - 1} steps, "
            f"although the gradient there is {walk.rows[0].gradient}: it needs more than its step"
        )


def _check_same(run: Run, walk: _Walk, again: _Walk) -> None:
    """Raise OptanimError where the steps taken ``again``, not asked for answers, are others."""
    for step, (row, other) in enumerate(zip(walk.rows, again.rows, strict=False)):
        if not np.array_equal(row.point, other.point):
            raise OptanimError(
                f"{run.optimizer.label} takes other steps each time, from step {step} on: what it "
                "does rests on something else than its gradients and the random numbers of "
                "torch, NumPy and Python, which begin at seed"
            )


def _collect(run: Run, walk: _Walk) -> Trajectory:
    """The rows as columns."""
    rows, state = walk.rows, state_columns(walk.rows)
    if run.optimizer.rule is None:
        state = {name: values for name, values in state.items() if np.all(np.isfinite(values))}
    params, points = column(row.params for row in rows), column(row.point for row in rows)
    return Trajectory(
        run=run,
        params=params,
        losses=column(row.loss for row in rows),
        gradients=column(row.gradient for row in rows),
        lrs=column(rates["lr"] for rates in walk.rates),
        state=state,
        varying=varying_columns(walk.rates),
        torch_version=torch.__version__,
        beyond=walk.beyond,
        gradient_points=None if np.array_equal(params, points) else points,
    )
