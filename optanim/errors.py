"""The error that a user can cause and mend."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class OptanimError(ValueError):
    """Bad input: the message is one line that names the value and the bound or the choices."""


def unknown(kind: str, name: str, choices: Iterable[str]) -> OptanimError:
    """The error for a ``name`` that is none of ``choices``, the nearest one first."""
    names = sorted(choices)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return OptanimError(f"unknown {kind} {name!r}.{hint} Choose from: {', '.join(names)}")
