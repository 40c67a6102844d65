"""The optimizers, the losses and the public names, read from their tables."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import optanim
from docs.written.docstrings import escaped
from docs.written.markdown import formula, number, table
from optanim.look.formulas import LOSSES, UPDATE_RULES
from optanim.losses import OF_DATA, SURFACES, Entry
from optanim.optimizers.optimizer import LEARNING_RATE, TABLE


def optimizers() -> str:
    """Every optimizer of the table with its equations, its source and its keywords."""
    return "\n".join("\n".join(_optimizer(name)) for name in TABLE)


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


def _optimizer(name: str) -> Iterator[str]:
    entry = TABLE[name]
    yield f"## {name}\n"
    yield formula(*UPDATE_RULES.get(name, ()))
    yield f"\n{_told(entry.rule)}\n"
    yield f"It is `torch.optim.{entry.torch_class}`, with these keywords unless others are given:\n"
    settings = {**entry.defaults, "lr": LEARNING_RATE, **entry.extra}
    yield ", ".join(f"`{key}={_written(value)}`" for key, value in settings.items()) + ".\n"


def _loss(name: str, entry: Entry) -> str:
    parts = [f"### {name}", formula(LOSSES[name]), _told(entry.kind)]
    if name in SURFACES:
        parts.insert(1, f"![The map of {name}](maps/{name}.png){{.map}}")
    for key, setting in entry.settings.items():
        low, high, default = map(number, (setting.low, setting.high, setting.default))
        parts.append(f"`{key}`\n: {low} to {high}, left out: {default}")
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
