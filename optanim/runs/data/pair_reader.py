"""Two columns of texts as numbers: in the one form that all of their texts are written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NoReturn

import numpy as np

from optanim.base.errors import OptanimError
from optanim.runs.data.forms import (
    COMMA,
    COMMA_GROUPED,
    MISSING,
    POINT,
    VALUES,
    Date,
    Form,
    Grouping,
    Number,
    is_missing,
    lacking,
)
from optanim.runs.data.header import quoted

Cells = Sequence[str] | np.ndarray


@dataclass(frozen=True)
class Chunk:
    """Some rows of two columns, as texts without blanks around them, or as numbers (n,).

    ``rows`` are their numbers, as the ``unit`` of `PairReader` counts them. Numbers have been read
    in the ``form``; ``decimals`` says whether its mark was seen.
    """

    rows: Sequence[int]
    cells: tuple[Cells, Cells]
    form: Form = POINT
    decimals: bool = False

    def of(self, kept: np.ndarray) -> Chunk:
        """The rows where ``kept`` (n,) is true."""
        x, y = (
            cells[kept] if isinstance(cells, np.ndarray) else list(compress(cells, kept))
            for cells in self.cells
        )
        return Chunk(list(compress(self.rows, kept)), (x, y), self.form, self.decimals)


class PairReader:
    """What is known of two columns so far; `numbers` reads some more rows of them.

    ``names`` are theirs and ``unit`` is what rows are counted in, "line" or "row". With ``strict``
    a missing value is an error, else its row is left out. Where a point may stand between thousands
    as well as before decimals, ``points`` says that it does the latter unless something speaks
    against it; else something must speak for it. What could be 1.234 as well as 1234 is what a
    ``grouping`` of the table's says.
    """

    def __init__(
        self,
        names: tuple[str, str],
        unit: str,
        strict: bool,
        points: bool = True,
        grouping: Grouping | None = None,
    ) -> None:
        self._columns = tuple(_ColumnReader(name, unit) for name in names)
        self._strict, self._points, self._grouping = strict, points, grouping
        self.left_out = 0

    @property
    def form(self) -> Form | None:
        """What all numbers so far may be written in: decimal points, else commas, else nothing."""
        shared = (f for f in (POINT, COMMA) if all(f in column.forms for column in self._columns))
        return next(shared, None)

    @property
    def doubtful(self) -> bool:
        """Whether a point may still be found to stand between thousands."""
        return not self._points

    @property
    def dates(self) -> tuple[bool, ...]:
        """Whether a column holds dates, as days since 1970, of both columns."""
        return tuple(column.dates for column in self._columns)

    @property
    def zones(self) -> tuple[list[int], ...]:
        """The minutes by which the clocks of a column's dates are ahead of UTC, of both columns."""
        return tuple(sorted(column.zones) for column in self._columns)

    @property
    def taken(self) -> tuple[str, ...]:
        """What could have been read in two ways and was read in one, a line each."""
        several = (c.name for c, zones in zip(self._columns, self.zones, strict=True) if zones[1:])
        return (
            *(column.taken for column in self._columns if column.taken),
            *(f"column {name}: dates of several time zones, counted in UTC" for name in several),
        )

    def numbers(self, chunk: Chunk) -> np.ndarray:
        """The points (n, 2) of a chunk, without the rows in which a value is missing.

        Raises OptanimError, naming row and column, for a text that is no finite number, or could
        mean two, or is written unlike those before it.
        """
        pairs = list(zip(self._columns, chunk.cells, strict=True))
        missing = [column.missing(cells) for column, cells in pairs]
        absent = missing[0] | missing[1]
        if absent.any():
            first = int(np.argmax(absent))
            if self._strict:
                column, cells = pairs[0 if missing[0][first] else 1]
                column.refuse(chunk.rows[first], f"{_shown(cells[first])}: the value is missing")
            self.left_out += int(absent.sum())
            chunk = chunk.of(~absent)
        return np.column_stack(self._read(chunk))

    def _read(self, chunk: Chunk) -> list[np.ndarray]:
        pairs = list(zip(self._columns, chunk.cells, strict=True))
        found = [column.readings(cells, chunk) for column, cells in pairs]
        numbers = [readings for readings in found if _numbers(readings)]
        if any(POINT in readings and COMMA_GROUPED not in readings for readings in numbers):
            self._points = True
        sure = self._sure(numbers)
        for (column, cells), readings in zip(pairs, found, strict=True):
            known = sure if _numbers(readings) else None
            column.settle(cells, chunk, readings, known, self._grouping)
        if any(POINT not in c.forms for c in self._columns if _numbers(c.forms)):
            for column in self._columns:
                column.refuse_doubt()
        return [next(iter(readings.values())) for readings in found]

    def _sure(self, numbers: Sequence[Mapping[Form, np.ndarray]]) -> Form | None:
        """The form of all ``numbers`` where they do not say it themselves."""
        if self._grouping is not None:
            form = self._grouping.form
        elif self._points:
            form = POINT
        else:
            return None
        return form if all(form in readings for readings in numbers) else None


class _ColumnReader:
    """A column, the forms that fit what was read of it, and what of it is in doubt."""

    def __init__(self, name: str, unit: str) -> None:
        self.name, self.unit = name, unit
        self.forms: tuple[Form, ...] = VALUES
        self.doubt: tuple[int, str] | None = None
        self.taken = ""
        self.zones: set[int] = set()

    @property
    def dates(self) -> bool:
        return all(isinstance(form, Date) for form in self.forms)

    def refuse(self, row: int, reason: str) -> NoReturn:
        raise OptanimError(f"{self.unit} {row}, column {self.name}: {reason}")

    def missing(self, cells: Cells) -> np.ndarray:
        if isinstance(cells, np.ndarray):
            return np.isnan(cells)
        if MISSING.isdisjoint(map(str.lower, cells)) and "#" not in "".join(cells):
            return np.zeros(len(cells), dtype=bool)
        return np.fromiter(map(is_missing, cells), bool, len(cells))

    def readings(self, cells: Cells, chunk: Chunk) -> dict[Form, np.ndarray]:
        """The numbers (n,) by each form that all of ``cells`` are in; there is at least one."""
        if not len(cells):
            return dict.fromkeys(self.forms, np.empty(0))
        if isinstance(cells, np.ndarray):
            return self._of_numbers(cells, chunk)
        if set("".join(cells)) <= set("0123456789+-eE ") and POINT in self.forms:
            values = POINT.read(cells)  # whole numbers: the same in every form
            if values is not None:
                return {form: values for form in self.forms if isinstance(form, Number)}
        found = {form: form.read(cells) for form in self.forms}
        readings = {form: values for form, values in found.items() if values is not None}
        if not readings:
            self._refuse_unread(cells, chunk)
        return readings

    def settle(
        self,
        cells: Cells,
        chunk: Chunk,
        readings: dict[Form, np.ndarray],
        sure: Form | None,
        grouping: Grouping | None,
    ) -> None:
        """Keep the forms that agree; where they do not, the one that is ``sure``, if any.

        What has a ``grouping`` to show for it stays, else it may be refused later.
        """
        chosen = next(iter(readings)) if sure is None else sure
        for form, values in list(readings.items()):
            differs = values != readings[chosen]
            if not differs.any():
                continue
            first = int(np.argmax(differs))
            row, text = chunk.rows[first], quoted(cells[first])
            told = [f.shown(readings[f][first]) for f in (chosen, form)]
            doubt = f"{text} may be {' or '.join(told)}"
            if sure is None:
                self.refuse(row, f"{doubt}; {_plainly(form)}")
            if grouping is None:
                reason = f"{doubt}, for the other column has commas; {_plainly(form)}"
                self.doubt = self.doubt or (row, reason)
            elif POINT not in readings and not self.taken:
                where = f"{self.unit} {row}, column {self.name}"
                self.taken = f"{where}: {text} is {told[0]}, as there is {quoted(grouping.shows)}"
            del readings[form]
        self.forms = tuple(readings)
        for zoned in (form for form in self.forms if isinstance(form, Date) and form.zoned):
            self.zones.update(zoned.east(text) for text in cells if isinstance(text, str))

    def refuse_doubt(self) -> None:
        if self.doubt is not None:
            self.refuse(*self.doubt)

    def _of_numbers(self, values: np.ndarray, chunk: Chunk) -> dict[Form, np.ndarray]:
        if not np.all(np.isfinite(values)):
            row = int(np.argmin(np.isfinite(values)))
            self.refuse(chunk.rows[row], f"{values[row]:g} is no finite number")
        if chunk.form not in self.forms:
            self.refuse(chunk.rows[0], f"{values[0]:g} is not written as the values before it")
        numbers = (form for form in self.forms if isinstance(form, Number))
        return dict.fromkeys((chunk.form,) if chunk.decimals else numbers, values)

    def _refuse_unread(self, cells: Sequence[str], chunk: Chunk) -> NoReturn:
        """Name the first text that is not in the form of those before it."""
        reached = {form: _first_unread(form, cells) for form in self.forms}
        first = max(reached.values())
        text = cells[first]
        reason = f"is no finite number{lacking(text)}"
        if any(form.value(text) is not None for form in VALUES):
            reason = "is not written as the values before it"
        self.refuse(chunk.rows[first], f"{quoted(text)} {reason}")


def _numbers(forms: Iterable[Form]) -> bool:
    """Whether what is read in any of ``forms`` may be numbers rather than dates."""
    return any(isinstance(form, Number) for form in forms)


def _plainly(form: Form) -> str:
    """How to write what can be read in two ways, one of them in ``form``."""
    if isinstance(form, Number):
        return "write numbers without marks between thousands, decimals with a point"
    return "write dates as 2024-12-31"


def _shown(cell: str | float) -> str:
    return quoted(cell) if isinstance(cell, str) else f"{cell:g}"


def _first_unread(form: Form, cells: Sequence[str]) -> int:
    return next((i for i, text in enumerate(cells) if form.value(text) is None), len(cells))
