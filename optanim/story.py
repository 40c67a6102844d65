"""What becomes of every racer, on any loss, as events that a film can tell.

A rule here finds how a run ends; a run of which nothing can be said has no event.
"""

from __future__ import annotations

from optanim.events import Event
from optanim.outcome import TOLERANCE, Ending, Outcome
from optanim.race import Race

TOLD = {
    Outcome.ARRIVED: "arrived",
    Outcome.OTHER_MINIMUM: "other_minimum",
    Outcome.SADDLE: "saddle",
    Outcome.PLATEAU: "plateau",
    Outcome.ESCAPED: "escaped",
    Outcome.DIVERGED: "diverged",
    Outcome.CYCLING: "cycling",
    Outcome.SETTLED_ELSEWHERE: "settled",
    Outcome.ON_ITS_WAY: "under_way",
}
"""The names under which the catalogue of words has a note and a result for each outcome."""


def endings(race: Race, tolerance: float = TOLERANCE) -> dict[str, Ending]:
    """How each racer's run ends, by its name."""
    return {name: run.ending(tolerance) for name, run in race.runs.items()}


def story(race: Race, tolerance: float = TOLERANCE) -> list[Event]:
    """One event for every racer whose outcome holds from some step on, by step.

    The rule's name is that of the outcome. ``values``: ``loss``, that of the place at which the
    run ends up, or of its last row.
    """
    found = []
    for name, end in endings(race, tolerance).items():
        run = race.runs[name]
        if end.step is None:
            continue
        at_place = end.place is not None
        loss = race.problem.loss.value(end.place) if at_place else run.losses[-1]
        found.append(Event(TOLD[end.outcome], end.step, {"loss": float(loss)}, name))
    return sorted(found, key=lambda event: event.step)


def headlines(race: Race, most: int = 4, tolerance: float = TOLERANCE) -> list[Event]:
    """The events of `story` that are the first of their kind, the rarest kinds first to stay.

    An arrival comes after whatever else happens where there are more than ``most``.
    """
    first: dict[str, Event] = {}
    for event in story(race, tolerance):
        first.setdefault(event.rule, event)
    rare = sorted(first.values(), key=lambda event: event.rule == "arrived")[:most]
    return sorted(rare, key=lambda event: event.step)
