"""What a page is told: the race as data, for its scripts to draw."""

from __future__ import annotations

from typing import Any

import numpy as np

from optanim.landscape.loss_axis import LossAxis
from optanim.look.axis_words import column_names, parameter_names
from optanim.look.words import Words
from optanim.page.formulas import formula
from optanim.page.ground import ground
from optanim.page.look import looks
from optanim.page.packed import packed
from optanim.page.positions import positions
from optanim.page.racers import run_of, told
from optanim.page.room import is_short
from optanim.page.slider import Slider
from optanim.race_file.presentation import Presentation
from optanim.runs.problem import Problem
from optanim.studies.racing import Race

POINTS = 150
"""Points of the data that are drawn, at most."""


def contents(
    race: Race, presentation: Presentation, words: Words, swept: Slider | None = None
) -> dict[str, Any]:
    """All that the page of ``race`` shows, as JSON takes it; ``presentation`` is settled.

    Raises OptanimError where its runs are too long for a page.
    """
    problem, racers, tolerance = race.problem, race.trajectories, presentation.tolerance
    slider, others = positions(race, swept, words, tolerance) if swept else (None, [])
    optimizers = {name: run.optimizer for name, run in racers.items()}
    short = is_short(racers)
    return {
        "symbols": [*problem.loss.symbols],
        "axes": [*parameter_names(words, problem)],
        "start": problem.start.tolist(),
        "minimum": problem.loss.minimum if np.isfinite(problem.loss.minimum) else None,
        "falls": problem.loss.minimum == -np.inf,
        "tolerance": tolerance,
        "steps": race.steps,
        "ground": ground(race, presentation),
        "data": _data(problem, words) if problem.has_data else None,
        "axis": _axis(race, presentation),
        "racers": told(words, race, tolerance),
        "rules": {
            each.entry.name: formula(each.entry.formula)
            for each in optimizers.values()
            if each.entry
        },
        "runs": [*(run_of(verified, short) for verified in race.verified.values()), *others],
        "slider": slider,
        "look": looks(optimizers, presentation.colors),
    }


def _data(problem: Problem, words: Words) -> dict[str, Any]:
    """Some of the points, evenly picked in order of x, what x and y are called, and how many."""
    order = np.argsort(problem.x)
    count = min(POINTS, len(order))
    some = order[np.linspace(0, len(order) - 1, count).round().astype(int)]
    return {
        "x": packed(problem.x[some]),
        "y": packed(problem.y[some]),
        "names": [*column_names(words, problem)],
        "all": problem.loss.rows,
    }


def _axis(race: Race, presentation: Presentation) -> dict[str, Any]:
    """The axis of the losses: its ends, as powers of ten where it is not ``even``."""
    loss = race.problem.loss
    runs = list(race.trajectories.values())
    brink = runs[0].brink(presentation.tolerance)
    axis = LossAxis.of(loss, [run.losses for run in runs], brink=brink.level if brink else None)
    goal = loss.minimum + presentation.tolerance if loss.attained else None
    return {
        "low": axis.low,
        "high": axis.high,
        "floor": axis.floor,
        "even": axis.even,
        "title": axis.title.removeprefix("chart."),
        "goal": goal if goal is not None else (brink.level if brink else None),
    }
