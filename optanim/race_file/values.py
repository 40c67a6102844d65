"""What people give as a value, made plain: numbers, texts, tuples and tables of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from os import PathLike, fspath
from typing import Any

from optanim.base.errors import OptanimError
from optanim.race_file.mistakes import Mistake, key_of

DEEPEST = 16
"""So many lists and tables may lie within each other."""

Place = tuple[str | int, ...]


def plain_table(
    table: Mapping[Any, Any], mistakes: list[Mistake], place: Place = ()
) -> dict[str, Any]:
    """``table`` as TOML could hold it, with tuples for its arrays; None stays None.

    NumPy's numbers and arrays become Python's, a path its text. Anything else cannot be written
    down, and so not be asked for again: it is a mistake, and its key is left out.
    """
    kept = {}
    for key, value in table.items():
        here = (*place, str(key))
        try:
            kept[str(key)] = _plain(value, mistakes, here)
        except OptanimError as error:
            mistakes.append(Mistake(key_of(here), value, str(error)))
    return kept


def _plain(value: Any, mistakes: list[Mistake], place: Place) -> Any:
    if len(place) > DEEPEST:
        raise OptanimError(f"lists lie within each other more than {DEEPEST} deep")
    if hasattr(value, "tolist") and not isinstance(value, type):
        value = value.tolist()
    if isinstance(value, Mapping):
        return plain_table(value, mistakes, place)
    if isinstance(value, list | tuple):
        return tuple(_plain(part, mistakes, (*place, i)) for i, part in enumerate(value))
    if isinstance(value, PathLike):
        return fspath(value)
    if isinstance(value, int) and abs(value) > sys.float_info.max:
        raise OptanimError(f"is too large a number, at most {sys.float_info.max:.2g}")
    if value is None or isinstance(value, str | int | float):
        return value
    with suppress(TypeError, ValueError, OverflowError):
        return float(value)  # Decimal, Fraction
    kind = type(value).__name__
    raise OptanimError(f"must be a number, a text, true or false, or a list of them, no {kind}")
