"""Learning rates chosen by a sweep: the same for every racer, documented, and shown.

Every racer takes the race's steps with each of `RATES`, unless others are given. The best is the
first to arrive, that is from which on the loss stays within the tolerance of the minimum; where
none arrives, or several do at the same step, the one of the lowest final loss. That is so of
torch's own run, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import Optimizer
from optanim.runs.outcome import Outcome
from optanim.runs.problem import Problem
from optanim.runs.run import Run
from optanim.studies.racing import Race
from optanim.studies.sweeping import Sweep, sweep


def rates(low: int, high: int, density: int, digits: int = 3) -> tuple[float, ...]:
    """From 10^``low`` to 10^``high``, ``density`` to a decade, rounded to so many ``digits``."""
    exponents = np.linspace(low, high, (high - low) * density + 1)
    return tuple(float(f"{10.0**exponent:.{digits}g}") for exponent in exponents)


RATES = rates(-4, 1, 5, digits=2)
"""From 0.0001 to 10, five to a decade, of two digits."""
TRIALS = 2
"""So many sweeps with other roundings find the rates of which the rule may say too much."""
SAME = 1e-3
"""Final losses that differ by no more than this share are the same."""


def tuned(
    run: Run,
    tolerance: float,
    progress: Callable[[int], None] | None = None,
    rates: Sequence[float] = RATES,
    kept: int = 0,
) -> tuple[Run, Sweep]:
    """``run`` with the best of ``rates``, and the sweep that chose it.

    What is said of the chosen rate, and of every rate where rounding could decide, is torch's. The
    others are walked by the NumPy rule, all at once, where one covers the run. ``progress`` is
    called with the number of rates that torch has run. Of each rate's path the first ``kept`` steps
    are kept, where the rule covers it.
    """
    plain = (
        run.schedule is None
        and run.batches is None
        and np.array_equal(run.start, run.problem.start)
    )
    if run.optimizer.entry is not None and plain and run.problem.loss.exact_gradient:
        swept, open_to_doubt = _by_rule(run, tolerance, rates, kept)
    else:
        swept, open_to_doubt = _nothing_yet(run, tolerance, rates), set(range(len(rates)))
    borne_out: set[int] = set()
    while open_to_doubt:
        for number in sorted(open_to_doubt):
            swept = _with_torch(swept, run, number)
            borne_out.add(number)
            if progress:
                progress(len(borne_out))
        open_to_doubt = {swept.best} - borne_out
    return replace(run, optimizer=with_rate(run.optimizer, swept.values[swept.best])), swept


def surveyed(run: Run, tolerance: float, rates: Sequence[float]) -> Sweep:
    """Which of ``rates``, as close together as one likes, lead ``run`` to the minimum, and when.

    As in `tuned`, but torch runs only the best, and those rates of whose arrival sweeps with other
    roundings do not agree: how a run ends that arrives in none of them is not asked, for of many
    rates that would take minutes. Raises OptanimError where no rule covers the run.
    """
    swept, others = _trials(run, tolerance, rates, 0)
    doubtful = (np.flatnonzero(swept.arrivals != other.arrivals).tolist() for other in others)
    borne_out: set[int] = set()
    wanted = {swept.best}.union(*doubtful)
    while wanted:
        for number in sorted(wanted):
            swept = _with_torch(swept, run, number)
        borne_out |= wanted
        wanted = {swept.best} - borne_out
    return swept


def at_best(sweeps: Mapping[str, Sweep]) -> Race:
    """The race of those racers of ``sweeps`` who arrive, each at the rate that does best."""
    return Race.of_runs(
        {
            name: Run(found.problem, found.at(found.best), steps=found.steps)
            for name, found in sweeps.items()
            if np.isfinite(found.arrivals).any()
        }
    )


def tuned_race(
    problem: Problem,
    optimizers: Sequence[Optimizer],
    steps: int,
    tolerance: float,
    rates: Sequence[float] = RATES,
    kept: int = 0,
) -> Race:
    """A race of ``optimizers``, each with the one of ``rates`` with which it arrives first.

    See `tuned` for how they are chosen, and for ``kept``. The race holds all sweeps.
    """
    runs, sweeps = {}, {}
    for each in optimizers:
        asked = Run(problem, each, steps=steps)
        runs[each.label], sweeps[each.label] = tuned(asked, tolerance, rates=rates, kept=kept)
    return Race.of_runs(runs, sweeps=sweeps)


def with_rate(optimizer: Optimizer, rate: float) -> Optimizer:
    """``optimizer`` with the learning rate ``rate``."""
    return replace(optimizer, keywords=MappingProxyType({**optimizer.keywords, "lr": rate}))


def _by_rule(
    run: Run, tolerance: float, rates: Sequence[float], kept: int
) -> tuple[Sweep, set[int]]:
    """The sweep by the rule, and the numbers of its best and of all rates that it does not settle.

    A run whose end depends on how its gradients are rounded may end otherwise in torch, which adds
    up in another order: RMSprop can rest at the minimum for hundreds of steps until rounding
    throws it out again. Such a run also ends otherwise when the rule's own gradients are rounded
    at random.
    """
    swept, others = _trials(run, tolerance, rates, kept)
    return swept, {swept.best}.union(*(_differing(swept, other) for other in others))


def _trials(
    run: Run, tolerance: float, rates: Sequence[float], kept: int
) -> tuple[Sweep, list[Sweep]]:
    """The sweep by the rule, and those whose gradients are rounded otherwise."""
    asked = (run.problem, run.optimizer, rates, "lr", run.steps, tolerance)
    others = [sweep(*asked, rounding=np.random.default_rng(seed)) for seed in range(TRIALS)]
    return sweep(*asked, kept=kept), others


def _differing(one: Sweep, other: Sweep) -> set[int]:
    """The numbers of the rates that the two sweeps do not agree about."""
    close = np.isclose(one.losses, other.losses, rtol=SAME, atol=0.0)
    outcomes = [a is b for a, b in zip(one.outcomes, other.outcomes, strict=True)]
    same = (one.arrivals == other.arrivals) & close & outcomes
    return set(np.flatnonzero(~same).tolist())


def _nothing_yet(run: Run, tolerance: float, rates: Sequence[float]) -> Sweep:
    """A sweep of which torch still has to find everything."""
    count = len(rates)
    paths = np.tile(run.start, (count, 1, 1))
    paths.setflags(write=False)
    return Sweep(
        run.problem, run.optimizer, "lr", tuple(rates), run.steps, tolerance,
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
        t = trace(replace(run, optimizer=with_rate(run.optimizer, swept.values[number])))
        arrival = t.arrival(swept.tolerance)
        arrivals[number] = np.inf if arrival is None else arrival
        losses[number], params[number] = t.losses[-1], t.params[-1]
        outcomes[number] = t.ending(swept.tolerance).outcome
    for array in (arrivals, losses, params):
        array.setflags(write=False)
    return replace(swept, arrivals=arrivals, losses=losses, params=params, outcomes=tuple(outcomes))
