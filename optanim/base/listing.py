"""What a package holds, found by looking: a file that lies there is known."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from importlib import import_module
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def entries(package: ModuleType, kind: type[T]) -> list[T]:
    """The ``ENTRY`` of every module of ``package`` that has one, in the modules' order.

    Raises TypeError for an ``ENTRY`` that is no ``kind``: the author's mistake.
    """
    found = []
    for module in pkgutil.iter_modules(package.__path__):
        entry = getattr(import_module(f"{package.__name__}.{module.name}"), "ENTRY", None)
        if entry is not None and not isinstance(entry, kind):
            raise TypeError(f"{module.name}: ENTRY must be an {kind.__qualname__}, it is {entry!r}")
        found += [entry] if entry is not None else []
    return found


def by_name(found: Iterable[T], name: Callable[[T], str]) -> dict[str, T]:
    """The entries ``found`` by their names; ValueError for a name that two of them have."""
    named: dict[str, T] = {}
    for entry in found:
        if name(entry) in named:
            raise ValueError(f"{name(entry)!r} is the name of two entries")
        named[name(entry)] = entry
    return named
