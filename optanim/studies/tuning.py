"""Learning rates chosen by a sweep: the same for every racer, documented, and shown.

Every racer takes the race's steps with each of `RATES`. The best is the first to arrive, that is
from which on the loss stays within the tolerance of the minimum; where none arrives, or several
do at the same step, the one of the lowest final loss. That is so of torch's own run, too.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import Optimizer
from optanim.runs.outcome import Outcome
from optanim.runs.run import Run
from optanim.studies.sweeping import Sweep, sweep

RATES = tuple(float(f"{10.0**exponent:.2g}") for exponent in np.linspace(-4.0, 1.0, 26))
"""From 0.0001 to 10, five to a decade, of two digits."""
TRIALS = 2
"""So many sweeps with other roundings find the rates of which the rule may say too much."""
SAME = 1e-3
"""Final losses that differ by no more than this share are the same."""


def tuned(
    run: Run, tolerance: float, progress: Callable[[int], None] | None = None
) -> tuple[Run, Sweep]:
    """``run`` with the best of `RATES`, and the sweep that chose it.

    What is said of the chosen rate, and of every rate where rounding could decide, is torch's. The
    others are walked by the NumPy rule, all at once, where one covers the run. ``progress`` is
    called with the number of rates that torch has run.
    """
    plain = (
        run.schedule is None
        and run.batches is None
        and np.array_equal(run.start, run.problem.start)
    )
    if run.optimizer.entry is not None and plain and run.problem.loss.exact_gradient:
        swept, open_to_doubt = _by_rule(run, tolerance)
    else:
        swept, open_to_doubt = _nothing_yet(run, tolerance), set(range(len(RATES)))
    borne_out: set[int] = set()
    while open_to_doubt:
        for number in sorted(open_to_doubt):
            swept = _with_torch(swept, run, number)
            borne_out.add(number)
            if progress:
                progress(len(borne_out))
        open_to_doubt = {swept.best} - borne_out
    return replace(run, optimizer=with_rate(run.optimizer, RATES[swept.best])), swept


def with_rate(optimizer: Optimizer, rate: float) -> Optimizer:
    """``optimizer`` with the learning rate ``rate``."""
    return replace(optimizer, keywords=MappingProxyType({**optimizer.keywords, "lr": rate}))


def _by_rule(run: Run, tolerance: float) -> tuple[Sweep, set[int]]:
    """The sweep by the rule, and the numbers of its best and of all rates that it does not settle.

    A run whose end depends on how its gradients are rounded may end otherwise in torch, which adds
    up in another order: RMSprop can rest at the minimum for hundreds of steps until rounding
    throws it out again. Such a run also ends otherwise when the rule's own gradients are rounded
    at random.
    """
    asked = (run.problem, run.optimizer, RATES, "lr", run.steps, tolerance)
    swept = sweep(*asked)
    others = [sweep(*asked, rounding=np.random.default_rng(seed)) for seed in range(TRIALS)]
    return swept, {swept.best}.union(*(_differing(swept, other) for other in others))


def _differing(one: Sweep, other: Sweep) -> set[int]:
    """The numbers of the rates that the two sweeps do not agree about."""
    close = np.isclose(one.losses, other.losses, rtol=SAME, atol=0.0)
    outcomes = [a is b for a, b in zip(one.outcomes, other.outcomes, strict=True)]
    same = (one.arrivals == other.arrivals) & close & outcomes
    return set(np.flatnonzero(~same).tolist())


def _nothing_yet(run: Run, tolerance: float) -> Sweep:
    """A sweep of which torch still has to find everything."""
    count = len(RATES)
    paths = np.tile(run.start, (count, 1, 1))
    paths.setflags(write=False)
    return Sweep(
        run.problem, run.optimizer, "lr", RATES, run.steps, tolerance,
        arrivals=np.full(count, np.inf), losses=np.full(count, np.nan),
        params=np.full((count, 2), np.nan), outcomes=(Outcome.ON_ITS_WAY,) * count,
        paths=paths,
    )  # fmt: skip


def _with_torch(swept: Sweep, run: Run, number: int) -> Sweep:
    """``swept`` with what torch makes of the rate ``number``.

    Somebody else's optimizer may fail at a rate: then it is the worst, and only where all are like
    that its error is the race's.
    """
    from optanim.runs.tracing import trace

    arrivals, losses, params = swept.arrivals.copy(), swept.losses.copy(), swept.params.copy()
    outcomes = list(swept.outcomes)
    arrivals[number], losses[number], params[number] = np.inf, np.nan, np.nan
    with suppress(OptanimError):
        t = trace(replace(run, optimizer=with_rate(run.optimizer, RATES[number])))
        arrival = t.arrival(swept.tolerance)
        arrivals[number] = np.inf if arrival is None else arrival
        losses[number], params[number] = t.losses[-1], t.params[-1]
        outcomes[number] = t.ending(swept.tolerance).outcome
    for array in (arrivals, losses, params):
        array.setflags(write=False)
    return replace(swept, arrivals=arrivals, losses=losses, params=params, outcomes=tuple(outcomes))
