"""Points that a program holds already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError
from optanim.runs.data.forms import grouping_of
from optanim.runs.data.header import Header, Wanted, no_columns, tidy
from optanim.runs.data.pair_reader import Cells, Chunk, PairReader

SHOWING = 500
"""So many cells of a column show how thousands are set apart."""


class Arrays:
    """Two columns of a table in memory, or a pair (x, y) of arrays; `chunks` reads them.

    A table is what has columns by name: a data frame, a mapping, a structured array. A pair's
    columns are called what is wanted.
    """

    unit = "index"
    points = True

    def __init__(self, data: Any, wanted: Wanted) -> None:
        self.names, pair = _pair(data, wanted) or _columns(data, wanted)
        x, y = self._cells = tuple(map(_values, self.names, pair))
        if len(x) != len(y):
            raise OptanimError(f"x has {len(x)} values, y has {len(y)}")
        texts = [cell for cells in (x, y) for cell in cells[:SHOWING] if isinstance(cell, str)]
        self.grouping = grouping_of(texts, texts)

    def chunks(self, so_far: PairReader) -> Iterator[Chunk]:
        """All rows, counted from 0 as Python does."""
        x, y = self._cells
        yield Chunk(range(len(x)), (x, y))


def _pair(data: Any, wanted: Wanted) -> tuple[tuple[str, str], tuple[Any, Any]] | None:
    if isinstance(data, tuple | list) and len(data) == 2:
        return wanted.names, (data[0], data[1])
    return None


def _columns(data: Any, wanted: Wanted) -> tuple[tuple[str, str], tuple[Any, Any]]:
    keys = _keys(data)
    names = [tidy(str(key)) for key in keys]
    lacking = [name for name in wanted.names if name not in names]
    if lacking:
        index = getattr(getattr(data, "index", None), "names", None) or ()  # of a pandas frame
        hints = [
            f"; {name} is its index: give data.reset_index()" for name in lacking if name in index
        ]
        raise OptanimError("".join([no_columns(lacking, names, ()), *hints[:1]]))
    x, y = Header(tuple(names)).places(wanted)
    try:
        return (names[x], names[y]), (data[keys[x]], data[keys[y]])
    except (TypeError, LookupError):
        raise _no_data(data) from None


def _keys(data: Any) -> list[Any]:
    """The names of the columns, as those of a data frame, an Arrow table, or a mapping."""
    given: Any = getattr(getattr(data, "dtype", None), "names", None)
    if given is None and getattr(data, "ndim", 2) < 2:  # one column, whose keys are its rows
        raise _no_data(data)
    for attribute in ("column_names", "columns", "keys"):
        given = getattr(data, attribute, None) if given is None else given
    try:
        return list(given() if callable(given) else given)
    except TypeError:
        raise _no_data(data) from None


def _no_data(data: Any) -> OptanimError:
    return OptanimError(
        f"{type(data).__name__} is no data: give a file, a table with columns by name, or "
        "(x, y), two arrays of the same length"
    )


def _values(name: str, values: Any) -> Cells:
    """Numbers (n,), NaN where one is missing; texts and dates as they would stand in a file."""
    if np.ma.isMaskedArray(values):
        values = np.ma.filled(values.astype(object), None)
    try:
        array = np.asarray(values)
    except (TypeError, ValueError, RuntimeError) as error:
        raise OptanimError(f"{name} is no column of numbers: {error}") from None
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        raise OptanimError(f"{name} has the shape {array.shape}; it must be one column")
    if array.dtype.kind in "iufb":
        return array.astype(np.float64)
    if array.dtype.kind == "M":
        array = np.datetime_as_string(array.astype("datetime64[us]"))
    return [_text(value) for value in array]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value).strip()
