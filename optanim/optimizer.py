"""Which torch optimizer, with which keywords; the one table of names."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from optanim import rules
from optanim.bounds import check_keywords
from optanim.errors import OptanimError, unknown
from optanim.immutable import Immutable

LEARNING_RATE = 0.1
"""The learning rate of a table's name where none is given: the article's."""


@dataclass(frozen=True, eq=False)
class Entry:
    """A name of the table: a torch.optim class, default keywords, and the class's NumPy rule.

    ``extra`` holds the defaults that differ from torch's.
    """

    torch_class: str
    rule: Callable[..., Any]
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def defaults(self) -> dict[str, Any]:
        """The keywords that the rule covers, with torch's defaults.

        With any other keyword a run is proven without replay.
        """
        if self.rule is rules.adamw:
            return {**_keywords(rules.adam), **_keywords(rules.adamw)}
        return _keywords(self.rule)


TABLE: Mapping[str, Entry] = MappingProxyType(
    {
        "GD": Entry("SGD", rules.sgd),
        "Momentum": Entry("SGD", rules.sgd, {"momentum": 0.2}),
        "Nesterov": Entry("SGD", rules.sgd, {"momentum": 0.2, "nesterov": True}),
        "RMSprop": Entry("RMSprop", rules.rmsprop),
        "Adam": Entry("Adam", rules.adam),
        "Adadelta": Entry("Adadelta", rules.adadelta),
        "Adagrad": Entry("Adagrad", rules.adagrad),
        "AdamW": Entry("AdamW", rules.adamw),
        "NAdam": Entry("NAdam", rules.nadam),
        "RAdam": Entry("RAdam", rules.radam),
    }
)


@dataclass(frozen=True, eq=False)
class Optimizer(Immutable):
    """A torch.optim class by name, the keywords that differ from torch's defaults, a label."""

    label: str
    torch_class: str
    keywords: Mapping[str, Any]

    @property
    def entry(self) -> Entry | None:
        """The table's entry whose rule covers the class with these keywords, or None."""
        for entry in TABLE.values():
            if (
                entry.torch_class == self.torch_class
                and self.keywords.keys() <= entry.defaults.keys()
            ):
                return entry
        return None

    @property
    def rule(self) -> Callable[..., Any] | None:
        """The NumPy rule, or None where no rule covers the class with these keywords."""
        return self.entry and self.entry.rule

    @property
    def settings(self) -> dict[str, Any]:
        """All keywords in force, torch's defaults included."""
        known = self.entry.defaults if self.entry else torch_defaults(self.torch_class)
        return {**known, **self.keywords}

    def __str__(self) -> str:
        pairs = ",".join(f"{key}={_written(value)}" for key, value in self.keywords.items())
        return f"{self.torch_class}:{pairs}" if pairs else self.torch_class


def make(name: str, label: str | None = None, **keywords: Any) -> Optimizer:
    """The optimizer of the table, or of torch.optim, called ``name``.

    A name of the table has lr 0.1 where none is given, a class of torch.optim torch's default.
    Raises OptanimError for a name or keyword that is unknown or a value out of its bounds.
    """
    if name in TABLE:
        entry = TABLE[name]
        torch_class, keywords = entry.torch_class, {"lr": LEARNING_RATE, **entry.extra, **keywords}
    else:
        torch_class = name
        known = any(entry.torch_class == name for entry in TABLE.values())
        if not known and name not in torch_classes():
            raise unknown("optimizer", name, {*TABLE, *torch_classes()})
    made = Optimizer(label or name, torch_class, MappingProxyType(dict(keywords)))
    if made.entry is None:
        for key in keywords.keys() - torch_defaults(torch_class).keys():
            raise unknown(f"keyword of {name}:", key, torch_defaults(torch_class))
    check_keywords(name, keywords)
    return made


def parse(text: str) -> Optimizer:
    """The optimizer written as ``NAME[:key=value,...]``, a tuple as ``betas=0.9/0.99``."""
    name, keywords = parse_call(text)
    return make(name, **keywords)


def parse_call(text: str) -> tuple[str, dict[str, Any]]:
    """Name and keywords of ``NAME[:key=value,...]``; OptanimError where it is not so written."""
    name, _, rest = text.partition(":")
    keywords = {}
    for pair in filter(None, rest.split(",")):
        key, equals, value = pair.partition("=")
        if not equals:
            raise OptanimError(f"{text!r}: {pair!r} is not written key=value")
        parts = [_value(text, part) for part in value.split("/")]
        keywords[key.strip()] = tuple(parts) if len(parts) > 1 else parts[0]
    return name.strip(), keywords


@cache
def torch_classes() -> frozenset[str]:
    """The names of torch.optim's optimizers that take gradients without a closure."""
    import torch

    return frozenset(
        name
        for name, kind in vars(torch.optim).items()
        if inspect.isclass(kind)
        and issubclass(kind, torch.optim.Optimizer)
        and kind is not torch.optim.Optimizer
        and name not in {"LBFGS", "SparseAdam", "Muon"}
    )


@cache
def torch_defaults(torch_class: str) -> dict[str, Any]:
    """The keywords of a torch.optim class with their defaults."""
    import torch

    return _keywords(getattr(torch.optim, torch_class).__init__)


@cache
def _keywords(function: Callable[..., Any]) -> dict[str, Any]:
    parameters = inspect.signature(function).parameters.values()
    kinds = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    skipped = {"self", "params", "state", "gradient", "step"}
    return {p.name: p.default for p in parameters if p.kind in kinds and p.name not in skipped}


def _value(text: str, written: str) -> Any:
    try:
        return ast.literal_eval(written.strip().replace("true", "True").replace("false", "False"))
    except (ValueError, SyntaxError):
        raise OptanimError(f"{text!r}: {written!r} is neither a number nor true or false") from None


def _written(value: Any) -> str:
    return "/".join(map(str, value)) if isinstance(value, tuple) else str(value)
