"""The records of a text in which fields are separated by a character, and their lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from optanim.base.errors import OptanimError
from optanim.runs.data.forms import ERROR

BLANKS = " "
"""The separator of columns that are set apart by blanks, any number of them."""
_COMMENT = re.compile(rf"\s*(?!(?:{ERROR.pattern})(?:[\s,;|]|$))#", re.IGNORECASE)


class Records:
    """Iterates over the records of ``lines``, each with the number of its first line.

    Lines that begin with # are ``comments``, kept with their numbers, but for a spreadsheet's
    errors, as #N/A; those without anything are passed over. ``read`` counts the lines so far,
    from ``read`` of those before. Raises OptanimError where quotes do not match.
    """

    def __init__(self, lines: Iterable[str], separator: str, read: int = 0) -> None:
        self.read = self._first = read
        self.comments: list[tuple[int, str]] = []
        self._within = False
        self._reader = reader(self._fed(lines), separator)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self

    def __next__(self) -> tuple[int, list[str]]:
        while True:
            self._within = False
            try:
                record = next(self._reader)
            except csv.Error as error:
                raise OptanimError(f"line {self._first}: {error}") from None
            if len(record) > 1 or (record and record[0].strip()):
                return self._first, record

    def _fed(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self.read += 1
            if not self._within:
                if is_comment(line):
                    self.comments.append((self.read, line))
                    continue
                self._first, self._within = self.read, True
            yield line


def is_comment(line: str) -> bool:
    """Whether a line begins with # and with no spreadsheet's error."""
    return _COMMENT.match(line) is not None


def reader(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    """The fields of each record, of an empty line none. Raises csv.Error for quotes amiss."""
    if separator == BLANKS:
        lines = (" ".join(line.split()) for line in lines)
    return csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)


def fields_of(line: str, separator: str) -> list[str]:
    """The fields of one line; none where quotes do not match."""
    try:
        return next((record for _, record in Records([line], separator)), [])
    except OptanimError:
        return []
