"""The error that a user can cause and mend."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class OptanimError(ValueError):
    """Bad input: the message is one line that names the value and the bound or the choices."""


def unknown(kind: str, name: str, choices: Iterable[str]) -> OptanimError:
    """The error for a ``name`` that is none of ``choices``, the nearest one first."""
    names = sorted(choices)
    hint = nearest_of(name, names)
    return OptanimError(f"unknown {kind} {name!r}.{hint} Choose from: {', '.join(names)}")


def nearest_of(name: str, choices: Iterable[str]) -> str:
    """`` Did you mean 'x'?`` for the one of ``choices`` that is near to ``name``, else nothing."""
    near = get_close_matches(name, list(choices), n=1, cutoff=0.5)
    return f" Did you mean {near[0]!r}?" if near else ""
