"""Detectors for who leads a race, who arrives, and who comes round its bend."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from optanim.runs.outcome import TOLERANCE
from optanim.runs.valleys import nearest
from optanim.stories.findings.finding import INTERCEPT, Finding, in_order
from optanim.stories.findings.valley import arrival
from optanim.studies.racing import Race

ARRIVED = ("there_first", "there_next")
"""The names of `arrivals`."""
HELD = 0.1
"""A lead counts that is held for this share of all steps."""


def arrivals(race: Race, tolerance: float = TOLERANCE) -> list[Finding]:
    """Who arrives, in order: the first is "there_first", each other one "there_next".

    ``values`` of these: ``later``, by how many steps than the first.
    """
    found = in_order(*(arrival(run, tolerance) for run in race.trajectories.values()))
    first, next_one = ARRIVED
    return [
        Finding(
            next_one if k else first, each.step, {"later": each.step - found[0].step}, each.racer
        )
        for k, each in enumerate(found)
    ]


def not_there(race: Race, tolerance: float = TOLERANCE) -> Finding | None:
    """Two racers are not there at the end: ``racer`` and ``other``; None if more or fewer."""
    late = [name for name, run in race.trajectories.items() if run.arrival(tolerance) is None]
    if len(late) != 2:
        return None
    values = {"racer": late[0], "other": late[1]}
    return Finding("not_there", race.steps, values, late[0])


def leads(race: Race, held: float = HELD) -> list[Finding]:
    """Who takes the lead, the lowest loss of all, and holds it for a share ``held`` of all steps.

    In order; the first is "takes_lead", each later one "takes_over". ``values``: ``loss``, its own
    at ``step``; for "takes_over" also ``behind``, whose the last lead of this kind was. Of a racer
    that ended early only its own steps count; one whose loss is not finite leads nowhere.
    """
    names = list(race.trajectories)
    losses = np.full((len(names), race.steps + 1), np.inf)
    for row, run in zip(losses, race.trajectories.values(), strict=True):
        row[: len(run.losses)] = np.where(np.isfinite(run.losses), run.losses, np.inf)
    first = np.argmin(losses[:, 1:], axis=0)  # at the start all are alike
    changes = np.flatnonzero(np.diff(first)) + 2
    found: list[Finding] = []
    for start, end in pairwise([1, *changes.tolist(), race.steps + 1]):
        if end - start < held * race.steps:
            continue
        number = int(first[start - 1])
        values = {"loss": float(losses[number, start])}
        name, behind = "takes_lead", {}
        if found:
            name, behind = "takes_over", {"behind": found[-1].racer}
        found.append(Finding(name, start, {**values, **behind}, names[number]))
    return found


def last_around(race: Race, bend: float = 0.0) -> Finding | None:
    """The last racer to come round: to the end it stays beyond ``bend`` in the first parameter.

    A valley such as Rosenbrock's turns there from the start's side to the minimizer's. ``values``:
    ``first``, who was round before all others, and at which step, ``early``. None where nobody or
    only one comes round, or not all start before the bend.
    """
    around: dict[str, int] = {}
    for name, run in race.trajectories.items():
        goal = nearest(race.problem.minimizers, run.params[0])[INTERCEPT] - bend
        beyond = (run.params[:, INTERCEPT] - bend) * goal > 0.0
        if beyond[0]:
            return None
        if beyond[-1]:
            around[name] = int(np.flatnonzero(~beyond)[-1]) + 1
    order = sorted(around, key=around.__getitem__)
    if len(order) < 2:
        return None
    values = {"first": order[0], "early": around[order[0]]}
    return Finding("last_around", around[order[-1]], values, order[-1])
