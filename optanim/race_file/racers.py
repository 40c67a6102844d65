"""The racers of a race file: optimizers, schedules, labels, and what is fair among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from optanim.base.errors import OptanimError, unknown
from optanim.base.immutable import Immutable
from optanim.base.lettering import refusal
from optanim.base.notation import parse_call, written, written_call
from optanim.base.numbers import unboxed
from optanim.base.text import quoted, seen
from optanim.optimizers.bounds import check_keywords
from optanim.optimizers.classes import is_optimizer, name_of, torch_defaults
from optanim.optimizers.needs import KEYS, wrapped
from optanim.optimizers.optimizer import LEARNING_RATE, Optimizer, make
from optanim.race_file.mistakes import Mistake
from optanim.race_file.model import RaceModel, RacerModel
from optanim.runs.problem import Problem
from optanim.runs.run import Batches, Run, Schedule

TEXTS = frozenset({"base", "color", "label", "lr_scheduler"})
"""Keys of a racer that are texts, which a command line holds in brackets: color=[#FFAA00]."""
ABOVE = "write it above the first [[racers]]"
"""Where a file has the keys of the race."""
PLANS = ("scheduler", "schedulers")
"""Keys of a schedule's table that name classes of schedules."""


@dataclass(frozen=True, eq=False)
class Racer(Immutable):
    """An optimizer with its label, its schedule and its colour (#rrggbb), None for the usual."""

    optimizer: Optimizer
    schedule: Schedule | None = None
    color: str | None = None

    @property
    def label(self) -> str:
        """The racer's name, one of its own in the race."""
        return self.optimizer.label


def as_racers(given: Any) -> list[dict[str, Any]]:
    """The racers as a race file holds them, from one or several; see `as_racer`."""
    given = unboxed(given)
    if isinstance(given, str | Optimizer) or callable(given) or _is_racer(given):
        given = [given]
    if isinstance(given, Mapping) or not isinstance(given, Iterable):
        raise OptanimError(
            f'optimizers={quoted(given)} must be a list, as in ["SGD:lr=0.1", "Adam:lr=0.5"]'
        )
    return [as_racer(each) for each in given]


def as_racer(given: Any) -> dict[str, Any]:
    """One racer as a race file holds it.

    From ``NAME[:key=value,...]``, from a mapping as in a race file, from a class of optimizers, or
    from what `optanim.make` gives. Raises OptanimError for anything else.
    """
    if _is_racer(given):
        kind, plan, base = given["optimizer"], given.get("lr_scheduler"), given.get("base")
        named = {"optimizer": name_of(kind)} if callable(kind) else {}
        planned = {"lr_scheduler": _plan(plan)} if "lr_scheduler" in given else {}
        text = base is None or isinstance(base, str | tuple | list)
        inner = {} if text else {"base": _as_call(base)}
        return {**given, **named, **planned, **inner}
    if callable(given):
        return {"optimizer": name_of(given)}
    if isinstance(given, Optimizer):
        name, keywords = given.torch_class, dict(given.keywords)
        own = {"label": given.label} if given.label != given.torch_class else {}
        return {"optimizer": name, **own, **_as_in_files(keywords)}
    if is_optimizer(given):
        raise OptanimError(
            f"{quoted(given)} is made already, of other parameters: give its class and its keywords"
        )
    if not isinstance(given, str):
        raise OptanimError(
            f"{quoted(given)} is no racer: write 'Adam:lr=0.1', or "
            "{'optimizer': 'Adam', 'lr': 0.1}, or name a class of optimizers"
        )
    name, keywords = parse_call(given)
    if "optimizer" in keywords:
        raise OptanimError(f"{quoted(given)!r}: the optimizer is {name}, and stands first")
    return {"optimizer": name, **_as_in_files(keywords)}


def _plan(given: Any) -> Any:
    """A schedule as race files hold it, from a `Schedule`, a class of torch's, or a table of it."""
    if isinstance(given, Mapping):
        return {key: _plan(part) if key in PLANS else part for key, part in given.items()}
    if isinstance(given, list | tuple):
        return [*map(_plan, given)]
    if isinstance(given, Schedule):
        return str(given)
    if isinstance(given, type) and given.__module__ == "torch.optim.lr_scheduler":
        return given.__name__
    if given is not None and not isinstance(given, str | int | float):
        raise OptanimError(
            f"lr_scheduler={quoted(given)} must be a class of torch.optim.lr_scheduler, written "
            "'StepLR:step_size=30' or {'scheduler': 'StepLR', 'step_size': 30}"
        )
    return given


def _as_call(base: Any) -> str:
    """An optimizer to be wrapped, given as a racer may be, as the text that stands for it."""
    if not (isinstance(base, Optimizer) or callable(base) or _is_racer(base)):
        raise OptanimError(f"base={quoted(base)} must be an optimizer, as 'Adam:lr=0.1'")
    keys = {key: value for key, value in as_racer(base).items() if key != "label"}
    return written_call(keys.pop("optimizer"), keys)


def _is_racer(given: Any) -> bool:
    return isinstance(given, Mapping) and "optimizer" in given


def _as_in_files(keywords: dict[str, Any]) -> dict[str, Any]:
    """``keywords`` as race files hold them: texts need no brackets there, and none is a word."""
    plain = {key: _without_none(value) for key, value in keywords.items()}
    for key in TEXTS & plain.keys():
        match plain[key]:
            case (str(text),):
                plain[key] = text
    return plain


def _without_none(value: Any) -> Any:
    """TOML has no none: a word stands for it."""
    if isinstance(value, dict):
        return {key: _without_none(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_without_none, value))
    return "none" if value is None else value


def racers_of(model: RaceModel, mistakes: list[Mistake]) -> tuple[Racer, ...]:
    """The racers, with labels of their own; those that are wrong are left out."""
    made: dict[int, Racer] = {}
    common = _common_rate(model, mistakes)
    for index, racer in enumerate(model.racers):
        key = f"racers[{index + 1}]"
        found = len(mistakes)
        keywords = _with_rate(model, racer, key, common, mistakes)
        optimizer = _optimizer(racer, keywords, key, mistakes)
        schedule = _schedule(racer, key, mistakes)
        if optimizer is not None and len(mistakes) == found:
            _by_torch(optimizer, schedule, model.steps, key, mistakes)
            made[index] = Racer(optimizer, schedule, racer.color)
    return _named(made, model, mistakes)


def runs_of(
    model: RaceModel, problem: Problem, racers: tuple[Racer, ...], mistakes: list[Mistake]
) -> dict[str, Run]:
    """The runs by label; batches that the data do not give are a mistake."""
    batches = Batches(model.batch_size, model.seed) if model.batch_size else None
    try:
        return {
            racer.label: Run(
                problem,
                racer.optimizer,
                racer.schedule,
                steps=model.steps,
                batches=batches,
                seed=model.seed,
            )
            for racer in racers
        }
    except OptanimError as error:
        key = "batch_size" if batches else "start"
        mistakes.append(Mistake(key, getattr(model, key), str(error)))
        return {}


def _common_rate(model: RaceModel, mistakes: list[Mistake]) -> float | None:
    """The learning rate of those that name none; None where each has its own default."""
    if model.fair == "as-given":
        return model.lr
    given = {
        f"racers[{index}].{place}": rate
        for index, racer in enumerate(model.racers, start=1)
        for place, rate in _rates(racer.keywords).items()
    }
    if model.fair == "tuned":
        for key, rate in {"lr": model.lr, **given}.items():
            if rate is not None:
                mistakes.append(Mistake(key, rate, "is chosen by the sweep where fair = 'tuned'"))
        return LEARNING_RATE
    common = model.lr if model.lr is not None else next(iter(given.values()), LEARNING_RATE)
    for key, rate in given.items():
        if rate != common:
            reason = f"fair = 'same-lr' wants the same for all, {written(common)}"
            mistakes.append(Mistake(key, rate, reason))
    return common


def _rates(keywords: Mapping[str, Any]) -> dict[str, Any]:
    """The learning rates that are given by ``keywords``: by lr, and by those of a base."""
    found = {"lr": keywords["lr"]} if "lr" in keywords else {}
    try:
        base = wrapped(keywords)
    except OptanimError:
        base = None  # said where the optimizer itself is made
    inner = _rates(base[1]) if base else {}
    return found | {f"base.{place}": rate for place, rate in inner.items()}


def _with_rate(
    model: RaceModel, racer: RacerModel, key: str, common: float | None, mistakes: list[Mistake]
) -> dict[str, Any]:
    keywords = racer.keywords
    try:
        if common is None or _rates(keywords):
            return keywords
        if _bare(racer).accepts("lr"):
            return {"lr": common, **keywords}
        if model.fair != "as-given":
            reason = f"has no learning rate, which fair = {model.fair!r} is about"
            mistakes.append(Mistake(f"{key}.optimizer", racer.optimizer, reason))
    except OptanimError:
        pass  # said where the optimizer itself is made
    return keywords


def _bare(racer: RacerModel) -> Optimizer:
    """The optimizer without its keywords, but for what it wraps, if anything."""
    base = {key: value for key, value in racer.keywords.items() if key == "base"}
    return make(racer.optimizer, **base)


def _optimizer(
    racer: RacerModel, keywords: Mapping[str, Any], key: str, mistakes: list[Mistake]
) -> Optimizer | None:
    """The optimizer, or None and every keyword of it that is wrong."""
    try:
        make(racer.optimizer)
    except OptanimError as error:
        mistakes.append(Mistake(f"{key}.optimizer", racer.optimizer, str(error)))
        return None
    try:
        bare = _bare(racer)
    except OptanimError as error:
        mistakes.append(Mistake(f"{key}.base", keywords["base"], str(error)))
        return None
    found = len(mistakes)
    for name, value in keywords.items():
        try:
            if name == "lr" and not bare.accepts(name):
                raise OptanimError(f"{racer.optimizer} has no learning rate")
            if name in RaceModel.model_fields and not bare.accepts(name):
                raise OptanimError(f"{name} is a key of the race: {ABOVE}")
            if not bare.accepts(name):
                choices = ["label", "color", "lr_scheduler", *torch_defaults(bare.torch_class)]
                choices += KEYS
                raise unknown("keyword of " + racer.optimizer, name, choices)
            covered = bare.entry is not None and name in bare.entry.defaults
            check_keywords(racer.optimizer, {name: value}, bare.entry if covered else None)
        except OptanimError as error:
            if name != "nesterov":  # judged with its momentum, below
                mistakes.append(Mistake(f"{key}.{name}", value, str(error)))
    if len(mistakes) > found:
        return None
    try:
        return make(racer.optimizer, racer.label, **keywords)
    except OptanimError as error:
        mistakes.append(Mistake(key, None, str(error)))
        return None


def _schedule(racer: RacerModel, key: str, mistakes: list[Mistake]) -> Schedule | None:
    if racer.lr_scheduler is None:
        return None
    try:
        return Schedule.parse(racer.lr_scheduler)
    except OptanimError as error:
        mistakes.append(Mistake(f"{key}.lr_scheduler", racer.lr_scheduler, str(error)))
        return None


def _by_torch(
    optimizer: Optimizer,
    schedule: Schedule | None,
    steps: int,
    key: str,
    mistakes: list[Mistake],
) -> None:
    from optanim.runs.tracing import refusal

    if (refused := refusal(optimizer)) is not None:
        mistakes.append(Mistake(key, None, refused))
    elif schedule and (refused := refusal(optimizer, schedule, steps)) is not None:
        mistakes.append(Mistake(f"{key}.lr_scheduler", str(schedule), refused))


def _named(
    made: Mapping[int, Racer], model: RaceModel, mistakes: list[Mistake]
) -> tuple[Racer, ...]:
    """Labels of their own: the name alone, with its keywords where two would be alike."""
    plain = {
        index: model.racers[index].label or racer.label.rpartition(":")[2]
        for index, racer in made.items()
    }
    names = dict(plain)
    for index, racer in made.items():
        alike = [made[other].optimizer for other in made if plain[other] == plain[index]]
        if model.racers[index].label is None and len(alike) > 1:
            given = _telling(model.racers[index].keywords, racer.optimizer, alike)
            pairs = ", ".join(f"{key} {written(value)}" for key, value in given.items())
            plan = model.racers[index].lr_scheduler
            names[index] = " ".join(filter(None, (names[index], pairs, plan)))
    apart = dict(names)
    for index, racer in made.items():  # two packages may have a class of one name
        if model.racers[index].label is None and list(names.values()).count(names[index]) > 1:
            apart[index] = names[index].replace(plain[index], racer.optimizer.torch_class, 1)
    names = apart
    look = {index: seen(name) for index, name in names.items()}
    for index, name in names.items():
        key = f"racers[{index + 1}]"
        if model.racers[index].label is None and (why := refusal(name)):
            reason = f"{name!r} cannot stand on screen: {why}; give it a label"
            mistakes.append(Mistake(key, None, reason))
        twins = [other + 1 for other in names if look[other] == look[index] and other < index]
        if twins:
            reason = f"is that of racers[{twins[0]}] too; give each a label of its own"
            mistakes.append(Mistake(f"{key}.label", name, reason))
    return tuple(
        replace(racer, optimizer=replace(racer.optimizer, label=names[index]))
        for index, racer in made.items()
    )


def _telling(
    keywords: Mapping[str, Any], optimizer: Optimizer, twins: list[Optimizer]
) -> Mapping[str, Any]:
    """The ``keywords`` that tell an ``optimizer`` from its ``twins``: of all one rate, without it.

    A rate that a sweep is to choose is one of all.
    """
    rate = optimizer.settings.get("lr")
    if all(twin.settings.get("lr") == rate for twin in twins):
        return {key: value for key, value in keywords.items() if key != "lr"}
    return keywords if "lr" in keywords or rate is None else {"lr": rate, **keywords}
