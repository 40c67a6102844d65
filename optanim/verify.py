"""The proof of a trajectory, in NumPy: nothing else is ever drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from optanim.errors import OptanimError
from optanim.immutable import Immutable
from optanim.trajectory import Trajectory

EPS = float(np.finfo(np.float64).eps)
SUM_ULPS, STEP_ULPS = 16.0, 4.0
"""How many eps of the terms involved two correct float64 evaluations may differ by: sums over the
data, added up in another order, and single steps."""
DECAYS = {"alpha", "betas", "dampening", "rho"}
"""Keywords beta that weigh an average: beta times the old, 1 - beta times the new."""


class NotVerified(OptanimError):
    """A trajectory that fails a check."""


@dataclass(frozen=True)
class Check:
    """What was measured, and the bound it must not exceed."""

    name: str
    measured: float
    bound: float

    @property
    def passed(self) -> bool:
        """Whether the bound holds; a measurement that is no number fails."""
        return self.measured <= self.bound


@dataclass(frozen=True, eq=False)
class Verified(Immutable):
    """A trajectory and the checks that it passed: the only thing that a stage accepts.

    ``replayed`` is False where no NumPy rule covers the optimizer, so that the steps themselves
    are proven by nothing but the recorded gradients.
    """

    trajectory: Trajectory
    checks: tuple[Check, ...]
    replayed: bool


def verify(trajectory: Trajectory) -> Verified:
    """Check everything; raise NotVerified with the first failure."""
    checks = measure(trajectory)
    for check in checks:
        if not check.passed:
            raise NotVerified(
                f"{trajectory.run.optimizer.label}: {check.name}: measured {check.measured:.3g}, "
                f"bound {check.bound:.3g}"
            )
    return Verified(trajectory, checks, trajectory.run.optimizer.rule is not None)


def measure(trajectory: Trajectory) -> tuple[Check, ...]:
    """All checks of ``trajectory``, passed or not.

    The replay starts the optimizer's rule at each recorded row and compares with the next: by
    induction that proves the path, and it stays tight where the path is chaotic. Differences
    are in eps times the terms involved: for the losses the terms that are summed, for a step
    how far its result moves when what goes into it changes by one eps.
    """
    return tuple(_checks(trajectory))


def _checks(t: Trajectory) -> Iterator[Check]:
    loss, rows = t.run.problem.loss, t.steps + 1
    arrays = [t.params, t.losses, t.gradients, t.lrs, *t.state.values(), *t.varying.values()]
    shapes = [len(t.losses), len(t.gradients), len(t.lrs) + 1, *map(len, t.state.values())]
    yield Check("rows that are missing", float(sum(abs(rows - n) for n in shapes)), 0.0)
    if any(n != rows for n in shapes):
        return
    missing = 0 if _overflows(t) else t.run.steps - t.steps
    yield Check("steps that are missing", float(missing), 0.0)
    yield Check(
        "values that are not finite", float(sum(np.sum(~np.isfinite(a)) for a in arrays)), 0
    )
    yield Check(
        "distance of row 0 from the start", float(np.max(np.abs(t.params[0] - t.run.start))), 0
    )
    values, gradients = _by_row(loss.value, t.params), _by_row(loss.gradient, t.params)
    value_terms = _by_row(lambda row: loss.rounding(row)[0], t.params)
    gradient_terms = _by_row(lambda row: loss.rounding(row)[1], t.params)
    yield _relative("losses, in eps of their terms", t.losses - values, value_terms)
    yield _relative("gradients, in eps of their terms", t.gradients - gradients, gradient_terms)
    yield from _hyperparameters(t)
    if t.run.optimizer.rule is not None:
        yield Check("steps replayed, in eps of their terms", _replay(t), STEP_ULPS)
    if t.arrival() is not None:
        away = t.params[-1] - loss.minimizer
        height = 0.5 * float(away @ loss.hessian @ away)
        rounding = SUM_ULPS * EPS * float(value_terms[-1])
        yield Check("height above the closed-form minimum on arrival", height, 1e-3 + rounding)


def _by_row(function: Callable[[np.ndarray], Any], rows: np.ndarray) -> np.ndarray:
    """``function`` of each row: all rows at once would need rows times points of memory."""
    return np.array([function(row) for row in rows])


def _relative(name: str, difference: np.ndarray, terms: np.ndarray) -> Check:
    scale = EPS * np.maximum(terms, np.finfo(np.float64).tiny / EPS)
    return Check(name, float(np.max(np.abs(difference) / scale)), SUM_ULPS)


def _hyperparameters(t: Trajectory) -> Iterator[Check]:
    """Without a schedule every number keeps the value that was asked for."""
    if t.run.schedule is None and "lr" in t.run.optimizer.keywords:
        asked = float(t.run.optimizer.keywords["lr"])
        yield Check("learning rates off the one asked for", float(np.max(np.abs(t.lrs - asked))), 0)
        yield Check("other numbers that vary", float(len(t.varying)), 0.0)


def _replay(t: Trajectory) -> float:
    """The largest difference between a recorded row and its rule's, in eps of the terms."""
    worst = 0.0
    for k in range(t.steps):
        inputs = {"params": t.params[k], "gradient": t.gradients[k]}
        inputs |= {name: values[k] for name, values in t.state.items()}
        keywords = _in_force(t, k)
        expected = _step(t, k, inputs, keywords)
        recorded = {"params": t.params[k + 1]}
        recorded |= {name: values[k + 1] for name, values in t.state.items()}
        terms = _terms(t, k, inputs, keywords, expected)
        for name, value in recorded.items():
            difference = np.abs(value - expected.get(name, 0.0))
            scale = EPS * np.maximum(terms.get(name, 0.0), np.finfo(np.float64).tiny / EPS)
            worst = max(worst, float(np.max(difference / scale)))
    return worst


def _overflows(t: Trajectory) -> bool:
    """Whether the step after the last row, taken by the rule, is not finite any more.

    Without a rule, whether the loss is so large that its square is not.
    """
    if t.run.optimizer.rule is None:
        return bool(t.losses[-1] > np.sqrt(np.finfo(np.float64).max))
    inputs = {"params": t.params[-1], "gradient": t.gradients[-1]}
    inputs |= {name: values[-1] for name, values in t.state.items()}
    with np.errstate(over="ignore", invalid="ignore"):
        after = _step(t, t.steps, inputs, _in_force(t, t.steps - 1))
        loss = t.run.problem.loss
        results = [*after.values(), loss.value(after["params"]), loss.gradient(after["params"])]
    return not all(np.all(np.isfinite(result)) for result in results)


def _in_force(t: Trajectory, k: int) -> dict[str, Any]:
    """The keywords of step k, those that a schedule varies taken from the record."""
    keywords = {**t.run.optimizer.keywords, "lr": float(t.lrs[k])}
    for name, values in t.varying.items():
        keywords[name] = _plain(np.asarray(values[k]))
    return keywords


def _step(t: Trajectory, k: int, inputs: Mapping[str, Any], keywords: Mapping[str, Any]) -> dict:
    state = {name: value for name, value in inputs.items() if name not in ("params", "gradient")}
    params, after = t.run.optimizer.rule(
        inputs["params"], state, inputs["gradient"], k + 1, **keywords
    )
    return {"params": params, **after}


def _terms(t: Trajectory, k: int, inputs: Mapping, keywords: Mapping, out: Mapping) -> dict:
    """How far each result moves, in units of eps, when what goes into it changes by one eps.

    Parameters, gradient and state change by one eps of their value; the decay of an average by
    one eps of 1, because its complement 1 - beta is what gets rounded.
    """
    nudge = 1e-6
    variants = [(inputs | {name: inputs[name] * (1.0 + nudge)}, keywords) for name in inputs]
    for name in DECAYS & keywords.keys():
        value = np.asarray(keywords[name])
        inward = value + np.where(value < 0.5, nudge, -nudge)
        variants.append((inputs, keywords | {name: _plain(inward)}))
    terms = {name: np.abs(value) for name, value in out.items()}
    for variant in variants:
        moved = _step(t, k, *variant)
        for result, base in out.items():
            terms[result] = terms[result] + np.abs(moved[result] - base) / nudge
    return terms


def _plain(value: np.ndarray) -> Any:
    """A keyword as rules take it: a float, or a tuple of floats."""
    return tuple(value.tolist()) if value.ndim else float(value)
