"""Where the columns that are wanted stand in a table, and what to say where they do not."""

from __future__ import annotations

import json
import shlex
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from optanim.base.errors import OptanimError, nearest_of
from optanim.base.text import shortened
from optanim.runs.data.forms import DATES, MISSING, NUMBERS

MOST_NAMED = 12
"""So many columns a message names."""
LONGEST = 60
"""So many letters a message quotes."""


class Record(NamedTuple):
    """The ``fields`` of a record, which stands from its first ``line`` to its ``last``."""

    line: int
    fields: list[str]
    last: int


@dataclass(frozen=True)
class Wanted:
    """The names of the columns that are x and y."""

    x: str = "x"
    y: str = "y"

    def __post_init__(self) -> None:
        if tidy(self.x) == tidy(self.y):
            raise OptanimError(f"x and y are both the column {self.x!r}")

    @property
    def names(self) -> tuple[str, str]:
        """Both, as `tidy` writes them."""
        return tidy(self.x), tidy(self.y)


@dataclass(frozen=True)
class Header:
    """The ``names`` of all columns, which stand from ``line`` to ``last``; 0 where in no line."""

    names: tuple[str, ...]
    line: int = 0
    last: int = 0

    def places(self, wanted: Wanted) -> tuple[int, int]:
        """Which columns are the wanted ones. Raises OptanimError where a name stands twice."""
        for name in wanted.names:
            if self.names.count(name) > 1:
                where = f"line {self.line}: " if self.line else ""
                times = self.names.count(name)
                raise OptanimError(f"{where}{times} columns are called {name!r}")
        x, y = map(self.names.index, wanted.names)
        return x, y


def tidy(name: str) -> str:
    """A column's name in one spelling: blanks and accents are written in one way."""
    return " ".join(unicodedata.normalize("NFC", str(name)).split())


def header_of(records: Sequence[Record], wanted: Wanted) -> Header | None:
    """The first record that has both names; what stands above it is about the file.

    A table without names is one whose columns are asked for by their numbers, 1, 2, …. Raises
    OptanimError where that is what a name may mean as well, or where rows stand above the header.
    """
    unnamed = _unnamed(records[0], wanted) if records else None
    for place, record in enumerate(records[:1] if unnamed else records):
        names = tuple(map(tidy, record.fields))
        if not set(wanted.names) <= set(names):
            continue
        if unnamed and len(set(names)) < len(names):
            break  # names would not be the same
        if unnamed:
            raise OptanimError(f"line {record.line}: names of columns, or a row below no names?")
        above = [r for r in records[:place] if len(r.fields) == len(names) and _row(r.fields)]
        if above:
            where = f"line {record.line} names the columns"
            raise OptanimError(f"{where}, but line {above[0].line} is a row")
        return Header(names, record.line, record.last)
    return unnamed


def _unnamed(first: Record, wanted: Wanted) -> Header | None:
    """Columns called by their numbers, where the first record is a row and they are wanted so."""
    numbers = tuple(str(i) for i in range(1, len(first.fields) + 1))
    if set(wanted.names) <= set(numbers) and _row(first.fields):
        return Header(numbers, first.line, first.line - 1)
    return None


def no_such_columns(records: Sequence[Record], wanted: Wanted) -> OptanimError:
    """The error for a table without the wanted columns: what there is, and how to choose."""
    if not records:
        return OptanimError("there is nothing in it")
    widths = [len(record.fields) for record in records]
    width = max(set(widths), key=lambda width: (width > 1, widths.count(width)))
    place = next((i for i, w in enumerate(widths) if w in (width, width - 1) and w > 1), 0)
    line, fields, _ = records[place]
    above = next((r for r in records[:place] if len(r.fields) > width and _names(r.fields)), None)
    if above and any(map(is_number, fields)):
        return OptanimError(
            f"line {above.line} has {len(above.fields)} names of columns, line {line} "
            f"{len(fields)} fields: {quoted(', '.join(fields))}"
        )
    if _row(fields):
        numbers = [str(i) for i in range(1, len(fields) + 1)]
        return OptanimError(
            f"line {line}: {', '.join(fields[:MOST_NAMED])}: numbers, no names of columns; without "
            f"names they are called 1 to {len(fields)}{_choose(numbers)}"
        )
    names = list(map(tidy, fields))
    lacking = [name for name in wanted.names if name not in names]
    below = [record.fields for record in records[place + 1 :]]
    if below and all(len(row) == len(names) + 1 for row in below):
        names = ["", *names]  # as in R's tables, whose rows have names
    rows = [row for row in below if len(row) == len(names)]
    single = [n for n in names if n and names.count(n) == 1]
    numeric = [n for n in single if _numeric(row[names.index(n)] for row in rows)]
    return OptanimError(no_columns(lacking, names, numeric, f"line {line}: "))


def no_columns(
    lacking: Sequence[str], names: Sequence[str], numeric: Sequence[str], where: str = ""
) -> str:
    """What to say where columns are ``lacking`` among the ``names``, those of numbers first."""
    missing = " or ".join(map(repr, lacking))
    hint = "".join(nearest_of(name, names) for name in lacking if len(name) > 1)
    if numeric:
        listed = f"columns of numbers: {_listed(numeric)}"
        return f"{where}no column {missing}.{hint} There are {listed}{_choose(numeric)}"
    return f"{where}no column {missing}.{hint} The header has {_listed(names) or 'nothing'}"


def _choose(names: Sequence[str]) -> str:
    if len(names) < 2:
        return ""
    x, y = names[:2]
    options = f"--x {shlex.quote(x)} --y {shlex.quote(y)}"
    return f"; choose two, as {options} or x = {_toml(x)}, y = {_toml(y)}"


def _toml(name: str) -> str:
    """``name`` as a race file writes it."""
    return json.dumps(name, ensure_ascii=False)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(map(quoted, names[:MOST_NAMED])) + more


def quoted(text: str) -> str:
    """``text`` as a message quotes it, its middle left out where it is long."""
    return repr(shortened(text, LONGEST))


def is_number(text: str) -> bool:
    """Whether ``text`` is a number or a date in any form, blanks around it or none."""
    text = text.strip()
    return any(form.value(text) is not None for form in NUMBERS + DATES)


def is_name(text: str) -> bool:
    """Whether ``text`` is neither a number nor what stands for a missing one."""
    return text.strip().lower() not in MISSING and not is_number(text)


def _numeric(cells: Iterable[str]) -> bool:
    there = [cell for cell in cells if cell.strip().lower() not in MISSING]
    return bool(there) and all(map(is_number, there))


def _names(fields: Sequence[str]) -> bool:
    return not any(map(is_number, fields))


def _row(fields: Sequence[str]) -> bool:
    """Whether a record is a row of numbers rather than of names."""
    return _numeric(fields)
