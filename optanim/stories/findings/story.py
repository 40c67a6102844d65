"""Detectors for what becomes of every racer, on any loss.

A run that is still on its way, or of which no step can be named, has no finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from optanim.runs.outcome import TOLERANCE, Ending, Outcome
from optanim.runs.problem import Problem
from optanim.runs.valleys import nearest
from optanim.stories.findings import (
    Finding,
    arrival,
    calmer_swings,
    in_order,
    late_turn,
    other_route,
    swings,
)
from optanim.stories.findings.finding import least
from optanim.studies.racing import Race
from optanim.studies.sweeping import Sweep

FEW = 0.01
"""Who arrives with a smaller share of the learning rates does so by luck."""
TOLD = {
    Outcome.ARRIVED: "arrived",
    Outcome.OTHER_MINIMUM: "other_minimum",
    Outcome.SADDLE: "saddle",
    Outcome.MAXIMUM: "maximum",
    Outcome.PLATEAU: "plateau",
    Outcome.ESCAPED: "escaped",
    Outcome.FALLING: "falling",
    Outcome.DESCENDING: "descending",
    Outcome.DIVERGED: "diverged",
    Outcome.LEFT_DOMAIN: "left_domain",
    Outcome.NO_GRADIENT: "no_gradient",
    Outcome.OVERFLOWED: "overflowed",
    Outcome.CYCLING: "cycling",
    Outcome.SETTLED_ELSEWHERE: "settled",
    Outcome.RESTING: "resting",
    Outcome.ON_ITS_WAY: "under_way",
}
"""The names under which the catalogue of words has a note and a result for each outcome."""


def told(end: Ending) -> str:
    """Under which name the catalogue tells of ``end``: that in `TOLD`, but for three outcomes.

    A run that diverged and yet took all its steps is "diverging" from its step on; one that was
    cut short has "diverged" at that step, where its numbers end. An arrival may be "arrived near
    found": in a minimum that is a little higher than the lowest, and a search has found them. An
    escape from where no saddle is known is "escaped far".
    """
    if end.outcome is Outcome.DIVERGED and not end.cut:
        return "diverging"
    if end.outcome is Outcome.ESCAPED and end.place is None:
        return "escaped far"
    if end.outcome is not Outcome.ARRIVED:
        return TOLD[end.outcome]
    arrived = TOLD[end.outcome] if end.step else "stays"
    return arrived + ("" if end.lowest else " near") + (" found" if end.found else "")


def endings(race: Race, tolerance: float = TOLERANCE) -> dict[str, Ending]:
    """How each racer's run ends, by its name."""
    return {name: t.ending(tolerance) for name, t in race.trajectories.items()}


def story(race: Race, tolerance: float = TOLERANCE) -> list[Finding]:
    """One finding for every racer whose outcome holds from some step on, by step.

    Its name is what it is `told` under. ``values``: ``loss``, that of the place at which the
    run ends up, or of its last row; and ``depth``, how far below the saddle or the start it has
    escaped.
    """
    found = []
    for name, end in endings(race, tolerance).items():
        if end.step is None:
            continue
        last = race.trajectories[name].losses[-1]
        loss = last if end.place is None else race.problem.loss.value(end.place)
        values = {"loss": float(loss), "depth": float(end.depth)}
        found.append(Finding(told(end), end.step, values, name))
    return sorted(found, key=lambda finding: finding.step)


def headlines(race: Race, most: int = 4, tolerance: float = TOLERANCE) -> list[Finding]:
    """The findings of `story` that are the first of their kind, the rarest kinds first to stay.

    An arrival comes after whatever else happens where there are more than ``most``. Who starts
    where it ends has done nothing to be told of.
    """
    first: dict[str, Finding] = {}
    for finding in story(race, tolerance):
        if finding.step > 0:
            first.setdefault(finding.name, finding)
    rare = sorted(first.values(), key=lambda finding: finding.name.startswith("arrived"))[:most]
    return sorted(rare, key=lambda finding: finding.step)


def ahead(race: Race, step: int, last: Finding | None = None) -> Finding | None:
    """Whose loss is the lowest after ``step`` steps: ``values``: that ``loss``.

    Of one racer alone it is the "now". Where it was the lowest as ``last`` was found, at an earlier
    step, it is "still ahead" if at no step between another was lower, else "ahead again". None
    where several are equally low, or all have ended.
    """
    leader = _lowest(race, step)
    if leader is None:
        return None
    name = "ahead" if len(race.trajectories) > 1 else "now"
    if last is not None and name == "ahead" and last.racer == leader:
        kept = all(_lowest(race, each) == leader for each in range(last.step, step))
        name = "still ahead" if kept else "ahead again"
    return Finding(name, step, {"loss": float(race.trajectories[leader].losses[step])}, leader)


def _lowest(race: Race, step: int) -> str | None:
    """Whose loss is the lowest after ``step`` steps, None where it is nobody's alone."""
    losses = {n: float(t.losses[step]) for n, t in race.trajectories.items() if step <= t.steps}
    leader = least(losses)
    return leader if leader is not None and np.isfinite(losses[leader]) else None


def closest(race: Race, step: int) -> Finding | None:
    """Who is nearest to a minimizer after ``step`` steps: ``values``: the ``distance``.

    None where none is known, where several are equally near, or all have ended.
    """
    minimizers = race.problem.loss.minimizers
    if not len(minimizers):
        return None
    ways = {
        name: float(np.hypot(*(minimizers - t.params[step]).T).min())
        for name, t in race.trajectories.items()
        if step <= t.steps
    }
    nearest_one = least(ways)
    if nearest_one is None or not np.isfinite(ways[nearest_one]):
        return None
    return Finding("closest", step, {"distance": ways[nearest_one]}, nearest_one)


def in_a_valley(
    race: Race, plain: str, damped: str, adaptive: Sequence[str], tolerance: float = TOLERANCE
) -> list[Finding]:
    """What there is to tell of four racers in a valley, in order.

    That the ``plain`` one swings and the ``damped`` one less, that the ``adaptive`` ones go
    another way, that a turn comes late where the race has a control without memory, and who
    arrives. See the detectors of `optanim.stories.findings`.
    """
    runs, turn = race.trajectories, None
    if race.control:
        turn = late_turn(runs[race.controlled], race.control.trajectory)
    return in_order(
        swings(runs[plain]),
        calmer_swings(runs[damped], runs[plain]),
        other_route([runs[name] for name in adaptive], runs[plain]),
        turn,
        *(arrival(run, tolerance) for run in runs.values()),
    )


def valley(problem: Problem) -> Finding:
    """How much more strongly the loss bends across than along, at the minimizer.

    ``values``: ``ratio``, of the Hessian's eigenvalues there.
    """
    place = nearest(problem.minimizers, problem.start)
    low, high = np.linalg.eigvalsh(problem.loss.curvature(place))
    return Finding("valley", 0, {"ratio": float(high / low)})


def fruitless(sweeps: Mapping[str, Sweep]) -> Finding | None:
    """Two racers arrive with none of their learning rates, in any of ``steps`` steps or fewer.

    ``values``: ``racers``, the names of both, also as ``racer`` and ``other``, and ``steps``. None
    where such racers are more or fewer than two.
    """
    never = tuple(name for name, each in sweeps.items() if not np.isfinite(each.arrivals).any())
    if len(never) != 2:
        return None
    values = {"racers": never, "other": never[1], "steps": sweeps[never[0]].steps}
    return Finding("never", 0, {**values, "racer": never[0]}, never[0])


def robust(sweeps: Mapping[str, Sweep]) -> Finding | None:
    """With more of its learning rates one racer arrives than any other: who, and who is next.

    ``values``: ``racer`` and ``second``, with how many of the ``count`` rates each arrives,
    ``rates`` and ``others``.
    """
    arriving = {name: int(np.isfinite(sweep.arrivals).sum()) for name, sweep in sweeps.items()}
    order = sorted(arriving, key=arriving.__getitem__, reverse=True)
    if len(order) < 2 or arriving[order[0]] == arriving[order[1]]:
        return None
    values = {
        "racer": order[0], "second": order[1], "rates": arriving[order[0]],
        "others": arriving[order[1]], "count": len(sweeps[order[0]].values),
    }  # fmt: skip
    return Finding("robust", 0, values, order[0])


def lucky(tried: Mapping[str, Sweep], finer: Mapping[str, Sweep]) -> Finding | None:
    """With none of the rates ``tried`` one racer arrives, with few of the ``finer``, one at once.

    That is with less than one in a hundred, and with the luckiest sooner than anybody with any rate
    that was tried: who would be first hangs on what was tried. ``values``: ``rates`` of ``count``
    with which it arrives, from ``low`` to ``high``; ``luckiest``, with which it does so at
    ``soonest``. None where there is no such racer, or more than one.
    """
    soonest = min(float(sweep.arrivals.min()) for sweep in tried.values())
    found = []
    for name, sweep in finer.items():
        arriving = np.flatnonzero(np.isfinite(sweep.arrivals))
        few = 0 < len(arriving) < FEW * len(sweep.values)
        none = not np.isfinite(tried[name].arrivals).any()
        if few and none and sweep.arrivals[sweep.best] < soonest:
            values = {
                "rates": len(arriving), "count": len(sweep.values),
                "low": sweep.values[arriving[0]], "high": sweep.values[arriving[-1]],
                "luckiest": sweep.values[sweep.best],
                "soonest": int(sweep.arrivals[sweep.best]),
            }  # fmt: skip
            found.append(Finding("lucky", 0, values, name))
    return found[0] if len(found) == 1 else None
