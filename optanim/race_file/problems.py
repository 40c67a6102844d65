"""The problem of a race file: its loss, its data, its start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from optanim.base.errors import OptanimError
from optanim.base.lettering import refusal
from optanim.losses import LOSSES, check_setting
from optanim.losses.loss import frozen
from optanim.race_file.mistakes import Mistake
from optanim.race_file.model import OLS, RaceModel
from optanim.runs.data import STANDARD_INPUT
from optanim.runs.problem import POINTS, Problem, article, from_data, own, surface


def problem_of(model: RaceModel, data: Any, mistakes: list[Mistake]) -> Problem | None:
    """The problem on ``data`` if any, started as asked; None and what is wrong where there is none.

    ``data`` is what `optanim.runs.problem.from_data` takes.
    """
    found = len(mistakes)
    settings = _settings(model, data, mistakes)
    try:
        problem = _problem(model, data, settings)
    except OptanimError as error:
        key = "data" if data is not None else "loss" if model.loss else "problem"
        mistakes.append(Mistake(key, getattr(model, key), str(error)))
        return None
    if why := refusal(problem.loss.name):
        mistakes.append(Mistake("problem", model.problem, f"cannot stand on screen: {why}"))
    for key, column in zip(("x", "y"), problem.columns, strict=True):
        if why := refusal(column.name):
            mistakes.append(Mistake(key, column.name, f"cannot stand on screen: {why}"))
    if len(mistakes) > found:
        return None
    if model.start is not None:
        problem = replace(problem, start=frozen(model.start))
    return problem


def data_of(model: RaceModel, folder: Path) -> str | Path | None:
    """Where the model's data lie; None where it has none."""
    if model.data is None or model.data == STANDARD_INPUT:
        return model.data
    return folder / model.data


def _settings(model: RaceModel, data: Any, mistakes: list[Mistake]) -> dict[str, float]:
    """The numbers of this problem or loss; keys that mean nothing for it are mistakes."""
    if model.problem != OLS:
        of_data = {"data": data, "loss": model.loss, "batch_size": model.batch_size}
        for key in (key for key, value in of_data.items() if value is not None):
            reason = f"{model.problem} has no data; it is for problem = {OLS!r}"
            mistakes.append(Mistake(key, getattr(model, key), reason))
    for key in ("standardize", "x", "y", "strict"):
        if getattr(model, key) and data is None:
            reason = "is for data of one's own; there is no data"
            mistakes.append(Mistake(key, getattr(model, key), reason))
    name = model.loss or "mse" if model.problem == OLS else model.problem
    settings = {}
    for key, value in model.settings.items():
        if name not in LOSSES or key not in LOSSES[name].settings:
            owners = " and ".join(other for other in LOSSES if key in LOSSES[other].settings)
            mistakes.append(Mistake(key, value, f"{name} has no such number, {owners} has"))
            continue
        try:
            check_setting(name, key, value)
            settings[key] = value
        except OptanimError as error:
            mistakes.append(Mistake(key, value, str(error)))
    return settings


def _problem(model: RaceModel, data: Any, settings: dict[str, float]) -> Problem:
    if ":" in model.problem:
        return own(model.problem, model.start or (0.0, 0.0), model.window)
    if model.problem != OLS:
        return surface(model.problem, **settings)
    loss = model.loss or "mse"
    if data is None:
        return article(model.seed, POINTS, loss, **settings)
    x, y = model.x or "x", model.y or "y"
    return from_data(data, model.standardize, loss, x=x, y=y, strict=model.strict, **settings)
