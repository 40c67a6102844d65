"""Where the columns that are wanted stand in a table, and what to say where they do not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from optanim.base.errors import OptanimError, nearest_of
from optanim.runs.data.forms import DATES, MISSING, NUMBERS

MOST_NAMED = 12
"""So many columns a message names."""


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
    """A column's name in one spelling: blanks and accents are written in one way.

    Bytes that are no UTF-8 are read as Western European ones (Windows' code page 1252).
    """
    if any("\udc80" <= letter <= "\udcff" for letter in name):
        raw = name.encode("utf-8", "surrogateescape")
        try:
            name = raw.decode("cp1252")
        except UnicodeDecodeError:
            name = raw.decode("latin-1")
    return " ".join(unicodedata.normalize("NFC", name).split())


def header_of(records: Sequence[Record], wanted: Wanted) -> Header | None:
    """The first record that has both names; what stands above it is about the file.

    A table without names is one whose columns are asked for by their numbers, 1, 2, …. Raises
    OptanimError where that is what a name may mean as well, or where rows stand above the header.
    """
    for place, (line, fields, last) in enumerate(records):
        names = tuple(map(tidy, fields))
        if not set(wanted.names) <= set(names):
            continue
        above = (r for r in records[:place] if len(r.fields) == len(names) and _row(r.fields))
        for record in above:
            raise OptanimError(f"line {line} names the columns, but line {record.line} is a row")
        if _numbered(wanted, len(names)) and _row(fields):
            raise OptanimError(f"line {line}: names of columns, or a row of a table without names?")
        return Header(names, line, last)
    if records and _row(records[0].fields) and _numbered(wanted, len(records[0].fields)):
        names = tuple(str(i) for i in range(1, len(records[0].fields) + 1))
        return Header(names, records[0].line, records[0].line - 1)
    return None


def no_such_columns(records: Sequence[Record], wanted: Wanted) -> OptanimError:
    """The error for a table without the wanted columns: what there is, and how to choose."""
    if not records:
        return OptanimError("there is nothing in it")
    line, fields, _ = records[0]
    if _row(fields):
        names = [str(i) for i in range(1, len(fields) + 1)]
        return OptanimError(
            f"line {line}: {', '.join(fields[:MOST_NAMED])}: numbers, no names of columns; without "
            f"names they are called 1 to {len(fields)}{_choose(names)}"
        )
    names = list(map(tidy, fields))
    lacking = [name for name in wanted.names if name not in names]
    if records[1:] and all(len(record.fields) == len(names) + 1 for record in records[1:]):
        names = ["", *names]  # as in R's tables, whose rows have names
    rows = [record.fields for record in records[1:] if len(record.fields) == len(names)]
    numeric = [n for i, n in enumerate(names) if n and _numeric(row[i] for row in rows)]
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
    quoted = [f"'{name}'" if " " in name else name for name in (x, y)]
    return f'; choose two, as --x {quoted[0]} --y {quoted[1]} or x = "{x}", y = "{y}"'


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(map(repr, names[:MOST_NAMED])) + more


def is_number(text: str) -> bool:
    """Whether ``text`` is a number or a date in any form, blanks around it or none."""
    text = text.strip()
    return any(form.value(text) is not None for form in NUMBERS + DATES)


def _numeric(cells: Iterable[str]) -> bool:
    there = [cell for cell in cells if cell.strip().lower() not in MISSING]
    return bool(there) and all(map(is_number, there))


def _row(fields: Sequence[str]) -> bool:
    """Whether a record is a row of numbers rather than of names."""
    return _numeric(fields)


def _numbered(wanted: Wanted, count: int) -> bool:
    return all(n.isascii() and n.isdigit() and 1 <= int(n) <= count for n in wanted.names)
