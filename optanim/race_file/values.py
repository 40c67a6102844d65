"""What people give as a value, made plain: numbers, texts, tuples and tables of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from os import PathLike, fspath
from typing import Any

from optanim.base.errors import OptanimError

DEEPEST = 16
"""So many lists may lie within each other."""


def plain(value: Any, depth: int = 0) -> Any:
    """``value`` as TOML could hold it, with tuples for its arrays; None stays None.

    NumPy's numbers and arrays become Python's, a path its text. Raises OptanimError for anything
    else: what cannot be written down cannot be asked for again.
    """
    if depth > DEEPEST:
        raise OptanimError(f"lists lie within each other more than {DEEPEST} deep")
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {str(key): plain(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return tuple(plain(part, depth + 1) for part in value)
    if isinstance(value, PathLike):
        return fspath(value)
    if isinstance(value, int) and abs(value) > sys.float_info.max:
        raise OptanimError(f"is too large a number, at most {sys.float_info.max:.2g}")
    if value is None or isinstance(value, str | int | float):
        return value
    kind = type(value).__name__
    raise OptanimError(f"must be a number, a text, true or false, or a list, it is a {kind}")
