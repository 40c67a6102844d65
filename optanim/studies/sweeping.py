"""One hyperparameter swept: the same run for many of its values at once, by the NumPy step rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError, check_kind, check_whole, unknown
from optanim.base.immutable import Immutable
from optanim.base.numbers import unboxed
from optanim.optimizers.bounds import check_keywords
from optanim.optimizers.optimizer import Optimizer
from optanim.proof.verification import Check, NotVerified, Verified
from optanim.runs import judging
from optanim.runs.outcome import TOLERANCE, Outcome
from optanim.runs.problem import Problem
from optanim.runs.run import MOST_STEPS
from optanim.studies.walking import walks, with_value

AGREEMENT = 1e-12
"""How far, relative to its size, a number of a sweep may be from that of a verified run."""


@dataclass(frozen=True, eq=False)
class Sweep(Immutable):
    """What came of ``steps`` steps of ``optimizer`` for each of n ``values`` of ``keyword``.

    ``arrivals`` (n,) is the step from which on the loss stays within ``tolerance`` of the
    minimum to the end, infinite where there is none; ``losses`` (n,) and ``params`` (n, 2) are
    the final ones, as (intercept, slope), those of the last finite row where a run overflows;
    ``outcomes`` has n entries. ``paths`` (n, k+1, 2) holds the first k steps, NaN after an
    overflow. All arrays are float64 and read-only.
    """

    problem: Problem
    optimizer: Optimizer
    keyword: str
    values: tuple[Any, ...]
    steps: int
    tolerance: float
    arrivals: np.ndarray
    losses: np.ndarray
    params: np.ndarray
    outcomes: tuple[Outcome, ...]
    paths: np.ndarray

    def __repr__(self) -> str:
        """What was swept, without the arrays."""
        swept = f"{len(self.values)} values of {self.keyword}"
        return f"<Sweep: {self.optimizer} on {self.problem.name}, {swept}, {self.steps} steps>"

    def at(self, index: int) -> Optimizer:
        """The optimizer with the value number ``index``."""
        return with_value(self.optimizer, self.keyword, self.values[index])

    @property
    def best(self) -> int:
        """The number of the value that `best` chooses."""
        return best(self.arrivals, self.losses)

    def index_of(self, optimizer: Optimizer) -> int:
        """The number of the value that ``optimizer`` has; OptanimError where it was not swept."""
        value = optimizer.settings.get(self.keyword)
        if value not in self.values:
            raise OptanimError(f"{self.keyword}={value} is none of the {len(self.values)} swept")
        return self.values.index(value)

    def confirm(self, verified: Verified) -> Check:
        """The check that the sweep agrees with a verified torch run of one of its values.

        Raises NotVerified where the largest relative difference of path, end and final loss
        exceeds 1e-12 or the arrivals differ, OptanimError for a run of another problem, number
        of steps or optimizer.
        """
        t, run = verified.trajectory, verified.trajectory.run
        index, rows = self.index_of(run.optimizer), len(self.paths[0])
        same = run.optimizer.settings == self.at(index).settings and run.steps == self.steps
        if not same or run.problem.loss is not self.problem.loss or run.schedule is not None:
            raise OptanimError(f"{run.optimizer} is another run than that of the sweep")
        pairs = [
            (self.paths[index][: t.steps + 1], t.params[:rows]),
            (self.params[index], t.params[-1]),
            (self.losses[index], t.losses[-1]),
        ]
        name = f"sweep against torch at {self.keyword}={self.values[index]}, relative"
        check = Check(name, max(_relative(*pair) for pair in pairs), AGREEMENT)
        arrival = t.arrival(self.tolerance)
        if not check.passed or self.arrivals[index] != (np.inf if arrival is None else arrival):
            raise NotVerified(
                f"{check.name}: measured {check.measured:.3g}, bound {check.bound:.3g}; "
                f"arrival {self.arrivals[index]}, torch's {arrival}"
            )
        return check


def sweep(
    problem: Problem,
    optimizer: Optimizer,
    values: Sequence[Any],
    keyword: str = "lr",
    steps: int = 100,
    tolerance: float = TOLERANCE,
    kept: int = 0,
    rounding: np.random.Generator | None = None,
) -> Sweep:
    """Take ``steps`` steps from the problem's start for each of ``values`` of ``keyword``.

    ``values`` are numbers, pairs of numbers (betas) or switches, and ``kept`` is how many steps
    of each path are kept; ``rounding`` is that of `studies.walking.walks`. Memory grows with
    ``steps`` and with the number of values, never with their product. Raises OptanimError for a
    value out of its bounds, and for an optimizer or a keyword that no rule covers.
    """
    check_kind("problem", problem, Problem, 'as optanim.surface("himmelblau")')
    check_kind("optimizer", optimizer, Optimizer, 'as optanim.make("Adam")')
    check_kind("keyword", keyword, str, "the name of a keyword, as lr")
    values = unboxed(values)
    listed = () if isinstance(values, str) else Iterable
    check_kind("values", values, listed, "a list, as [0.1, 0.2]")
    check_whole("steps", steps, 1, MOST_STEPS)
    check_whole("kept", kept, 0, steps)
    check_kind("tolerance", tolerance, Real, "a number")
    if optimizer.entry is None:
        raise OptanimError(f"no rule covers {optimizer}: it cannot be swept")
    if keyword not in optimizer.entry.defaults:
        raise unknown("keyword to sweep", keyword, optimizer.entry.defaults)
    values = tuple(values)
    if not values:
        raise OptanimError(f"there is no value of {keyword} to sweep")
    for value in values:
        keywords = with_value(optimizer, keyword, value).keywords
        check_keywords(optimizer.label, keywords, optimizer.entry)
    found = [
        _judged(problem, params, losses, steps, tolerance, kept)
        for params, losses in walks(problem, optimizer, keyword, values, steps, rounding)
    ]
    arrivals, final, last, outcomes, paths = zip(*found, strict=True)
    arrays = [np.array(column) for column in (arrivals, final, last, paths)]
    for array in arrays:
        array.setflags(write=False)
    arrivals, final, last, paths = arrays
    return Sweep(
        problem, optimizer, keyword, values, steps, tolerance,
        arrivals, final, last, outcomes, paths,
    )  # fmt: skip


def best(arrivals: np.ndarray, losses: np.ndarray) -> int:
    """Which of n runs did best: the first to arrive; among equals the lowest final loss.

    ``arrivals`` (n,) is infinite where a run does not arrive, ``losses`` (n,) the final losses,
    where NaN counts as the worst. Of runs that are equal in both it is the first.
    """
    return int(np.lexsort((np.where(np.isnan(losses), np.inf, losses), arrivals))[0])


def _judged(
    problem: Problem, params: np.ndarray, losses: np.ndarray, steps: int, tolerance: float,
    kept: int,
) -> tuple[float, float, np.ndarray, Outcome, np.ndarray]:  # fmt: skip
    ended = judging.ending(problem.loss, params, losses, steps, tolerance)
    arrival = judging.arrival(problem.loss, params, losses, steps, tolerance)
    path = np.full((kept + 1, 2), np.nan)
    path[: len(params)] = params[: kept + 1]
    return (
        np.inf if arrival is None else float(arrival),
        float(losses[-1]),
        params[-1].copy(),
        ended.outcome,
        path,
    )


def _relative(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The largest difference over the larger size of a row: its parameters, or its loss."""
    ours, theirs = np.atleast_1d(ours), np.atleast_1d(theirs)
    size = np.maximum(np.abs(theirs).max(axis=-1), np.finfo(np.float64).tiny)
    return float(np.max(np.abs(ours - theirs).max(axis=-1) / size))
