"""Points read from what a user gives: a file of any common kind, or a table in memory."""

from __future__ import annotations

import csv
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from optanim.base.errors import OptanimError
from optanim.runs.data import parquet, workbook
from optanim.runs.data.forms import Grouping, iso_date
from optanim.runs.data.header import Wanted
from optanim.runs.data.memory import Arrays
from optanim.runs.data.naming import name_of
from optanim.runs.data.opening import opened, text_of
from optanim.runs.data.pair_reader import Chunk, PairReader
from optanim.runs.data.points import Column, Points, gathered
from optanim.runs.data.text import TextTable

X_AND_Y = Wanted()
"""What is looked for where no column is named."""
_UNREADABLE = (OSError, EOFError, UnicodeError, csv.Error, zlib.error, lzma.LZMAError)


class Table(Protocol):
    """Two named columns, read some rows at a time; rows are counted in ``unit``.

    ``points`` says whether 1.234 is a number with decimals where nothing speaks against it, and
    ``grouping`` what the whole table tells of it.
    """

    names: tuple[str, str]
    unit: str
    points: bool
    grouping: Grouping | None

    def chunks(self, so_far: PairReader) -> Iterator[Chunk]:
        """The rows; ``so_far`` is what is known of those before."""


def read_points(data: Any, wanted: Wanted = X_AND_Y, strict: bool = False) -> Points:
    """The two ``wanted`` columns of ``data``: a path, "-" for standard input, or what is in memory.

    Files are text with any usual separator, decimal mark and encoding, compressed or not, or
    workbooks and Parquet; in memory, a table with columns by name or a pair of arrays (x, y). Rows
    in which a value is missing are left out; with ``strict`` they are an error. A column of dates
    becomes days since the first of them, and its name says so. Raises OptanimError, naming line
    and column, for whatever is no finite number or could be two.
    """
    with _named(data), _table(data, wanted) as table:
        reader = PairReader(table.names, table.unit, strict, table.points, table.grouping)
        points = gathered(reader.numbers(chunk) for chunk in table.chunks(reader))
        return _finished(points, table.names, reader)


@contextmanager
def _named(data: Any) -> Iterator[None]:
    """What goes wrong within, after the name of what is read."""
    try:
        yield
    except OptanimError as error:
        raise OptanimError(f"{name_of(data)}: {error}") from None
    except _UNREADABLE as error:
        reason = (isinstance(error, OSError) and error.strerror) or error
        if str(data).startswith(("http:", "https:")):
            reason = "what lies on the web is downloaded first"
        raise OptanimError(f"{name_of(data)}: cannot be read: {reason}") from None


@contextmanager
def _table(data: Any, wanted: Wanted) -> Iterator[Table]:
    if not isinstance(data, str | Path):
        yield Arrays(data, wanted)
        return
    with opened(data) as stream:
        start = stream.peek(8)
        if start.startswith(parquet.MARK):
            yield parquet.Parquet(stream, wanted)
        elif start.startswith(workbook.MARKS):
            yield workbook.Workbook(stream, wanted)
        else:
            yield from _text_table(stream, wanted)


def _text_table(stream: io.BufferedReader, wanted: Wanted) -> Iterator[Table]:
    text = text_of(stream)
    try:
        yield TextTable(text, wanted)
    finally:
        text.detach()  # whoever opened the stream closes it


def _finished(points: Points, names: tuple[str, str], reader: PairReader) -> Points:
    """The points with dates counted from the first, and all that is known of them."""
    dates = np.array(reader.dates) & (points.count > 0)
    east = np.array([zones[0] if len(zones) == 1 else 0 for zones in reader.zones]) / (24 * 60)
    first = np.floor(np.round(points.low + east, 9))
    x, y = (
        Column(name, f"{iso_date(day)}{' UTC' * (len(zones) > 1)}" if is_date else None)
        for name, is_date, day, zones in zip(names, dates, first, reader.zones, strict=True)
    )
    moved = points.counted_from(np.where(dates, first - east, 0.0)) if dates.any() else points
    taken = *reader.taken, *map(_compact, names, (points.x, points.y))
    known = tuple(filter(None, taken))
    return replace(moved, columns=(x, y), left_out=reader.left_out, taken=known)


def _compact(name: str, values: np.ndarray) -> str:
    """A line on numbers (m,) that are dates as in 20240131, all of them; "" where one is not."""
    with np.errstate(invalid="ignore"):
        year, rest = np.divmod(values, 10_000)
        month, day = np.divmod(rest, 100)
    dates = (year >= 1800) & (year < 2200) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    if len(values) < 2 or not np.all(dates & (values % 1 == 0)):
        return ""
    return f"column {name}: {values[0]:.0f} is taken for a number; a date is written 2024-01-31"
