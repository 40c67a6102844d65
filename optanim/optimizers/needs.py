"""What an optimizer may need besides a gradient, given beside its keywords.

`KEYS` are the words for it. A word that an optimizer's class has as a keyword is the class's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from optanim.base.errors import OptanimError
from optanim.base.immutable import Immutable
from optanim.base.notation import parse_call, written
from optanim.base.text import quoted

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "base": 'The optimizer that it wraps, as "Adam:lr=0.1".',
        "create_graph": "Whether gradients keep their graph, so that it can differentiate them.",
        "closure": "Whether a step that may take a closure gets one, if not as its class says.",
        "every": 'A method to call before every n-th step, the first included: ["update", 10].',
        "matrix": "Whether the two parameters are one matrix of shape (2, 1), as Muon wants it.",
        "group": 'Further entries of the parameter group, each with its value: ["use_muon", true].',
    }
)
"""The words, and what each is for."""
HINTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "create_graph": ("does not require grad", "graph a second time", "create_graph"),
        "closure": ("losure is not", "losures are not", "not support closure", "no closure"),
        "matrix": (
            "matri",
            "2D",
            "2-D",
            "ndim",
            "two dim",
            "2 dim",
            "at least 2",
            "Dimension out",
            "empty parameter list",
        ),
        "group": ("Tensor.__contains__", "must be set", "use_muon", "param_group", "param group"),
    }
)
"""What stands in an optimizer's errors that the word may mend."""
WRITTEN = MappingProxyType(
    {
        "create_graph": "create_graph = true",
        "closure": "closure = false",
        "matrix": "matrix = true",
        "group": 'group, as in group = ["use_muon", true]',
    }
)


@dataclass(frozen=True)
class Needs(Immutable):
    """What an optimizer is given besides its keywords; see `KEYS`.

    ``every`` is the name of a method and n; with n = 0 it is never called. ``group`` are the
    names and values of entries of the parameter group; without ``closure``, its class decides.
    """

    base: str | None = None
    create_graph: bool = False
    closure: bool | None = None
    every: tuple[str, int] | None = None
    matrix: bool = False
    group: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, name: str, given: Mapping[str, Any]) -> Needs:
        """The needs ``given`` by `KEYS` to the optimizer called ``name``.

        Raises OptanimError for a value that is none.
        """
        for key, value in given.items():
            if key in ("create_graph", "closure", "matrix") and not isinstance(value, bool):
                raise OptanimError(f"{name}: {key}={quoted(written(value))} must be true or false")
        found = dict(given)
        if "base" in found:
            found["base"] = _base(name, found["base"])
        if "every" in found:
            found["every"] = _every(name, found["every"])
        if "group" in found:
            found["group"] = MappingProxyType(_pairs(name, found["group"]))
        return cls(**found)

    def hint(self, error: str) -> str:
        """The words that may mend an optimizer's ``error``, empty where none comes to mind."""
        for key, signs in HINTS.items():
            given = self.closure is False if key == "closure" else bool(getattr(self, key))
            if not given and any(sign in error for sign in signs):
                return f"; does it need {WRITTEN[key]}?"
        return ""


def _base(name: str, value: Any) -> str:
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str) or not value.strip():
        raise OptanimError(
            f"{name}: base={quoted(written(value))} must be an optimizer, as Adam:lr=0.1"
        )
    return value


def _every(name: str, value: Any) -> tuple[str, int]:
    match value:
        case (str(method), int(period)) if not isinstance(period, bool) and period >= 0:
            return method, period
    raise OptanimError(
        f"{name}: every={quoted(written(value))} must be a method and a whole number, as update/10"
    )


def _pairs(name: str, value: Any) -> dict[str, Any]:
    names = value[::2] if isinstance(value, tuple) else ()
    if not names or len(value) % 2 or not all(isinstance(each, str) for each in names):
        raise OptanimError(
            f"{name}: group={quoted(written(value))} must be pairs, as use_muon/true"
        )
    return dict(zip(names, value[1::2], strict=True))


def wrapped(keywords: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Name and keywords of the base that stands among ``keywords``; None where none does.

    Raises OptanimError where it is not written as an optimizer.
    """
    match keywords.get("base"):
        case str(text) | (str(text),):
            return parse_call(text)
    return None


def own_classes(torch_class: str, keywords: Mapping[str, Any]) -> list[str]:
    """The class and those of its bases that are written package.module:Class, none imported."""
    base = wrapped(keywords)
    further = own_classes(*base) if base else []
    return [torch_class, *further] if ":" in torch_class else further


def normal(key: str, value: Any) -> Any:
    """``value`` in the one form in which it is kept: a base that is a call stays in brackets."""
    if key == "base" and isinstance(value, str) and re.search("[:;,]", value):
        return (value,)
    return value
