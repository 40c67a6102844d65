"""What a page is told of its slider: the runs at every position, and what became of them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from optanim.base.notation import written
from optanim.look.race_words import outcome
from optanim.look.words import Words
from optanim.page.racers import run_of
from optanim.page.slider import Slider
from optanim.proof.verification import Verified
from optanim.runs.outcome import Outcome
from optanim.studies.racing import Race

ARRIVES = Outcome.ARRIVED, Outcome.ESCAPED
DIVERGES = Outcome.DIVERGED, Outcome.OVERFLOWED


def positions(
    race: Race, swept: Slider, words: Words, tolerance: float
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The slider as JSON takes it, and the runs that its cells name by their numbers.

    The numbers count on from those of the race's own runs. ``cells`` has a row a racer, None for
    one without the keyword.
    """
    runs: list[dict[str, Any]] = []
    having = {name for each in swept.runs for name in each}
    cells: list[list[dict[str, Any]] | None] = []
    for name in race.verified:
        row = []
        for each in swept.runs if name in having else ():
            verified, number = each.get(name), None
            if verified is not None:
                number = len(race.verified) + len(runs)
                runs.append(run_of(verified, short=True))
            row.append({"run": number, **_told(race, name, verified, words, tolerance)})
        cells.append(row or None)
    checks = sum(len(verified.checks) for each in swept.runs for verified in each.values())
    values = [written(value) for value in swept.values]
    return {
        "keyword": swept.keyword,
        "name": _name(race, swept.keyword),
        "values": values,
        "numbers": [value[0] if isinstance(value, tuple) else value for value in swept.values],
        "own": _own(race, swept),
        "cells": cells,
        "about": words(
            "page.slider",
            runs=swept.count, values=len(values), keyword=swept.keyword, checks=checks,
        ),
    }, runs  # fmt: skip


def _told(
    race: Race, name: str, verified: Verified | None, words: Words, tolerance: float
) -> dict[str, Any]:
    """How a run ends: in a sentence, and as one of three kinds."""
    if verified is None:
        return {"ends": words("page.script.refused"), "kind": "refuses"}
    end = verified.trajectory.ending(tolerance)
    there = replace(race, verified=MappingProxyType({name: verified}))
    kind = "arrives" if end.outcome in ARRIVES else "diverges" if end.outcome in DIVERGES else "not"
    return {"ends": outcome(words, there, name, end), "kind": kind}


def _name(race: Race, keyword: str) -> str:
    """The keyword, and its letter in formulas where it has one."""
    entries = [run.optimizer.entry for run in race.trajectories.values()]
    letters = [each.symbols[keyword] for each in entries if each and keyword in each.symbols]
    return f"{letters[0]} ({keyword})" if letters else keyword


def _own(race: Race, swept: Slider) -> int | None:
    """The position of the value that the first racer who has the keyword was raced with."""
    for run in race.trajectories.values():
        value = run.optimizer.settings.get(swept.keyword)
        if value in swept.values:
            return swept.values.index(value)
    return None
