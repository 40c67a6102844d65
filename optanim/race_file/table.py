"""Races from a table: a row is a race, and its cells go before the keys of a race file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from optanim.base.errors import OptanimError, nearest_of
from optanim.base.text import quoted
from optanim.race_file import load
from optanim.race_file.cells import KEYS, film_in, value_in
from optanim.race_file.mistakes import Mistake, Mistakes
from optanim.race_file.request import RaceRequest
from optanim.runs.data.opening import text_of, western

NAME = "name"
"""The column that says what a row's film is called."""
HEADS = (NAME, *KEYS)
SEPARATORS = (";", "\t")
"""What stands between cells if it does between the heads; a comma where neither does."""
_NO_TEXT = "is no text; a workbook is saved as CSV first"


@dataclass(frozen=True)
class Row:
    """A race of a table: the row's ``number``, as spreadsheets count, with the heads as 1.

    ``name`` is its film's, "" where the table has none, and ``keys`` are those of a race file that
    the row has a value for, as yet unchecked.
    """

    number: int
    name: str
    keys: Mapping[str, Any]


def races(
    file: str | Path, table: str | Path, instead: Mapping[str, Any] | None = None
) -> tuple[tuple[str, RaceRequest], ...]:
    """The race of every row of ``table``, on the race ``file``, after the name of its film.

    A row's values go before the keys of the file, as ``instead`` does in all rows; an empty cell
    leaves the key as it is. A row without a name is called as the file, with the race's number
    from 1. Raises Mistakes with all that is wrong in any row.
    """
    instead = instead or {}
    found: list[tuple[str, RaceRequest]] = []
    mistakes: list[Mistake] = []
    told: set[str] = set()
    for count, row in enumerate(rows(table), start=1):
        try:
            race = load(file, {**row.keys, **instead})
        except Mistakes as error:
            mistakes += _placed(error, row, file, instead, told)
        else:
            found.append((row.name or f"{race.name}-{count}", race))
            if "lr" in row.keys and all("lr" in racer for racer in race.keys["racers"]):
                reason = f"every racer of {Path(file).name} has an lr of its own; leave that out"
                mistakes.append(Mistake(_place(row.number, "lr"), row.keys["lr"], reason))
        mistakes += (
            Mistake(key, instead[key], "is a column of the table too; leave one of them out")
            for key in row.keys
            if key in instead
        )
    if mistakes:
        raise Mistakes(str(table), mistakes)
    return tuple(found)


def rows(table: str | Path) -> tuple[Row, ...]:
    """The rows of a CSV file whose heads are keys of a race file, and ``name``.

    Cells are separated as its heads are, by commas, semicolons or tabs; beside the latter two a
    number may have a decimal comma. Rows without any value are passed over, and data that a cell
    names lie beside the table. Raises Mistakes with all that is wrong with the heads, or else with
    the cells.
    """
    text = _text(Path(table))
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((each for each in SEPARATORS if each in first), ",")
    records = _records(text, separator, str(table))
    if not records:
        raise OptanimError(f"{table}: is empty; it begins with heads, as in name,steps,lr")
    (top, heads), *below = records
    heads = [head.replace("-", "_") for head in heads]
    if mistakes := [Mistake(f"row {top}", None, reason) for reason in _wrong_with(heads)]:
        raise Mistakes(str(table), mistakes)
    folder, commas = Path(table).parent, separator != ","
    found = tuple(_row(number, heads, cells, folder, commas, mistakes) for number, cells in below)
    if mistakes:
        raise Mistakes(str(table), mistakes)
    if not found:
        raise OptanimError(f"{table}: has no row with a value below its heads")
    return found


def _text(table: Path) -> str:
    """All of a table, in whichever encoding a spreadsheet has saved it."""
    try:
        with table.open("rb") as stream:
            text = "".join(map(western, text_of(stream)))
    except OSError as error:
        raise OptanimError(f"{table}: cannot be read: {error.strerror or error}") from None
    except UnicodeError:
        raise OptanimError(f"{table}: {_NO_TEXT}") from None
    if "\0" in text:
        raise OptanimError(f"{table}: {_NO_TEXT}")
    return text


def _records(text: str, separator: str, table: str) -> list[tuple[int, list[str]]]:
    """The rows that have a value, by their numbers from 1, without blanks around their cells."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    try:
        read = [
            (number, [cell.strip() for cell in cells]) for number, cells in enumerate(reader, 1)
        ]
    except csv.Error as error:
        raise OptanimError(f"{table}: is no CSV: line {reader.line_num}: {error}") from None
    return [(number, cells) for number, cells in read if any(cells)]


def _wrong_with(heads: Sequence[str]) -> Iterator[str]:
    for number, head in enumerate(heads, start=1):
        if not head:
            yield f"column {number} has no head; choose from: {', '.join(HEADS)}"
        elif head not in HEADS:
            hint, choices = nearest_of(head, HEADS), ", ".join(HEADS)
            yield f"column {quoted(head)} is no key of a race.{hint} Choose from: {choices}"
        elif head in heads[: number - 1]:
            yield f"column {head} is there twice"


def _row(
    number: int,
    heads: Sequence[str],
    cells: Sequence[str],
    folder: Path,
    commas: bool,
    mistakes: list[Mistake],
) -> Row:
    """The row of these ``cells``; what is wrong with them is added to the ``mistakes``."""
    keys: dict[str, Any] = {}
    if len(cells) != len(heads):
        hint = '; a list stands in quotes, as in "2,9"' if len(cells) > len(heads) else ""
        reason = f"must have as many cells as there are heads, {len(heads)}, and has {len(cells)}"
        mistakes.append(Mistake(f"row {number}", None, reason + hint))
        return Row(number, "", keys)
    for head, cell in zip(heads, cells, strict=True):
        try:
            if cell:
                keys[head] = film_in(cell) if head == NAME else value_in(cell, head, folder, commas)
        except OptanimError as error:
            mistakes.append(Mistake(_place(number, head), cell, str(error)))
    return Row(number, keys.pop(NAME, ""), keys)


def _place(number: int, column: str) -> str:
    return f"row {number}, column {column}"


def _placed(
    error: Mistakes, row: Row, file: str | Path, instead: Mapping[str, Any], told: set[str]
) -> Iterator[Mistake]:
    """The mistakes of a race where they were made: in a cell, in ``instead``, else in the ``file``.

    What is wrong with the file is ``told`` once: it is so in other rows as well.
    """
    for found in error.mistakes:
        key, text = found.key.partition("[")[0], str(found)
        if key in row.keys:
            yield replace(found, key=_place(row.number, found.key))
        elif text not in told:
            told.add(text)
            place = (
                found.key
                if key in instead
                else f"row {row.number}, {found.key} of {Path(file).name}"
            )
            yield replace(found, key=place)
