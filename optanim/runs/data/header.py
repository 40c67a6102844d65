"""Where the columns that are wanted stand in a table, and what to say where they do not."""

from __future__ import annotations

import json
import re
import shlex
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from optanim.base.errors import OptanimError, nearest_of
from optanim.base.text import shortened
from optanim.runs.data.forms import VALUES, is_missing

MOST_NAMED = 12
"""So many columns a message names."""
LONGEST = 60
"""So many letters a message quotes."""
MOST_ABOVE = 20
"""So many records above the rows are looked at, to say so."""
SHOWING = 50
"""So many rows show what a column holds."""
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d", re.ASCII)
_TWO = re.compile(r"\d.*[;|\t ].*\d")  # numbers, split in the wrong places


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
    first = next((i for i, record in enumerate(records) if not _title(record.fields)), 0)
    if unnamed := _unnamed(records[first:], wanted):
        return unnamed
    for place, record in enumerate(records):
        if not _is_header(records, place, wanted):
            continue
        names = tuple(map(tidy, record.fields))
        for i, above in enumerate(records[:place]):
            if len(above.fields) == len(names) and _row(records[i:]):
                where = f"line {record.line} names the columns"
                raise OptanimError(f"{where}, but line {above.line} is a row")
        return Header(names, record.line, record.last)
    return None


def _is_header(records: Sequence[Record], place: int, wanted: Wanted) -> bool:
    """Whether the record at ``place`` names what is wanted; by chance, numbers in a row may."""
    fields = records[place].fields
    if not set(wanted.names) <= set(map(tidy, fields)):
        return False
    if not set(wanted.names) <= set(_numbers(fields)):
        return True
    first = all(len(above.fields) != len(fields) for above in records[:place])
    return first and _may_name(fields, wanted) and not _numbered(records[place:], wanted)


def _unnamed(records: Sequence[Record], wanted: Wanted) -> Header | None:
    """Columns called by their numbers, where the first record is a row of such."""
    if not _numbered(records, wanted):
        return None
    line, fields, _ = records[0]
    if _may_name(fields, wanted) or _only_years(records):
        shown = quoted(", ".join(fields))
        raise OptanimError(
            f"line {line}: {shown} may be names of columns or a row; write names above it"
        )
    return Header(_numbers(fields), line, line - 1)


def _may_name(fields: Sequence[str], wanted: Wanted) -> bool:
    """Whether ``fields`` may be names, the wanted ones among them: no two alike, no decimals."""
    names = set(map(tidy, fields))
    numbers = filter(is_number, names)
    distinct = len(names) == len(fields)
    return set(wanted.names) <= names and distinct and all(map(str.isdecimal, numbers))


def _only_years(records: Sequence[Record]) -> bool:
    """Whether the numbers of the first record rise from year to year, and of no other."""
    first, *others = records[:SHOWING]
    return _years(first.fields) and not any(_years(other.fields) for other in others)


def _years(fields: Sequence[str]) -> bool:
    numbers = list(filter(is_number, fields))
    years = [int(number) for number in numbers if _YEAR.fullmatch(number.strip())]
    return len(years) == len(numbers) > 1 and years == sorted(set(years))


def _numbered(records: Sequence[Record], wanted: Wanted) -> bool:
    """Whether the first record is a row, and what is wanted are the numbers of two columns."""
    fields = records[0].fields if records else []
    if not set(wanted.names) <= set(_numbers(fields)):
        return False
    return not any(is_name(fields[int(n) - 1]) for n in wanted.names) and _row(records)


def rows_below(records: Sequence[Record], wanted: Wanted) -> Record | None:
    """What may be the first row of a table without names, where something else stands above it."""
    for place, record in enumerate(records[:MOST_ABOVE]):
        if _numbered(records[place:], wanted):
            above = [other.fields for other in records[:place] if not _title(other.fields)]
            more = {len(fields) - len(record.fields) for fields in above}
            return None if more & {0, -1} else record  # those may be names, the latter R's
    return None


def _numbers(fields: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(i) for i in range(1, len(fields) + 1))


def no_such_columns(records: Sequence[Record], wanted: Wanted) -> OptanimError:
    """The error for a table without the wanted columns: what there is, and how to choose."""
    if not records:
        return OptanimError("there is nothing in it")
    if row := rows_below(records, wanted):
        line, fields, _ = next(r for r in records if not _title(r.fields))
        return OptanimError(
            f"line {line}: {quoted(', '.join(fields))} is no row, nor names the wanted "
            f"columns; if the rows begin in line {row.line}, take out what stands above"
        )
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
    if _numeric(fields):
        return OptanimError(
            f"line {line}: {', '.join(fields[:MOST_NAMED])}: numbers, no names of columns; without "
            f"names they are called 1 to {len(fields)}{_choose(_numbers(fields))}"
        )
    if set(wanted.names) <= set(_numbers(fields)) and _row(records[place:]):
        for column, text in ((n, fields[int(n) - 1]) for n in wanted.names):
            if is_name(text):
                reason = f"{quoted(text)} is no finite number"
                return OptanimError(f"line {line}, column {column}: {reason}")
    names = list(map(tidy, fields))
    lacking = [name for name in wanted.names if name not in names]
    below = [record.fields for record in records[place + 1 :]]
    if below and all(len(row) == len(names) + 1 for row in below):
        names = ["", *names]  # as in R's tables, whose rows have names
    rows = [row for row in below if len(row) == len(names)][:SHOWING]
    single = [n for n in names if n and names.count(n) == 1]
    numeric = [n for n in single if _numeric(row[names.index(n)] for row in rows)]
    text = no_columns(lacking, names, numeric, f"line {line}: ")
    if _row(records[place:]):
        found = [n for n, cell in zip(_numbers(fields), fields, strict=True) if is_number(cell)]
        text += f"; if line {line} is a row, by number{_choose(found).removeprefix('; choose two')}"
    return OptanimError(text)


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
    """Whether ``text`` is a value in any form, blanks around it or none."""
    text = text.strip()
    return any(form.value(text) is not None for form in VALUES)


def is_name(text: str) -> bool:
    """Whether ``text`` is neither a number nor what stands for a missing one."""
    return not is_missing(text.strip()) and not is_number(text)


def _numeric(cells: Iterable[str]) -> bool:
    there = [cell for cell in cells if not is_missing(cell.strip())]
    return bool(there) and all(map(is_number, there))


def _names(fields: Sequence[str]) -> bool:
    return not any(map(is_number, fields))


def _title(fields: Sequence[str]) -> bool:
    """Whether a record is one field, or at most a text and nothing else."""
    there = [field for field in fields if field.strip()]
    return len(fields) == 1 or not there or (len(there) == 1 and is_name(there[0]))


def _row(records: Sequence[Record]) -> bool:
    """Whether the first record may be a row: of numbers, and of texts where texts stand below."""
    fields = records[0].fields
    if not any(map(is_number, fields)):
        return False
    alike = (record.fields for record in records[1:] if len(record.fields) == len(fields))
    below = list(islice(alike, SHOWING))
    return all(
        not is_name(cell) or (_texts(row[i] for row in below) and not _TWO.fullmatch(cell.strip()))
        for i, cell in enumerate(fields)
    )


def _texts(cells: Iterable[str]) -> bool:
    there = [cell for cell in cells if not is_missing(cell.strip())]
    return bool(there) and not any(map(is_number, there))
