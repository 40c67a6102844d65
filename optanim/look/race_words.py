"""The words of any race: which entries of the catalogue tell it, and with what values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from optanim.base import numbers
from optanim.base.lettering import refusal
from optanim.base.text import isolated, shortened
from optanim.base.window import Window
from optanim.landscape.lowest import line_of_minima
from optanim.look.words import Words
from optanim.losses import Loss, OwnFunction
from optanim.losses.loss import Extent
from optanim.proof.verification import Verified
from optanim.runs.data import XY
from optanim.runs.outcome import Ending, Outcome
from optanim.runs.problem import Problem
from optanim.stories.findings import Finding
from optanim.stories.findings.story import TOLD, endings, told
from optanim.studies.racing import Race

Entry = tuple[str, Mapping[str, Any]]
"""The name of an entry of the catalogue, and the values of its fields."""

MARK = "°"  # beside the name of a racer of which less is proven than usual
NAME = 24  # characters of a racer's name within a sentence
PROBLEM, DATA = 32, 20  # characters within a title: of a loss's name, of that of data


def note(words: Words, end: Ending) -> str:
    """What has become of a racer, in two or three words, as in "✓ step 16"."""
    name = told(end).split()[0]  # how low a minimum it is has no room
    return words(f"note.{name}", step=end.step)


def outcome(words: Words, race: Race, name: str, end: Ending) -> str:
    """What has become of a racer, in a sentence without it.

    As in "at a saddle from step 12 on (loss 0.3)". Of several minima it says at which.
    """
    run = race.trajectories[name]
    at_place = end.place is not None
    loss = race.problem.loss.value(end.place) if at_place else run.losses[-1]
    values = {
        "step": end.step, "loss": written(float(loss)), "steps": race.steps,
        "depth": written(end.depth), "at": _at(end),
    }  # fmt: skip
    name = told(end)
    if end.outcome is Outcome.ON_ITS_WAY and race.problem.loss.minimum == -np.inf:
        name = "not escaped"
    return words(f"outcome.{name}", **values)


def headline(finding: Finding) -> Entry:
    """What a finding of the story of a race is told by."""
    values: dict[str, Any] = {name: written(number) for name, number in finding.values.items()}
    return f"race.{finding.name}", {**values, "label": racer(finding.racer)}


def marks(words: Words, proof: Verified) -> list[str]:
    """What is proven less strictly than usual, as in "without replay"; mostly empty."""
    optimizer = proof.trajectory.optimizer
    names = ("inner steps" if mark == optimizer.note else mark for mark in proof.marks)
    return [words(f"mark.{name}", count=optimizer.inner_steps) for name in names]


def written(number: float) -> str:
    """A number of three digits, with a true minus sign."""
    return numbers.number(float(f"{number:.3g}"))


def racer(name: str) -> str:
    """A racer's name as it stands in a sentence."""
    return isolated(shortened(" ".join(name.split()), NAME))


def loss_name(words: Words, loss: Loss) -> str:
    """What ``loss`` is called: by the catalogue, or by its own file; a user's as its function."""
    is_own = loss.key == OwnFunction.key
    own = loss.name.rpartition(":")[2] if is_own else loss.name[:1].upper() + loss.name[1:]
    return words.get(f"losses.{loss.key}", own)


def data_name(problem: Problem) -> str:
    """What the data of ``problem`` are called: as their file, or else as what is predicted.

    Empty for data that nobody named, for those of the article, and for a file whose name cannot
    be drawn.
    """
    y = problem.columns[1]
    name = problem.name if problem.source else "" if y == XY[1] else y.name
    return "" if refusal(name) else name


def title(words: Words, race: Race, fair: str) -> Entry:
    """The film's title; ``fair`` is "same-lr", "tuned" or "as-given"."""
    name = shortened(loss_name(words, race.problem.loss), PROBLEM)
    if data := data_name(race.problem):
        name = words("race.on", loss=name, data=isolated(shortened(data, DATA)))
    if fair == "same-lr" and _changing(race):
        fair = "as-given"
    if len(race.trajectories) == 1:
        return "race.one", {"problem": name, "label": racer(next(iter(race.trajectories)))}
    return f"race.{fair}", {"problem": name}


def opening(race: Race, window: Window) -> Entry:
    """Where all start, and what the crosses or the line in ``window`` are."""
    problem = race.problem
    start = next(iter(race.trajectories.values())).params[0]
    spans = (high - low for low, high in (window.intercept, window.slope))
    places = map(numbers.within, start, spans)
    pairs = zip(problem.loss.symbols, places, strict=True)
    values = {"start": ", ".join(f"{symbol} = {place}" for symbol, place in pairs)}
    loss, seen = problem.loss, int(np.sum(window.holds(problem.minimizers)))
    count = len(problem.minimizers)
    if loss.found and seen:
        name = "found some" if seen < count else "found" if seen > 1 else "found 1"
        return f"race.{name}", {**values, "seen": seen, "count": count}
    if loss.minimum == -np.inf:
        return "race.minima 0", values
    if loss.extent is not Extent.POINT:
        shown = " shown" if len(line_of_minima(loss, window)) else ""
        known = "" if loss.found else "all "
        return f"race.{known}{loss.extent.name.lower()}{shown}", values
    if not loss.attained and loss.searched:
        (left, right), (low, high) = loss.searched
        ends = {"left": left, "right": right, "low": low, "high": high}
        values |= {name: written(end) for name, end in ends.items()}
        return "race.none found", {**values, "x": loss.symbols[0], "y": loss.symbols[1]}
    if not seen or seen < count:
        return "race.unseen", values
    return ("race.minima 1" if seen == 1 else "race.minima"), {**values, "count": seen}


def fairness(race: Race, fair: str) -> Entry:
    """What is fair about the race: ``fair`` is "same-lr", "tuned" or "as-given"."""
    values: dict[str, Any]
    asked = [run.optimizer.lr for run in race.trajectories.values()]
    lrs = [lr for lr in asked if isinstance(lr, int | float)]
    taken = [float(lr) for run in race.trajectories.values() for lr in run.lrs]
    changing = "changing" if _changing(race) else ""
    values = {"low": min(taken, default=0.0), "high": max(taken, default=0.0)}
    if len(race.trajectories) == 1 and lrs:
        (name,) = race.trajectories
        values |= {"label": racer(name), "lr": lrs[0], "steps": race.steps}
        return f"race.one {changing}".strip(), values
    if len(lrs) < len(asked):
        return "race.no-lr", {}
    if len(set(lrs)) == 1 and not changing:
        return "race.same-lr", {"lr": lrs[0]}
    if fair == "tuned":
        return "race.tuned", {}
    if changing:
        return "race.changing", values
    return "race.as-given", {"low": min(lrs), "high": max(lrs)}


def _changing(race: Race) -> bool:
    """Whether a schedule, or an optimizer itself, changes a learning rate on the way."""
    return any(len(set(run.lrs)) > 1 for run in race.trajectories.values())


def sweep(race: Race) -> Entry:
    """Which learning rates were tried, and how one was chosen."""
    values = next(iter(race.sweeps.values())).values
    return "race.sweep", {"count": len(values), "low": min(values), "high": max(values)}


def rules(race: Race) -> Entry:
    """What the letters of update rules mean."""
    x, y = race.problem.loss.symbols
    return "race.rules", {"x": x, "y": y, "count": len(race.trajectories)}


def closing(words: Words, race: Race, tolerance: float) -> Entry:
    """The sentence that the film ends on."""
    ends = endings(race, tolerance)
    values: dict[str, Any]
    if len(ends) == 1:
        ((name, end),) = ends.items()
        return "race.result one", {
            "label": racer(name), "outcome": outcome(words, race, name, end)
        }  # fmt: skip
    loss, values = race.problem.loss, {"count": len(ends), "steps": race.steps}
    if not loss.attained and loss.minimum != -np.inf:
        runs = race.trajectories
        whole = {n: run for n, run in runs.items() if len(run.losses) > race.steps} or runs
        last = {name: float(run.losses[-1]) for name, run in whole.items()}
        said = {**_least(words, last), "loss": written(min(last.values()))}
        return "race.result lowest", {**values, **said}
    first = next(iter(race.trajectories.values()))
    escape = first.brink(tolerance)
    goal = "escaped" if escape else "arrived"
    there = {n: end.step or 0 for n, end in ends.items() if TOLD[end.outcome] == goal}
    if goal == "arrived" and first.excess[0] < tolerance:
        stay = list(there.values()).count(0)
        return "race.result start", {**values, "tolerance": tolerance, "arrived": stay}
    if there:
        values |= {**_least(words, there), "step": min(there.values()), "arrived": len(there)}
    if escape:
        far = "" if escape.saddle is not None else " far"
        result = "escape" if there else "stuck"
        return f"race.result {result}{far}", {**values, "depth": written(escape.depth)}
    if not there:
        return "race.result none", values
    result = "all" if len(there) == len(ends) else "some"
    places = {_at(ends[name]) for name in there}
    if len(places) > 1:
        result, values = f"{result} apart", {**values, "places": len(places)}
    return f"race.result {result}", values


def _at(end: Ending) -> str:
    """At which of several minima a run is, as in " (3, 2)"; nothing where there is but one."""
    if end.among < 2 or end.place is None:
        return ""
    return f" ({', '.join(written(float(number)) for number in end.place)})"


def _least(words: Words, values: Mapping[str, float]) -> dict[str, Any]:
    """Who has the least of the ``values``: one by its name, several as so many racers."""
    first = [name for name, value in values.items() if value == min(values.values())]
    label = racer(first[0]) if len(first) == 1 else words("race.several", count=len(first))
    return {"label": label, "firsts": len(first)}
