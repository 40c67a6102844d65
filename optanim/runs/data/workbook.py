"""Tables in workbooks: xlsx, xls, ods."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from optanim.base.errors import OptanimError
from optanim.base.text import quoted
from optanim.runs.data.forms import grouping_of
from optanim.runs.data.header import Header, Record, Wanted, header_of, no_such_columns
from optanim.runs.data.pair_reader import Chunk, PairReader

MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How such files begin."""
HEAD = 500
"""Among so many rows is the header."""


class Workbook:
    """The one sheet of a workbook that has the wanted columns; `chunks` reads it.

    Raises OptanimError where no sheet has them, or two have.
    """

    unit = "row"
    points = True

    def __init__(self, stream: io.BufferedReader, wanted: Wanted) -> None:
        sheets = _sheets(stream.read())
        found: dict[str, Header] = {}
        for name, records in sheets.items():
            header = header_of(records[:HEAD], wanted)
            if header is not None:
                found[name] = header
        if not found:
            raise no_such_columns(max(sheets.values(), key=len, default=[]), wanted)
        if len(found) > 1:
            every = ", ".join(map(repr, found))
            raise OptanimError(
                f"its sheets {every} all have such columns: save one as a file of its own"
            )
        ((sheet, header),) = found.items()
        self._places = header.places(wanted)
        self.names = (header.names[self._places[0]], header.names[self._places[1]])
        self._rows = [record for record in sheets[sheet] if record.line > header.last]
        first = [row.fields for row in self._rows[:HEAD]]
        self.grouping = grouping_of(
            (field for fields in first for field in fields),
            {fields[place] for fields in first for place in self._places},
        )

    def chunks(self, so_far: PairReader) -> Iterator[Chunk]:
        """All rows."""
        x, y = ([row.fields[place] for row in self._rows] for place in self._places)
        yield Chunk([row.line for row in self._rows], (x, y))


def _sheets(content: bytes) -> dict[str, list[Record]]:
    """The rows of every sheet, those without anything left out."""
    try:
        import python_calamine as calamine
    except ImportError:
        raise OptanimError("is a workbook: pip install 'optanim[excel]' reads those") from None
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {
            name: _records(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        }
    except BaseException as error:
        if not isinstance(error, calamine.CalamineError | OSError) and not _panic(error):
            raise
        packed = "; unpack it first, if it is a zip archive" if content.startswith(MARKS[0]) else ""
        reason = f"is no workbook that can be read: {quoted(error, 200)}{packed}"
        raise OptanimError(reason) from None


def _panic(error: BaseException) -> bool:
    """Whether Rust gave up, as over a damaged xls: its exception has no class to be caught by."""
    return type(error).__name__ == "PanicException"


def _records(rows: Sequence[Sequence[Any]]) -> list[Record]:
    numbered = ((i, [_text(cell) for cell in row]) for i, row in enumerate(rows, start=1))
    return [Record(i, fields, i) for i, fields in numbered if any(fields)]


def _text(cell: Any) -> str:
    """A cell as a text file would have it."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell).strip()
