"""A film's sentences, numbered, as a table that somebody reads them aloud from."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

from optanim.base.errors import OptanimError
from optanim.base.files import whole

FILE = "script.csv"
"""The name of the table in a folder of recordings."""
HEADER = ("number", "film", "section", "when", "sentence")
ALWAYS, IF_TIME = "always", "if there is time"
_SIGNS = str.maketrans("‘’“”−–—\N{NO-BREAK SPACE}", "''\"\"--- ")


@dataclass(frozen=True)
class Line:
    """A sentence of a film: its recording is called by the ``number``.

    An ``optional`` one is spoken only where the film is silent for long enough.
    """

    number: str
    film: str
    section: str
    optional: bool
    sentence: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as a row of the table."""
        when = IF_TIME if self.optional else ALWAYS
        return self.number, self.film, self.section, when, self.sentence


@dataclass(frozen=True)
class Script:
    """Sentences with numbers, each sentence once."""

    lines: tuple[Line, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Script:
        """The script in the table at ``path``, as it was written or as a spreadsheet saved it.

        So its cells may be parted by commas, semicolons or tabs, and its numbers have no zeros in
        front. Raises OptanimError where it is none.
        """
        header, rows = _table(path)
        if header != HEADER or any(len(row) < len(HEADER) for row in rows):
            raise OptanimError(f"{path}: not a script: its columns must be {', '.join(HEADER)}")
        lines = tuple(
            Line(plain_number(number), film, section, when != ALWAYS, sentence)
            for number, film, section, when, sentence, *_ in rows
        )
        for kind, seen in (
            ("number", [line.number for line in lines]),
            ("sentence", [spelling(line.sentence) for line in lines]),
        ):
            if twice := next((each for i, each in enumerate(seen) if each in seen[:i]), None):
                raise OptanimError(f"{path}: the {kind} {twice!r} stands there twice")
        return cls(lines)

    def with_lines(self, spoken: Iterable[Line]) -> Script:
        """This script and the sentences of ``spoken`` that it has not, numbered on.

        What it has keeps its number, and so its recording.
        """
        lines = {spelling(line.sentence): line for line in self.lines}
        last = max((int(line.number) for line in self.lines if line.number.isdecimal()), default=0)
        for line in spoken:
            known = lines.get(spelling(line.sentence))
            if known is None:
                last += 1
                lines[spelling(line.sentence)] = replace(line, number=plain_number(str(last)))
            else:
                optional = known.optional and line.optional
                said = replace(known, sentence=line.sentence, optional=optional)
                lines[spelling(line.sentence)] = said
        return Script(tuple(lines.values()))

    def write(self, path: Path) -> None:
        """Write the table to ``path``, with the mark by which Excel knows its letters."""
        with whole(path) as draft, draft.open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file).writerows([HEADER, *(line.cells for line in self.lines)])


def plain_number(text: str) -> str:
    """A number as recordings are called by it, of two digits or more; other text as it is."""
    stripped = text.strip()
    return f"{int(stripped):02}" if stripped.isascii() and stripped.isdecimal() else stripped


def spelling(sentence: str) -> str:
    """What is the same of a ``sentence`` however a spreadsheet wrote its signs and blanks."""
    return " ".join(sentence.translate(_SIGNS).split())


def _table(path: Path) -> tuple[tuple[str, ...], list[list[str]]]:
    """The header and the rows of a table, without empty rows; nothing where it is none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OptanimError(f"{path}: cannot be read: {error.strerror or error}") from None
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")  # of a spreadsheet on Windows
    first = text.partition("\n")[0]
    parted = max(",;\t", key=first.count)
    try:
        rows = [row for row in csv.reader(StringIO(text), delimiter=parted) if any(row)]
    except csv.Error:
        rows = []
    header, *rows = rows or [[]]
    return tuple(name.strip().lower() for name in header[: len(HEADER)]), rows
