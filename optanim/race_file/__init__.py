"""Race files: a race described in TOML, checked as a whole, made ready to run.

pydantic finds the mistakes that a key shows on its own, `problems` and `racers` those that take
several keys, a file or torch; all are reported together.
"""

from __future__ import annotations

import logging
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from optanim.base import shipped
from optanim.base.errors import OptanimError
from optanim.base.text import quoted
from optanim.base.window import Window
from optanim.race_file.code import code_in
from optanim.race_file.mistakes import Mistake, Mistakes, of_validation
from optanim.race_file.model import RaceModel
from optanim.race_file.presentation import Presentation
from optanim.race_file.problems import data_of, problem_of
from optanim.race_file.racers import racers_of, runs_of
from optanim.race_file.request import RaceRequest
from optanim.race_file.toml import wanted_by_toml
from optanim.race_file.values import plain_table
from optanim.runs.data import STANDARD_INPUT
from optanim.runs.problem import Problem

_log = logging.getLogger(__name__)
VARIABLE = "OPTANIM_RACE"
"""The environment variable that names the race file of the racing scenes."""


def load(
    path: str | Path, instead: Mapping[str, Any] | None = None, memory: Any = None
) -> RaceRequest:
    """The race in the TOML file ``path``, or the one that ships by that name; its data lie beside.

    The keys ``instead`` go before those of the file; data that they name, or that lie in
    ``memory``, before the file's. Raises Mistakes, an OptanimError, with all that is wrong.
    """
    if not isinstance(path, str | Path):
        raise OptanimError(f"{quoted(path)} is no name of a race file")
    path = shipped.race(path)
    instead = dict(instead or {})
    if isinstance(instead.get("data"), str | Path) and instead["data"] != STANDARD_INPUT:
        instead["data"] = str(Path(instead["data"]).absolute())
    raw = {**read(path), **instead}
    if named := code_in(raw):
        _log.warning("%s names code, which is run now: %s", path, ", ".join(named))
    return checked(raw, str(path), path.parent, memory)


def read(path: Path) -> dict[str, Any]:
    """The keys of a TOML file, unchecked. Raises OptanimError where it is none."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise OptanimError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise OptanimError(f"{path}: is no text in UTF-8") from None
    except ValueError as error:  # TOML's own errors, and numbers of more than 4,300 digits
        hint = "" if path.suffix == ".toml" else "; a table is given as --data"
        hint = wanted_by_toml(path.read_text("utf-8-sig"), str(error)) or hint
        raise OptanimError(f"{path}: is no TOML: {quoted(error, 200)}{hint}") from None
    except RecursionError:
        raise OptanimError(f"{path}: is no TOML: lists lie too deep within each other") from None


def checked(
    raw: Mapping[str, Any], source: str, folder: Path = Path(), memory: Any = None
) -> RaceRequest:
    """The race of the keys ``raw``; ``source`` is where errors say that they stand.

    ``memory`` are data that lie in no file, as `optanim.runs.problem.from_data` takes them. Raises
    Mistakes with all that is wrong.
    """
    mistakes: list[Mistake] = []
    raw = plain_table(raw, mistakes)
    wrong: set[str | int] = {mistake.key for mistake in mistakes}
    try:
        model = RaceModel.model_validate(raw)
    except ValidationError as error:
        mistakes += of_validation(error, raw)
        wrong |= {found["loc"][0] for found in error.errors()}
        model = _what_is_right(raw, error)
    known = model and not wrong & {"problem", "data", "loss", "start", "window"}
    data = memory if memory is not None or model is None else data_of(model, folder)
    problem = problem_of(model, data, mistakes) if model and known else None
    racers = racers_of(model, mistakes) if model else ()
    runs = runs_of(model, problem, racers, mistakes) if problem else {}
    if model and model.fair == "tuned" and problem and not problem.loss.attained:
        mistakes.append(Mistake("fair", "tuned", _no_goal(problem)))
    if mistakes or model is None or problem is None:
        raise Mistakes(source, mistakes)
    colors = {racer.label: racer.color for racer in racers if racer.color}
    return RaceRequest(
        source,
        folder.absolute(),
        {**model.model_dump(exclude_unset=True), **({} if memory is None else {"data": memory})},
        problem,
        MappingProxyType(runs),
        _presentation(model, colors),
    )


def from_environment() -> RaceRequest | None:
    """The race of the file that the variable `VARIABLE` names; None where it names none.

    Raises OptanimError as `load` does.
    """
    path = os.environ.get(VARIABLE, "").strip()
    return load(path) if path else None


def _no_goal(problem: Problem) -> str:
    """Why there is nothing to arrive at."""
    if not problem.loss.searched:
        return f"{problem.name} has no minimum to arrive at"
    x, y = (f"{low:g} to {high:g}" for low, high in problem.loss.searched)
    return f"no minimum of {problem.name} was found within x = {x}, y = {y} to arrive at"


def _presentation(model: RaceModel, colors: Mapping[str, str]) -> Presentation:
    return Presentation(
        view=model.view,
        fair=model.fair,
        tolerance=model.tolerance,
        seconds=model.seconds,
        theme=model.theme,
        colors=MappingProxyType(colors),
        window=model.window and Window(*model.window),
        height_scale=model.transform,
        levels=model.levels,
    )


def _what_is_right(raw: Mapping[str, Any], error: ValidationError) -> RaceModel | None:
    """A model of the keys without mistakes, so that the other checks find theirs as well.

    A racer without an optimizer gets one that nothing is wrong with, and as one with a wrong label
    a label of its own.
    """
    places = [found["loc"] for found in error.errors()]
    wrong = {place[0] for place in places} - {"racers"}
    right = {key: value for key, value in raw.items() if key not in wrong}
    racers = raw.get("racers")
    if not isinstance(racers, tuple):
        return None
    in_racers = [place for place in places if place[0] == "racers" and len(place) > 2]
    right["racers"] = tuple(
        _right_racer(racer, index, {key for _, i, key, *_ in in_racers if i == index})
        for index, racer in enumerate(racers)
    )
    try:
        return RaceModel.model_validate(right)
    except ValidationError:
        return None


def _right_racer(racer: Any, index: int, wrong: set[str | int]) -> dict[str, Any]:
    label = {"label": f"racers[{index + 1}]"}
    if not isinstance(racer, Mapping) or "optimizer" in wrong:
        return {"optimizer": "GD", **label}
    instead = label if "label" in wrong else {}
    return {key: value for key, value in racer.items() if key not in wrong} | instead
