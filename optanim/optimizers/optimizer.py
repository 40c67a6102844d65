"""Which torch optimizer, with which keywords."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from optanim.base.errors import OptanimError, check_kind, unknown
from optanim.base.immutable import Immutable
from optanim.base.notation import parse_call, written_call
from optanim.base.numbers import unboxed
from optanim.base.text import quoted
from optanim.base.user_code import warn_where_set
from optanim.optimizers.bounds import check_keywords
from optanim.optimizers.classes import (
    Maker,
    accepts,
    check_class,
    class_of,
    is_own,
    name_of,
    source_of,
    torch_classes,
    torch_defaults,
)
from optanim.optimizers.entry import Entry
from optanim.optimizers.inspection import arguments_of, keywords_known
from optanim.optimizers.needs import KEYS, Needs, normal, own_classes
from optanim.optimizers.table import TABLE, kind_of

__all__ = [
    "TABLE", "Optimizer", "make", "parse", "parse_call", "torch_classes", "torch_defaults",
]  # fmt: skip

LEARNING_RATE = 0.1
"""The learning rate of an optimizer of the table where none is given: the article's."""
KEPT = lru_cache(maxsize=256)
"""Keeps what is asked often, but not in the record, of which Manim makes a segment's key."""


@dataclass(frozen=True, eq=False)
class Optimizer(Immutable):
    """A torch.optim class by name, the keywords that differ from torch's defaults, a label.

    A class of one's own is named package.module:Class; ``source`` is then the digest of its code,
    and of its base's. Among the ``keywords`` stand also the `needs`, what the optimizer is given
    besides them.
    """

    label: str
    torch_class: str
    keywords: Mapping[str, Any]
    source: str = ""

    @property
    def kind(self) -> Entry | None:
        """What of the table this is: an SGD with momentum is Momentum. None for other classes."""
        return kind_of(self.torch_class, self.keywords)

    @property
    def entry(self) -> Entry | None:
        """The ``kind`` whose rule covers these keywords, or None."""
        kind = self.kind
        return kind if kind and self.keywords.keys() <= kind.defaults.keys() else None

    @property
    def rule(self) -> Callable[..., Any] | None:
        """The NumPy rule, or None where no rule covers the class with these keywords."""
        return self.entry.rule if self.entry else None

    @property
    def settings(self) -> dict[str, Any]:
        """All keywords in force, torch's defaults included."""
        if self.entry is None:
            return {**torch_defaults(self.torch_class, self.source), **self.keywords}
        return {**self.entry.defaults, **self.keywords}

    @property
    def lr(self) -> float | None:
        """The learning rate, its own or that of what it wraps; None where it has none."""
        own = self.settings.get("lr")
        return self.base.lr if own is None and self.base else own

    @property
    def is_own(self) -> bool:
        """Whether the class is no one of torch.optim's."""
        return is_own(self.torch_class)

    @property
    @KEPT
    def needs(self) -> Needs:
        """What it is given besides its class's keywords."""
        given = {key: self.keywords[key] for key in self._needed}
        return Needs.of(self.label, given)

    @property
    @KEPT
    def arguments(self) -> dict[str, Any]:
        """The keywords that its class is called with."""
        others = self._needed | self._handed.keys()
        return {key: value for key, value in self.keywords.items() if key not in others}

    @property
    @KEPT
    def base(self) -> Optimizer | None:
        """The optimizer that it wraps, or None.

        Its keywords are those that it is written with, and those that stand beside it. Raises
        OptanimError where one is both.
        """
        if self.needs.base is None:
            return None
        name, keywords = parse_call(self.needs.base)
        if twice := keywords.keys() & self._handed.keys():
            key = min(twice)
            raise OptanimError(f"{self.label}: {key} is given twice, in base and beside it")
        made = make(name, **keywords, **self._handed)
        return replace(made, source=self.source)  # of the same time as itself

    def accepts(self, key: str) -> bool:
        """Whether ``key`` is a keyword of its class, one of the `needs`, or one of its base's."""
        if accepts(self.torch_class, key, self.source):
            return True
        return self.base is not None and self.base.accepts(key)

    @property
    @KEPT
    def _handed(self) -> dict[str, Any]:
        """The keywords beside the base that are the base's: the class itself names none of them."""
        if self.needs.base is None:
            return {}
        base, own = parse(self.needs.base), arguments_of(class_of(self.torch_class, self.source))
        others = self.keywords.keys() - own.keys() - KEYS.keys()
        return {key: self.keywords[key] for key in others if base.accepts(key)}

    @property
    @KEPT
    def _needed(self) -> set[str]:
        """The keywords that are needs: those that the class has itself are its own."""
        given = KEYS.keys() & self.keywords.keys()
        if not given:
            return set()
        return given - arguments_of(class_of(self.torch_class, self.source)).keys()

    @property
    def inner_steps(self) -> int | None:
        """How many steps a step of LBFGS is at most, None for every other optimizer."""
        return self.settings["max_iter"] if self.torch_class == "LBFGS" else None

    @property
    def note(self) -> str:
        """What a row means where it is not one plain step, in a few words; mostly empty."""
        if self.inner_steps is None:
            return ""
        return f"a step of LBFGS is up to {self.inner_steps} inner steps"

    def __str__(self) -> str:
        return written_call(self.torch_class, dict(self.keywords))


def make(name: str | Maker, label: str | None = None, **keywords: Any) -> Optimizer:
    """The optimizer of the table, of torch.optim, or of one's own, called ``name``.

    A class such as torch.optim.Adam will do for its name. Where no lr is given, what is of the
    table has 0.1, by whichever name: "GD", "SGD", torch.optim.SGD; any other its class's default.
    Raises OptanimError for a name or keyword that is unknown or a value out of its bounds.
    """
    if callable(name):
        name = name_of(name)
        warn_where_set(source_of(name))
    if not isinstance(name, str):
        raise OptanimError(f"{quoted(name)} is no name of an optimizer")
    if "=" in name:
        raise OptanimError(
            f"{quoted(name)!r} must be a name alone, or as Adam:lr=0.1 in optanim.parse"
        )
    check_kind("label", label, str | None, "a text")
    torch_class = TABLE[name].torch_class if name in TABLE else name
    keywords = {key: normal(key, unboxed(value)) for key, value in keywords.items()}
    source = " ".join(map(_source, own_classes(torch_class, keywords)))
    if name in TABLE:
        keywords = {**TABLE[name].keywords, **keywords}
    if kind_of(torch_class, keywords):
        keywords = {"lr": LEARNING_RATE, **keywords}
    else:
        check_class(name, set(TABLE))
    defaults = torch_defaults(torch_class, source) if keywords else {}
    exact = {key: _as_torch(defaults.get(key), value) for key, value in keywords.items()}
    made = Optimizer(label or name, torch_class, MappingProxyType(exact), source)
    if made.entry is None:
        for key in made.keywords:
            if not made.accepts(key):
                known = keywords_known(class_of(torch_class, source))
                raise unknown(f"keyword of {name}:", key, {*known, *KEYS})
        _ = made.base  # its own mistakes are said now
    check_keywords(name, keywords, made.entry)
    return made


def _source(name: str) -> str:
    """The digest of a class of one's own, which a keyword without a value looks like."""
    head, _, rest = name.partition(":")
    try:
        return source_of(name)
    except OptanimError:
        if head in TABLE or head in torch_classes():
            raise OptanimError(f"{name!r}: {rest!r} is not written key=value") from None
        raise


def _as_torch(default: Any, value: Any) -> Any:
    """A tuple with floats where torch's default has some: it takes betas=0.0/0.999, not 0/0.999."""
    if not (isinstance(value, tuple) and isinstance(default, tuple) and len(value) == len(default)):
        return value
    pairs = zip(value, default, strict=True)
    return tuple(float(v) if type(v) is int and isinstance(d, float) else v for v, d in pairs)


def parse(text: str) -> Optimizer:
    """The optimizer written as ``NAME[:key=value,...]``: see `optanim.base.notation`."""
    if not isinstance(text, str):
        raise OptanimError(f"{quoted(text)} must be a text, as Adam:lr=0.1")
    name, keywords = parse_call(text)
    return make(name, **keywords)
