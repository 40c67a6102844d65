"""Tables in text: which character separates the fields, where the rows begin, and the rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, pairwise

import numpy as np

from optanim.base.errors import OptanimError
from optanim.runs.data.forms import (
    COMMA,
    COMMA_GROUPED,
    DOTTED,
    POINT,
    POINT_GROUPED,
    Form,
    grouping_of,
    is_marked,
)
from optanim.runs.data.header import (
    Header,
    Record,
    Wanted,
    header_of,
    is_name,
    is_number,
    no_such_columns,
    quoted,
    rows_below,
)
from optanim.runs.data.opening import western
from optanim.runs.data.pair_reader import Chunk, PairReader
from optanim.runs.data.records import BLANKS, Records, fields_of, is_comment, reader

SEPARATORS = (",", ";", "\t", "|")
HEAD = 500
"""So many lines decide what the table's form is; every line is held to it."""
SHOWING = 10_000
"""So many fields show which decimal mark the file has."""
CHUNK = 20_000
"""So many lines are read at a time: what bounds the memory."""


@dataclass(frozen=True)
class Layout:
    """Which fields of a record are x and y, of how many: ``width``; ``names`` of both columns.

    The rows begin after the line ``header``. ``ended`` says whether each ends with a separator,
    and so with a field that is none.
    """

    separator: str
    header: int
    names: tuple[str, str]
    places: tuple[int, int]
    width: int
    ended: bool


class TextTable:
    """The table in ``lines``; `chunks` reads it."""

    unit = "line"

    def __init__(self, lines: Iterable[str], wanted: Wanted) -> None:
        lines = iter(lines)
        raw = _head(lines)
        head = list(map(western, raw))
        if any("\0" in line for line in head):
            raise OptanimError("is no text")
        try:
            self.layout = layout_of(head, wanted)
        except OptanimError as error:
            if head and head[0].lstrip()[:1] in ("{", "["):
                raise OptanimError("looks like JSON, which is no table: save it as CSV") from None
            hint = "" if head == raw else "; where letters look wrong, save it as UTF-8"
            raise OptanimError(f"{error}{hint}") from None
        self.names = self.layout.names
        fields, numbers = _marked_fields(head, self.layout)
        self.points = _decimal_points(fields, self.layout)
        self.grouping = grouping_of(fields, numbers)
        self._lines = chain(head[self.layout.header :], map(western, lines))

    def chunks(self, so_far: PairReader) -> Iterator[Chunk]:
        """The rows, some thousand lines at a time."""
        read = self.layout.header
        while lines := list(islice(self._lines, CHUNK)):
            rows = range(read + 1, read + 1 + len(lines))
            known = not (so_far.doubtful and any("." in line for line in lines))
            chunk = known and _plain(lines, rows, self.layout, so_far.form)
            chunk = chunk or _single(lines, rows, self.layout)
            if chunk is not None:
                yield chunk
                read += len(lines)
                continue
            records = Records(chain(lines, self._lines), self.layout.separator, read)
            yield _careful(records, self.layout, read + len(lines))
            read = records.read


def _head(lines: Iterator[str]) -> list[str]:
    """The lines up to the `HEAD`-th that is neither empty nor a comment."""
    head: list[str] = []
    rows = 0
    while rows < HEAD and (line := next(lines, None)) is not None:
        head.append(line)
        rows += bool(line.strip()) and not is_comment(line)
    return head


def layout_of(head: Sequence[str], wanted: Wanted) -> Layout:
    """What the first lines tell of a table. Raises OptanimError where they tell nothing, or two."""
    found = {s: header for s in SEPARATORS if (header := _header(head, s, wanted))}
    if not found and (header := _header(head, BLANKS, wanted)):
        found = {BLANKS: header}
    if len(found) > 1:
        either = " or ".join(map(repr, found))
        raise OptanimError(f"its fields may be separated by {either}")
    if not found:
        raise no_such_columns(_likely(head, wanted), wanted)
    ((separator, header),) = found.items()
    return _layout(head, separator, header, wanted)


def _header(head: Sequence[str], separator: str, wanted: Wanted) -> Header | None:
    """The header; of a table without one, that in the last comment above the rows."""
    records = _first_records(head, separator)
    header = header_of(records, wanted)
    if header is None and (above := _comment_above(head, separator, records)):
        return header_of([above], wanted)
    return header


def _comment_above(head: Sequence[str], separator: str, records: Sequence[Record]) -> Record | None:
    """The comment right above the first of ``records`` that has as many fields."""
    if not records or records[0].line == 1:
        return None
    last = records[0].line - 1
    fields = fields_of(head[last - 1].lstrip().lstrip("#"), separator)
    return Record(last, fields, last) if len(fields) == len(records[0].fields) else None


def _layout(head: Sequence[str], separator: str, header: Header, wanted: Wanted) -> Layout:
    places = header.places(wanted)
    count = len(header.names)
    rows = [record for record in _first_records(head, separator) if record.line > header.last]
    longer = bool(rows) and all(len(row.fields) == count + 1 for row in rows)
    named = longer and _rows_have_names(head, separator, rows, count)
    return Layout(
        separator,
        header.last,
        names=(header.names[places[0]], header.names[places[1]]),
        places=(places[0] + named, places[1] + named),
        width=count + longer,
        ended=longer and not named,
    )


def _marked_fields(head: Sequence[str], layout: Layout) -> tuple[list[str], set[str]]:
    """The first fields that have a point or a comma: of all columns, and of the wanted ones."""
    records = _first_records(head[layout.header :], layout.separator)
    every = ((i, field.strip()) for record in records for i, field in enumerate(record.fields))
    marked = [(i, field) for i, field in islice(every, SHOWING) if is_marked(field)]
    return [field for _, field in marked], {field for i, field in marked if i in layout.places}


def _decimal_points(marked: Sequence[str], layout: Layout) -> bool:
    """Whether 1.234 has decimals where the column it stands in does not say.

    What else the table holds may, as do its ``marked`` fields: decimal commas or points; at last,
    semicolons and dates as 31.12.2019 are of countries where 1.234 may be 1234.
    """
    for likely, other in ((COMMA_GROUPED, POINT_GROUPED), (POINT_GROUPED, COMMA_GROUPED)):
        if any(likely.value(f) is not None and other.value(f) is None for f in marked):
            return likely is POINT_GROUPED
    return layout.separator != ";" and all(DOTTED.value(field) is None for field in marked)


def _rows_have_names(
    head: Sequence[str], separator: str, rows: Sequence[Record], count: int
) -> bool:
    """Whether rows of one field more begin with their names, as R's do, or end with nothing."""
    named = all(
        head[row.line - 1].lstrip().startswith('"') or is_name(row.fields[0]) for row in rows
    )
    ended = not any(row.fields[-1].strip() for row in rows)
    points = any("." in cell and is_number(cell) for row in rows for cell in row.fields)
    if not named and not ended and separator != "," and _count_up(rows):
        return True
    if named != ended and (ended or separator != "," or points):
        return named
    commas = ", or are there decimal commas" if separator == "," else ""
    raise OptanimError(
        f"line {rows[0].line} and all others have {count + 1} fields, the header {count}: are the "
        f"first the rows' names{commas}? Name every column"
    )


def _count_up(rows: Sequence[Record]) -> bool:
    """Whether the rows begin with whole numbers that only rise, as R numbers them."""
    first = [row.fields[0].strip() for row in rows]
    numbers = [int(field) for field in first if field.isdecimal()]
    return len(numbers) == len(first) and all(a < b for a, b in pairwise(numbers))


def _first_records(head: Sequence[str], separator: str) -> list[Record]:
    """The records of the first lines, but for what does not end within them."""
    records = Records(head, separator)
    found: list[Record] = []
    with suppress(OptanimError):
        found.extend(Record(line, fields, records.read) for line, fields in records)
    return found


def _likely(head: Sequence[str], wanted: Wanted) -> list[Record]:
    """The records by the separator that gives rows, or that most agree on, to say what is there."""
    readings = [_first_records(head, separator) for separator in (*SEPARATORS, BLANKS)]
    if not any(readings):
        list(Records(head, SEPARATORS[0]))  # says what is wrong with the first line's quotes
    records = max(
        readings, key=lambda found: (bool(rows_below(found, wanted)), _agreement(found), len(found))
    )
    separator = (*SEPARATORS, BLANKS)[readings.index(records)]
    above = _comment_above(head, separator, records)
    return [above, *records] if above and any(map(is_number, records[0].fields)) else records


def _agreement(records: Sequence[Record]) -> int:
    widths = [len(record.fields) for record in records]
    return max((widths.count(w) for w in set(widths) if w > 1), default=0)


def _plain(
    lines: Sequence[str], rows: Sequence[int], layout: Layout, form: Form | None
) -> Chunk | None:
    """The numbers of plain lines by NumPy's reader, None where that is not sure to be right."""
    blanks, text = layout.separator == BLANKS, "".join(lines)
    if layout.ended or "#" in text or form not in (POINT, COMMA):
        return None
    if '"' in text:
        if blanks or not _quoted_lines(layout).fullmatch(text):
            return None
        lines = [line.replace('"', "") for line in lines]
    if form is COMMA:
        if layout.separator == "," or "." in text:
            return None
        lines = [line.replace(",", ".") for line in lines]
    counts = (len(s.split()) - 1 if blanks else s.count(layout.separator) for s in lines)
    if set(counts) != {layout.width - 1}:
        return None
    delimiter = None if blanks else layout.separator
    try:
        x, y = np.loadtxt(
            lines, delimiter=delimiter, usecols=layout.places, comments=None, unpack=True, ndmin=2
        )
    except ValueError:
        return None
    finite = np.all(np.isfinite(x)) and np.all(np.isfinite(y))
    return Chunk(rows, (x, y), form, "." in text or form is COMMA) if finite else None


@cache
def _quoted_lines(layout: Layout) -> re.Pattern[str]:
    """Lines of the layout in which quotes stand around whole fields and could as well be left out.

    No such field holds a separator or a quote, and none goes on in the next line.
    """
    separator = re.escape(layout.separator)
    plain = rf"[^{separator}\"\r\n]*+"
    field = rf'(?:"{plain}"|{plain})'
    ends = r"(?:\r\n|\r|\n|\Z)"
    return re.compile(rf"(?:{field}(?:{separator}{field}){{{layout.width - 1}}}{ends})*+")


def _single(lines: Sequence[str], rows: Sequence[int], layout: Layout) -> Chunk | None:
    """The fields of lines that are a record each, None where that is not sure to be so."""
    if layout.ended or any("#" in line for line in lines):
        return None
    try:
        records = list(reader(lines, layout.separator))
    except csv.Error:
        return None
    alike = len(records) == len(lines) and set(map(len, records)) == {layout.width}
    return _chunk(rows, records, layout) if alike else None


def _careful(records: Records, layout: Layout, end: int) -> Chunk:
    """The records that begin before the line ``end`` is over, one by one."""
    lines: list[int] = []
    found: list[list[str]] = []
    for line, fields in records:
        if len(fields) != layout.width or (layout.ended and fields[-1].strip()):
            raise _ragged(line, fields, layout)
        lines.append(line)
        found.append(fields)
        if records.read >= end:
            break
    for line, comment in records.comments:
        fields = fields_of(comment.replace("#", "\1", 1), layout.separator)
        if len(fields) == layout.width and all(is_number(fields[i]) for i in layout.places):
            raise OptanimError(f"line {line}: {quoted(comment.strip())} may be a comment or a row")
    return _chunk(lines, found, layout)


def _chunk(lines: Sequence[int], records: Sequence[Sequence[str]], layout: Layout) -> Chunk:
    x, y = ([fields[place].strip() for fields in records] for place in layout.places)
    return Chunk(lines, (x, y))


def _ragged(line: int, fields: Sequence[str], layout: Layout) -> OptanimError:
    shown = quoted(layout.separator.join(fields))
    count = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
    expected = layout.width - layout.ended
    return OptanimError(f"line {line}: {count} instead of {expected}: {shown}")
