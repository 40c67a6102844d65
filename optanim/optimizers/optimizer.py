"""Which torch optimizer, with which keywords; the one table of names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from optanim.base.errors import OptanimError, unknown
from optanim.base.immutable import Immutable
from optanim.base.notation import parse_call, written_call
from optanim.optimizers import rules
from optanim.optimizers.bounds import check_keywords
from optanim.optimizers.classes import (
    accepts,
    check_class,
    is_own,
    keywords_of,
    source_of,
    torch_classes,
    torch_defaults,
)

__all__ = [
    "TABLE", "Entry", "Optimizer", "make", "parse", "parse_call", "torch_classes", "torch_defaults",
]  # fmt: skip

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
            return {**keywords_of(rules.adam), **keywords_of(rules.adamw)}
        return keywords_of(self.rule)


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
    """A torch.optim class by name, the keywords that differ from torch's defaults, a label.

    A class of one's own is named package.module:Class; ``source`` is then its file's SHA-256.
    """

    label: str
    torch_class: str
    keywords: Mapping[str, Any]
    source: str = ""

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
        if self.entry is None:
            return {**torch_defaults(self.torch_class), **self.keywords}
        given = {**self.entry.defaults, **self.keywords}
        if "lr" not in self.keywords:
            given["lr"] = torch_defaults(self.torch_class)["lr"]
        return given

    @property
    def is_own(self) -> bool:
        """Whether the class is no one of torch.optim's."""
        return is_own(self.torch_class)

    @property
    def note(self) -> str:
        """What a row means where it is not one plain step, in a few words; mostly empty."""
        if self.torch_class != "LBFGS":
            return ""
        inner = self.settings["max_iter"]
        return f"a step of LBFGS is up to {inner} inner steps, each with losses of its own"

    def __str__(self) -> str:
        return written_call(self.torch_class, dict(self.keywords))


def make(name: str, label: str | None = None, **keywords: Any) -> Optimizer:
    """The optimizer of the table, of torch.optim, or of one's own, called ``name``.

    A name of the table has lr 0.1 where none is given, a class of torch.optim torch's default.
    Raises OptanimError for a name or keyword that is unknown or a value out of its bounds.
    """
    if name in TABLE:
        entry = TABLE[name]
        torch_class, keywords = entry.torch_class, {"lr": LEARNING_RATE, **entry.extra, **keywords}
    else:
        torch_class = name
        if not any(entry.torch_class == name for entry in TABLE.values()):
            check_class(name, set(TABLE))
    made = Optimizer(
        label or name, torch_class, MappingProxyType(dict(keywords)), source_of(torch_class)
    )
    if made.entry is None:
        for key in keywords:
            if not accepts(torch_class, key):
                raise unknown(f"keyword of {name}:", key, torch_defaults(torch_class))
    check_keywords(name, keywords, strict=made.entry is not None)
    return made


def parse(text: str) -> Optimizer:
    """The optimizer written as ``NAME[:key=value,...]``: see `optanim.base.notation`."""
    name, keywords = parse_call(text)
    head, _, rest = name.partition(":")
    if rest and (head in TABLE or head in torch_classes()):
        raise OptanimError(f"{text!r}: {rest!r} is not written key=value")
    return make(name, **keywords)
