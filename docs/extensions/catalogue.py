"""The optimizers, the losses and the public names, read from their tables."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import optanim
from docstrings import escaped
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
    rows = ["| name | what it is |", "|---|---|"]
    for name in optanim.__all__:
        thing = getattr(optanim, name)
        told = _first_sentence(inspect.getdoc(thing) or "")
        rows.append(f"| [`optanim.{name}`](#{thing.__module__}.{thing.__qualname__}) | {told} |")
    return "\n".join(rows)


def _optimizer(name: str) -> Iterator[str]:
    entry = TABLE[name]
    yield f"## {name}\n"
    yield from (_formula(line) for line in UPDATE_RULES.get(name, ()))
    yield f"\n{_told(entry.rule)}\n"
    yield f"It is `torch.optim.{entry.torch_class}`, with these keywords unless others are given:\n"
    settings = {**entry.defaults, "lr": LEARNING_RATE, **entry.extra}
    yield ", ".join(f"`{key}={_written(value)}`" for key, value in settings.items()) + ".\n"


def _loss(name: str, entry: Entry) -> str:
    parts = [f"### {name}", _formula(LOSSES[name]), _told(entry.kind)]
    parts += [
        f"`{key}`\n: {setting.low:g} to {setting.high:g}, left out: {setting.default:g}"
        for key, setting in entry.settings.items()
    ]
    return "\n\n".join(parts)


def _formula(text: str) -> str:
    return f"$$\n{text}\n$$\n"


def _told(thing: object) -> str:
    """The docstring of ``thing``, which is written in reStructuredText as all docstrings are."""
    return f"```{{eval-rst}}\n{escaped(inspect.getdoc(thing) or '')}\n```\n"


def _first_sentence(text: str) -> str:
    return text.partition("\n\n")[0].replace("\n", " ").replace("``", "`")


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "/".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
