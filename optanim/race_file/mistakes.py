"""All mistakes of a race file together, each with its key, its value and its bound."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from optanim.base.errors import OptanimError, nearest_of
from optanim.base.text import quoted
from optanim.race_file.model import MOST_RACERS, RaceModel

_BOUNDS = {
    "ge": "{} or more", "gt": "above {}", "le": "{} or less", "lt": "below {}",
    "min_length": "at least {} long", "max_length": "at most {} long",
}  # fmt: skip
_KINDS = {
    "tuple_type": "must be a list",
    "model_type": 'must be a table, as in { optimizer = "Adam" }',
    "string_type": "must be a text",
    "string_unicode": "is no text in UTF-8",
    "string_too_short": "must not be empty",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
}
_RACERS = dict.fromkeys(
    ("optimizer", "optimizers", "racer"),
    " Racers are tables [[racers]] in a file, optimizers=[...] in Python.",
)
"""What people call the racers where there is no such key."""
_STEPS = dict.fromkeys(
    ("epochs", "iterations", "iters", "iteration", "max_iter", "n_iter", "num_iterations"),
    " Did you mean 'steps'?",
)
"""The same of the steps."""
_LACKING = {"racers": "; they are tables [[racers]] in a file, optimizers=[...] in Python"}
_OF_RACERS = ("lr_scheduler", "scheduler", "label", "color")
_PAIRS = {
    "start": "must be two numbers, as in [2, 9]",
    "window": "must be two pairs of numbers, as in [[-2, 2], [-1, 3]]",
}


@dataclass(frozen=True)
class Mistake:
    """What is wrong with the value of ``key``; the value is None where there is none."""

    key: str
    value: Any
    reason: str

    def __str__(self) -> str:
        key = quoted(self.key)
        place = key if self.value is None else f"{key} = {_shown(self.value)}"
        return f"{place}: {' '.join(self.reason.split())}"


class Mistakes(OptanimError):
    """What is wrong with a race; ``mistakes`` are all of them."""

    def __init__(self, source: str, mistakes: Iterable[Mistake]) -> None:
        self.source, self.mistakes = source, tuple({str(each): each for each in mistakes}.values())
        if len(self.mistakes) == 1:
            text = f"{source}: {self.mistakes[0]}"
        else:
            lines = "".join(f"\n  {mistake}" for mistake in self.mistakes)
            text = f"{source}: {len(self.mistakes)} mistakes{lines}"
        super().__init__(text)

    def __str__(self) -> str:
        return str(self.args[0])  # a line for each

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.source, self.mistakes)  # a worker's error gets home


def of_validation(error: ValidationError, raw: Mapping[str, Any]) -> list[Mistake]:
    """The mistakes that the model finds, in words of ours."""
    racers = raw.get("racers")
    enough = isinstance(racers, tuple | list) and 1 <= len(racers) <= MOST_RACERS
    mistakes = [
        _mistake(found, raw)
        for found in error.errors(include_url=False)
        if not (enough and found["loc"] == ("racers",))  # only what is left of them are too few
    ]
    return list({str(mistake): mistake for mistake in mistakes}.values())  # both ends of a window


def key_of(place: Iterable[str | int]) -> str:
    """A place in a race file as it is said: ``racers[1].lr``, counted from 1."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _mistake(found: Mapping[str, Any], raw: Mapping[str, Any]) -> Mistake:
    place = [part for part in found["loc"] if part != "function-wrap"]
    kind, value, about = found["type"], found["input"], found.get("ctx", {})
    key = key_of(place)
    if kind == "tuple_type" and place == ["racers"] and isinstance(value, Mapping):
        return Mistake(key, None, "each racer has its own [[racers]], in double brackets")
    if place[0] in _PAIRS and kind in ("missing", "too_short", "too_long", "tuple_type"):
        return Mistake(place[0], raw[place[0]], _PAIRS[place[0]])
    if kind == "missing":
        given = value if isinstance(value, Mapping) else {}
        near = [k for k in given if nearest_of(str(place[-1]), [k])]
        hint = f"; did you mean {near[0]!r} to be it?" if near else _LACKING.get(key, "")
        return Mistake(key, None, f"is missing{hint}")
    if kind == "extra_forbidden":
        keys = list(RaceModel.model_fields)
        name = str(place[-1])
        hint = (_RACERS | _STEPS).get(name) or nearest_of(name, [*keys, *_OF_RACERS])
        hint += " Each racer has its own." if _is_of_racers(name, hint) else ""
        return Mistake(key, value, f"is no key of a race.{hint} Choose from: {', '.join(keys)}")
    if kind == "literal_error":
        choices = about["expected"].replace("'", "").replace(" or ", ", ")
        hint = nearest_of(str(value), choices.split(", "))
        return Mistake(key, value, f"must be one of {choices}.{hint}".rstrip("."))
    if kind in ("too_short", "too_long") and place == ["racers"]:
        return Mistake(key, None, f"there are {len(value)}, it must be 1 to {MOST_RACERS}")
    if kind == "string_pattern_mismatch":
        return Mistake(key, value, "must be written #rrggbb")
    if kind in _KINDS:
        return Mistake(key, value, _KINDS[kind])
    for bound, words in _BOUNDS.items():
        if bound in about:
            return Mistake(key, value, f"must be {words.format(f'{about[bound]:g}')}")
    return Mistake(key, value, _said(found["msg"]))


def _is_of_racers(key: str, hint: str) -> bool:
    return key in _OF_RACERS or any(repr(own) in hint for own in _OF_RACERS)


def _said(message: str) -> str:
    message = message.removeprefix("Value error, ").replace("Input should be", "must be")
    message = message.replace("Input should have", "must have")
    return message[0].lower() + message[1:]


def _shown(value: Any) -> str:
    """A value as it stands in TOML, or nearly so; what would not be seen by its number."""
    try:
        return quoted(json.dumps(value, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError):
        return quoted(value)
