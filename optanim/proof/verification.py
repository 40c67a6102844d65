"""The proof of a trajectory, in NumPy: nothing else is ever drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError
from optanim.base.immutable import Immutable
from optanim.losses import Loss, Quadratic
from optanim.losses.loss import EPS, SUM_ULPS
from optanim.proof.replaying import in_force, replay, step_after
from optanim.runs.judging import HUGE
from optanim.runs.outcome import TOLERANCE
from optanim.runs.trajectory import Trajectory
from optanim.runs.valleys import goal, rise_on_the_way

BLOCK = 500_000
"""So many values, data points times rows, are evaluated at once: what bounds the memory."""
STEP_ULPS = 4.0
"""How many eps of its terms a step by another correct evaluation may differ by."""


class NotVerified(OptanimError):
    """A trajectory that fails a check."""


@dataclass(frozen=True)
class Check:
    """What was measured, the bound it must not exceed, and where it was the worst, if anywhere."""

    name: str
    measured: float
    bound: float
    where: str = ""

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

    def __repr__(self) -> str:
        """The trajectory, and how many checks it passed."""
        return f"<Verified: {self.trajectory!r}, {len(self.checks)} checks passed>"

    @property
    def marks(self) -> tuple[str, ...]:
        """What this proof leaves open that others do not, each in a few words; mostly empty.

        Lion, for example, has no NumPy rule here, so its trajectory is marked "without replay", and
        the film shows these words beside its name.
        """
        loss = self.trajectory.problem.loss
        said = {
            "without replay": not self.replayed,
            "gradient checked by central differences": not loss.exact_gradient,
            "minimum found by search": loss.found and loss.attained,
            "gradients taken elsewhere": self.trajectory.gradient_points is not None,
            self.trajectory.optimizer.note: True,
        }
        return tuple(mark for mark, holds in said.items() if mark and holds)


def verify(trajectory: Trajectory) -> Verified:
    """Check everything; raise NotVerified with the first failure."""
    checks = measure(trajectory)
    for check in checks:
        if not check.passed:
            raise NotVerified(
                f"{trajectory.label}: {check.name}: measured {check.measured:.3g}, "
                f"bound {check.bound:.3g}{check.where}"
            )
    return Verified(trajectory, checks, trajectory.optimizer.rule is not None)


def measure(trajectory: Trajectory) -> tuple[Check, ...]:
    """All checks of ``trajectory``, passed or not.

    The replay starts the optimizer's rule at each recorded row and compares with the next: by
    induction that proves the path, and it stays tight where the path is chaotic. Differences
    are in eps times the terms involved: for the losses the terms that are summed, for a step
    how far its result moves when what goes into it changes by one eps.
    """
    with np.errstate(all="ignore"):  # what an archive claims may be any numbers
        return tuple(_checks(trajectory))


def _checks(t: Trajectory) -> Iterator[Check]:
    loss, rows, places = t.problem.loss, t.steps + 1, t.taken_at
    arrays = [t.params, t.losses, t.gradients, t.lrs, *t.state.values(), *t.varying.values()]
    arrays.append(places)
    shapes = [len(t.losses), len(t.gradients), len(t.lrs) + 1, *map(len, t.state.values())]
    shapes.append(len(places))
    yield Check("rows that are missing", float(sum(abs(rows - n) for n in shapes)), 0.0)
    if any(n != rows for n in shapes):
        return
    missing = 0 if _overflows(t) else t.run.steps - t.steps
    yield Check("steps that are missing", float(missing), 0.0)
    yield Check(
        "values that are not finite", float(sum(np.sum(~np.isfinite(a)) for a in arrays)), 0
    )
    yield Check(
        "distance of row 0 from the start",
        float(np.max(np.abs([t.params[0] - t.run.start, places[0] - t.run.start]))),
        0,
    )
    values, value_terms = _in_blocks(loss, t.params, lambda p: (loss.value(p), loss.rounding(p)[0]))
    if t.run.batches:
        given = [t.run.loss_at(k) for k in range(rows)]
        gradients, gradient_terms = _by_row(
            lambda k: (given[k].gradient(places[k]), given[k].rounding(places[k])[1]), rows
        )
    else:
        gradients, gradient_terms = _in_blocks(
            loss, places, lambda p: (loss.gradient(p), loss.rounding(p)[1])
        )
    yield _relative("losses, in eps of their terms", t, t.losses - values, value_terms)
    yield _relative(_GRADIENTS[loss.exact_gradient], t, t.gradients - gradients, gradient_terms)
    yield from _hyperparameters(t)
    if t.optimizer.rule is not None:
        worst, where = replay(t)
        yield Check("steps replayed, in eps of their terms", worst, STEP_ULPS, where)
    if t.arrival() is not None:
        yield _arrival(t, SUM_ULPS * EPS * float(value_terms[-1]))


_GRADIENTS = {
    True: "gradients, in eps of their terms",
    False: "gradients by autograd, in the error of central differences",
}


def _arrival(t: Trajectory, rounding: float) -> Check:
    """The last row lies in the basin of a minimizer: on the way there the loss does not rise."""
    loss, last = t.problem.loss, t.params[-1]
    place = goal(loss, last)
    assert place is not None  # or it would not have arrived
    if isinstance(loss, Quadratic):
        height = 0.5 * float((last - place) @ loss.hessian @ (last - place))
        return Check(
            "height of the last row above the closed-form minimum", height, TOLERANCE + rounding
        )
    rise = rise_on_the_way(loss, last, place)
    return Check("height above the minimum on the way to it", rise, 2.0 * TOLERANCE + rounding)


def _in_blocks(
    loss: Loss, params: np.ndarray, function: Callable[[np.ndarray], tuple[Any, Any]]
) -> tuple[np.ndarray, np.ndarray]:
    """Both results of ``function`` of all ``params``, as many rows at once as memory allows."""
    size = max(BLOCK // max(loss.rows, 1), 1)
    parts = [function(params[k : k + size]) for k in range(0, len(params), size)]
    first, second = zip(*parts, strict=True)
    return np.concatenate(first), np.concatenate(second)


def _by_row(function: Callable[[int], tuple[Any, Any]], rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Both results of ``function`` of each row."""
    first, second = zip(*map(function, range(rows)), strict=True)
    return np.array(first), np.array(second)


def _relative(name: str, t: Trajectory, difference: np.ndarray, terms: np.ndarray) -> Check:
    """The check of a ``difference`` (T+1, ...) that is to be small for its ``terms``."""
    scale = EPS * np.maximum(terms, np.finfo(np.float64).tiny / EPS)
    worst = (np.abs(difference) / scale).reshape(len(difference), -1).max(axis=1)
    row = int(np.argmax(worst))
    where = f" at step {row} ({t.params[row, 0]:.6g}, {t.params[row, 1]:.6g})"
    return Check(name, float(worst[row]), SUM_ULPS, where)


def _hyperparameters(t: Trajectory) -> Iterator[Check]:
    """Without a schedule every number of torch's own classes keeps the value asked for."""
    own = t.optimizer.is_own
    if t.run.schedule is None and "lr" in t.optimizer.keywords and not own:
        asked = float(t.optimizer.keywords["lr"])
        yield Check(
            "learning rates off the one asked for",
            float(np.max(np.abs(t.lrs - asked), initial=0.0)),
            0,
        )
        yield Check("other numbers that vary", float(len(t.varying)), 0.0)


def _overflows(t: Trajectory) -> bool:
    """Whether the step after the last row, taken by the rule, is not finite any more.

    Without a rule, or with a schedule whose next number is not recorded, whether the loss is not
    finite at the recorded place beyond, or so steep that an optimizer's own numbers overflow.
    """
    if t.optimizer.rule is None or t.run.schedule is not None:
        if t.beyond is None or not _is_finite(t, t.beyond):
            return t.beyond is not None
        return bool(np.abs(t.problem.loss.gradient(t.beyond)).max() > HUGE)
    inputs = {"params": t.params[-1], "gradient": t.gradients[-1]}
    inputs |= {name: values[-1] for name, values in t.state.items()}
    with np.errstate(over="ignore", invalid="ignore"):
        after = step_after(t, t.steps, inputs, in_force(t, t.steps - 1))
    finite = all(np.all(np.isfinite(result)) for result in after.values())
    return not finite or not _is_finite(t, after["params"])


def _is_finite(t: Trajectory, params: np.ndarray) -> bool:
    """Whether the loss and the gradient of the next row are finite at ``params``."""
    return t.problem.loss.is_defined(params) and t.run.loss_at(t.steps + 1).is_defined(params)
