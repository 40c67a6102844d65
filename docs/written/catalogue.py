"""The optimizers, the losses and the public names, read from their tables."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator
from typing import Any

import optanim
from docs.written.docstrings import escaped
from docs.written.markdown import formula, number, table
from optanim.losses import OF_DATA, SURFACES
from optanim.losses.entry import Entry as LossEntry
from optanim.optimizers.bounds import ANY_SIZE, Bound
from optanim.optimizers.entry import Entry as OptimizerEntry
from optanim.optimizers.optimizer import LEARNING_RATE, TABLE


def optimizers() -> str:
    """Every optimizer of the table with its equations, its source and its keywords."""
    return "\n\n".join("\n\n".join(_optimizer(entry)) for entry in TABLE.values())


def losses() -> str:
    """Every loss, first those of data and then those without, with formula and settings."""
    parts = ["## Losses of data", *(_loss(*item) for item in OF_DATA.items())]
    parts += ["## Surfaces without data", *(_loss(*item) for item in SURFACES.items())]
    return "\n\n".join(parts)


def public_names() -> str:
    """The names that ``import optanim`` gives, each linked to its description."""
    return table(("name", "what it is"), map(_public, optanim.__all__))


def _public(name: str) -> tuple[str, str]:
    thing = getattr(optanim, name)
    link = f"[`optanim.{name}`](#{thing.__module__}.{thing.__qualname__})"
    return link, _first_sentence(inspect.getdoc(thing) or "")


def _optimizer(entry: OptimizerEntry) -> Iterator[str]:
    yield f"## {entry.name}"
    yield formula(*entry.formula)
    yield _told(entry.rule)
    given = "".join(f", `{key}={_written(value)}`" for key, value in entry.keywords.items())
    yield f"It is torch's `{entry.torch_class}`{given}. What it can be given:"
    left_out = {**entry.defaults, "lr": LEARNING_RATE, **entry.keywords}
    rows = (
        (f"`{key}`", entry.symbols.get(key, ""), _bounds(entry, key), f"`{_written(value)}`")
        for key, value in left_out.items()
    )
    yield table(("keyword", "in the equations", "what it takes", "if left out"), rows)


def _bounds(entry: OptimizerEntry, key: str) -> str:
    """What the keyword takes, as in "a number, 0 or more and below 1"."""
    default, bound = entry.defaults.get(key), entry.bounds.get(key, ANY_SIZE)
    if isinstance(default, bool):
        return "true or false"
    kind = "two numbers, each" if isinstance(default, tuple) else "a number,"
    return f"{kind} {_span(bound)}"


def _span(bound: Bound) -> str:
    below = "" if math.isinf(bound.below) else f" and below {number(bound.below)}"
    return f"{number(bound.low)} or more{below}"


def _loss(name: str, entry: LossEntry) -> str:
    parts = [f"### {name}", formula(entry.formula), _told(entry.kind)]
    if name in SURFACES:
        parts.insert(1, f"![The map of {name}](maps/{name}.jpg){{.map}}")
    for key, setting in entry.settings.items():
        low, high, default = map(number, (setting.low, setting.high, setting.default))
        parts.append(f"`{key}`\n: {setting.about} {low} to {high}, left out: {default}.")
    return "\n\n".join(parts)


def _told(thing: Any) -> str:
    """The docstring of ``thing``, which is written in reStructuredText as all docstrings are."""
    place = f".. currentmodule:: {thing.__module__}"
    return f"```{{eval-rst}}\n{place}\n\n{escaped(inspect.getdoc(thing) or '')}\n```\n"


def _first_sentence(text: str) -> str:
    return text.partition("\n\n")[0].replace("\n", " ").replace("``", "`")


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "/".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
