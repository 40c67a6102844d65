"""What a package holds, found by looking: a file that lies there is known."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from importlib import import_module
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def entries(package: ModuleType, kind: type[T]) -> list[T]:
    """The ``ENTRY`` of every module of ``package``, in the modules' order.

    A module whose name begins with ``_`` only helps the others. Raises TypeError for a module
    without an ``ENTRY``, or one that is no ``kind``: the author's mistake.
    """
    found = []
    for module in pkgutil.iter_modules(package.__path__):
        if module.name.startswith("_"):
            continue
        entry = getattr(import_module(f"{package.__name__}.{module.name}"), "ENTRY", None)
        if not isinstance(entry, kind):
            raise TypeError(f"{module.name}: ENTRY must be an {kind.__qualname__}, it is {entry!r}")
        found.append(entry)
    return found


def by_name(found: Iterable[T], name: Callable[[T], str]) -> dict[str, T]:
    """The entries ``found`` by their names; ValueError for a name that two of them have."""
    named: dict[str, T] = {}
    for entry in found:
        if name(entry) in named:
            raise ValueError(f"{name(entry)!r} is the name of two entries")
        named[name(entry)] = entry
    return named
