"""Learning rates chosen by a sweep: the same for every racer, documented, and shown.

Every racer takes the race's steps with each of `RATES`. The best is the first to arrive, that is
from which on the loss stays within the tolerance of the minimum; where none arrives, or several
do at the same step, the one of the lowest final loss.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from optanim.optimizers.optimizer import Optimizer
from optanim.runs.run import Run
from optanim.runs.trajectory import Trajectory
from optanim.studies.sweeping import Sweep, sweep

RATES = tuple(float(f"{10.0**exponent:.2g}") for exponent in np.linspace(-4.0, 1.0, 26))
"""From 0.0001 to 10, five to a decade, of two digits."""


def tuned(
    run: Run, tolerance: float, progress: Callable[[int], None] | None = None
) -> tuple[Run, Sweep]:
    """``run`` with the best of `RATES`, and the sweep that chose it.

    By the NumPy rule for all rates at once where a rule covers the run, else by torch, one after
    another; ``progress`` is then called with the number done.
    """
    plain = (
        run.schedule is None
        and run.batches is None
        and np.array_equal(run.start, run.problem.start)
    )
    if run.optimizer.entry is not None and plain and run.problem.loss.exact_gradient:
        swept = sweep(run.problem, run.optimizer, RATES, "lr", run.steps, tolerance)
    else:
        swept = _by_torch(run, tolerance, progress)
    return replace(run, optimizer=with_rate(run.optimizer, RATES[swept.best])), swept


def with_rate(optimizer: Optimizer, rate: float) -> Optimizer:
    """``optimizer`` with the learning rate ``rate``."""
    return replace(optimizer, keywords=MappingProxyType({**optimizer.keywords, "lr": rate}))


def _by_torch(run: Run, tolerance: float, progress: Callable[[int], None] | None) -> Sweep:
    from optanim.runs.tracing import trace

    traced: list[Trajectory] = []
    for rate in RATES:
        traced.append(trace(replace(run, optimizer=with_rate(run.optimizer, rate))))
        if progress:
            progress(len(traced))
    arrivals = [t.arrival(tolerance) for t in traced]
    arrays = (
        np.array([np.inf if step is None else step for step in arrivals], dtype=np.float64),
        np.array([t.losses[-1] for t in traced]),
        np.array([t.params[-1] for t in traced]),
    )
    outcomes = tuple(t.ending(tolerance).outcome for t in traced)
    paths = np.array([t.params[:1] for t in traced])
    for array in (*arrays, paths):
        array.setflags(write=False)
    return Sweep(
        run.problem, run.optimizer, "lr", RATES, run.steps, tolerance, *arrays, outcomes, paths
    )
