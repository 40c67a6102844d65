"""The words for what happens in any race."""

from __future__ import annotations

from typing import Any

import numpy as np

from optanim.base import numbers
from optanim.base.text import shortened
from optanim.look.words import Words
from optanim.race_file.presentation import Ground, Showing
from optanim.runs.outcome import Ending
from optanim.stories.findings.story import TOLD, endings
from optanim.studies.racing import Race

MARK = "°"  # beside the name of a racer of which less is proven than usual
NAME = 24  # characters of a racer's name within a sentence


def note(words: Words, end: Ending) -> str:
    """What has become of a racer, in two or three words."""
    return words(f"note.{TOLD[end.outcome]}", step=end.step)


def outcome(words: Words, race: Race, name: str, end: Ending) -> str:
    """The same in a line."""
    run = race.trajectories[name]
    at_place = end.place is not None
    loss = race.problem.loss.value(end.place) if at_place else run.losses[-1]
    values = {"step": end.step, "loss": written(float(loss)), **counted(race)}
    return words(f"outcome.{TOLD[end.outcome]}", **values)


def written(number: float) -> str:
    """A number of three digits, with a true minus sign."""
    return numbers.number(float(f"{number:.3g}"))


def racer(name: str) -> str:
    """A racer's name as it stands in a sentence."""
    return shortened(" ".join(name.split()), NAME)


def title(race: Race, showing: Showing) -> tuple[str, dict[str, Any]]:
    """The entry for the film's title, and its values."""
    loss = race.problem.loss
    name = loss.name if ":" in loss.name else loss.name[:1].upper() + loss.name[1:]
    if len(race.trajectories) == 1:
        return "own.one", {"problem": name, "label": racer(next(iter(race.trajectories)))}
    return f"own.{showing.fair}", {"problem": name}


def opening(race: Race, ground: Ground) -> tuple[str, dict[str, Any]]:
    """The entry that says where all start and what the crosses are, and its values."""
    problem = race.problem
    pairs = zip(problem.loss.symbols, next(iter(race.trajectories.values())).params[0], strict=True)
    values = {"start": ", ".join(f"{symbol} = {numbers.number(at)}" for symbol, at in pairs)}
    seen = int(np.sum(ground.window.holds(problem.minimizers)))
    if problem.loss.found and seen:
        return "own.found", values
    if not len(problem.minimizers) and problem.loss.minimum == -np.inf:
        return "own.minima 0", values
    if not seen or seen < len(problem.minimizers):
        return "own.unseen", values
    return ("own.minima 1" if seen == 1 else "own.minima"), {**values, "count": seen}


def fairness(race: Race, showing: Showing) -> tuple[str, dict[str, Any]]:
    """The entry that says what is fair about the race, and its values."""
    settings = {name: run.optimizer.settings for name, run in race.trajectories.items()}
    lrs = [s["lr"] for s in settings.values() if isinstance(s.get("lr"), int | float)]
    if len(race.trajectories) == 1 and lrs:
        (name,) = race.trajectories
        return "own.one", {"label": racer(name), "lr": lrs[0], **counted(race)}
    if len(lrs) < len(settings):
        return "own.no-lr", {}
    if len(set(lrs)) == 1:
        return "own.same-lr", {"lr": lrs[0]}
    if showing.fair == "tuned":
        return "own.tuned", {}
    return "own.as-given", {"low": min(lrs), "high": max(lrs)}


def sweep(showing: Showing) -> tuple[str, dict[str, Any]]:
    """The entry that says which rates were tried and how one was chosen, and its values."""
    values = next(iter(showing.sweeps.values())).values
    return "own.sweep", {"count": len(values), "low": min(values), "high": max(values)}


def rules(race: Race) -> tuple[str, dict[str, Any]]:
    """The entry that explains the letters of update rules, and its values."""
    x, y = race.problem.loss.symbols
    return "own.rules", {"x": x, "y": y}


def closing(words: Words, race: Race, tolerance: float) -> tuple[str, dict[str, Any]]:
    """The entry for the sentence that the film ends on, and its values."""
    ends = endings(race, tolerance)
    if len(ends) == 1:
        ((name, end),) = ends.items()
        return "own.result one", {
            "label": racer(name), "outcome": outcome(words, race, name, end)
        }  # fmt: skip
    goal = "arrived" if len(race.problem.minimizers) else "escaped"
    there = {n: end.step for n, end in ends.items() if TOLD[end.outcome] == goal}
    values = {"count": len(ends), **counted(race)}
    if not there:
        return ("own.result none" if goal == "arrived" else "own.result stuck"), values
    first = min(there, key=there.get)
    values |= {"label": racer(first), "step": there[first], "arrived": len(there)}
    if goal == "escaped":
        return "own.result escape", values
    return ("own.result all" if len(there) == len(ends) else "own.result some"), values


def counted(race: Race) -> dict[str, Any]:
    """The steps of a race and the word for that many."""
    return {"steps": race.steps, "word": "step" if race.steps == 1 else "steps"}
