"""Race files: a race described in TOML, checked as a whole, made ready to run.

pydantic finds the mistakes that a key shows on its own, `problems` and `racers` those that take
several keys, a file or torch; all are reported together.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli_w
from pydantic import ValidationError

from optanim.base import shipped
from optanim.base.errors import OptanimError
from optanim.base.files import whole
from optanim.base.immutable import Immutable
from optanim.base.window import Window
from optanim.race_file.mistakes import Mistake, Mistakes, of_validation
from optanim.race_file.model import RaceModel
from optanim.race_file.problems import problem_of
from optanim.race_file.racers import racers_of, runs_of
from optanim.runs.problem import Problem
from optanim.runs.run import Run
from optanim.studies.racing import Race
from optanim.studies.sweeping import Sweep
from optanim.studies.tuning import RATES, tuned

VARIABLE = "OPTANIM_RACE"
"""The environment variable that names the race file of the racing scenes."""


@dataclass(frozen=True, eq=False)
class RaceSpec(Immutable):
    """A race, checked: what is run, and how it is to be shown.

    ``source`` is the file, or where else the race was described, its data relative to ``folder``.
    ``runs`` by label are on one problem and from one start. ``sweeps`` by label are what the
    learning rates were chosen from where ``fair`` is "tuned". ``window``, ``levels`` (losses) and
    ``transform`` of heights are None where they are to be found; ``colors`` has those given.
    """

    source: str
    folder: Path
    model: RaceModel
    problem: Problem
    runs: Mapping[str, Run]
    colors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sweeps: Mapping[str, Sweep] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        """The file's name without its ending, or the problem's."""
        return Path(self.source).stem if self.source.endswith(".toml") else self.problem.name

    @property
    def window(self) -> Window | None:
        """The window asked for."""
        return self.model.window and Window(*self.model.window)

    @property
    def fairness(self) -> str:
        """What is fair about it, in one sentence for the screen."""
        if self.model.fair == "tuned":
            return (
                f"learning rate tuned for each: of {len(RATES)} from {RATES[0]:g} to "
                f"{RATES[-1]:g}, the first to stay within {self.tolerance:g} of the minimum"
            )
        if self.model.fair == "same-lr":
            rate = next(iter(self.runs.values())).optimizer.settings["lr"]
            return f"the same learning rate for all: {rate:g}"
        return "settings as given, nothing tuned"

    def race(self, progress: Callable[[int], None] = lambda done: None) -> Race:
        """The race itself: fetched from the archive, or traced and verified.

        ``progress`` is called with the number of racers done.
        """
        return Race.of_runs(self.runs, progress=progress)

    def save(self, path: str | Path) -> None:
        """Write the race file ``path``, whole or not at all; the data's place relative to it."""
        raw = self.model.model_dump(exclude_unset=True)
        if self.model.data:
            data = (self.folder / self.model.data).resolve()
            raw["data"] = os.path.relpath(data, Path(path).resolve().parent)
        with whole(path) as draft:
            draft.write_text(tomli_w.dumps(_lists(raw)), "utf-8")

    def tuned(self, progress: Callable[[int], None] | None = None) -> RaceSpec:
        """The race with its learning rates chosen, where that is asked for; else itself.

        ``progress`` is called with the number of racers done.
        """
        if self.model.fair != "tuned":
            return self
        runs, sweeps = {}, {}
        for done, (label, run) in enumerate(self.runs.items(), start=1):
            runs[label], sweeps[label] = tuned(run, self.tolerance)
            if progress:
                progress(done)
        return replace(self, runs=MappingProxyType(runs), sweeps=MappingProxyType(sweeps))

    def __getattr__(self, name: str) -> Any:
        """Every key of the file that needs no more than reading: view, steps, tolerance, …."""
        if name in RaceModel.model_fields:
            return getattr(self.model, name)
        raise AttributeError(name)


def load(path: str | Path, instead: Mapping[str, Any] | None = None) -> RaceSpec:
    """The race in the TOML file ``path``, or the one that ships by that name; its data lie beside.

    The keys ``instead`` go before those of the file. Raises Mistakes, an OptanimError, with all
    that is wrong.
    """
    path = shipped.race(path)
    return checked({**read(path), **(instead or {})}, str(path), path.parent)


def read(path: Path) -> dict[str, Any]:
    """The keys of a TOML file, unchecked. Raises OptanimError where it is none."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise OptanimError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise OptanimError(f"{path}: is no text in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise OptanimError(f"{path}: is no TOML: {error}") from None


def checked(raw: Mapping[str, Any], source: str, folder: Path = Path()) -> RaceSpec:
    """The race of the keys ``raw``; ``source`` is where errors say that they stand.

    Raises Mistakes with all that is wrong.
    """
    raw = _tuples(raw)
    mistakes: list[Mistake] = []
    wrong: set[str | int] = set()
    try:
        model = RaceModel.model_validate(raw)
    except ValidationError as error:
        mistakes += of_validation(error, raw)
        wrong = {found["loc"][0] for found in error.errors()}
        model = _what_is_right(raw, error)
    known = model and not wrong & {"problem", "data", "loss", "start", "window"}
    problem = problem_of(model, folder, mistakes) if known else None
    racers = racers_of(model, mistakes) if model else ()
    runs = runs_of(model, problem, racers, mistakes) if problem else {}
    if model and model.fair == "tuned" and problem and problem.minimizer is None:
        reason = f"{problem.name} has no minimum to arrive at"
        mistakes.append(Mistake("fair", "tuned", reason))
    if mistakes:
        raise Mistakes(source, mistakes)
    colors = {racer.label: racer.color for racer in racers if racer.color}
    return RaceSpec(
        source, folder, model, problem, MappingProxyType(runs), MappingProxyType(colors)
    )


def from_environment() -> RaceSpec | None:
    """The race, tuned, of the file that the variable `VARIABLE` names; None where it names none.

    Raises OptanimError as `load` does.
    """
    path = os.environ.get(VARIABLE)
    return load(path).tuned() if path else None


def _what_is_right(raw: Mapping[str, Any], error: ValidationError) -> RaceModel | None:
    """A model of the keys without mistakes, so that the other checks find theirs as well.

    A racer without an optimizer gets one that nothing is wrong with.
    """
    places = [found["loc"] for found in error.errors()]
    wrong = {place[0] for place in places} - {"racers"}
    right = {key: value for key, value in raw.items() if key not in wrong}
    racers = raw.get("racers")
    if not isinstance(racers, tuple):
        return None
    in_racers = [place for place in places if place[0] == "racers" and len(place) > 2]
    right["racers"] = tuple(
        _right_racer(racer, {key for _, i, key, *_ in in_racers if i == index})
        for index, racer in enumerate(racers)
    )
    try:
        return RaceModel.model_validate(right)
    except ValidationError:
        return None


def _right_racer(racer: Any, wrong: set[str | int]) -> dict[str, Any]:
    if not isinstance(racer, Mapping) or "optimizer" in wrong:
        return {"optimizer": "GD"}
    return {key: value for key, value in racer.items() if key not in wrong}


def _tuples(value: Any) -> Any:
    """TOML's arrays as tuples."""
    if isinstance(value, Mapping):
        return {key: _tuples(part) for key, part in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value


def _lists(value: Any) -> Any:
    """Tuples as TOML's arrays, None left out or, in a racer, as the word."""
    if isinstance(value, Mapping):
        return {key: _lists(part) for key, part in value.items() if part is not None}
    return [*map(_lists, value)] if isinstance(value, list | tuple) else value
