"""A film's sentences, numbered, as a table that somebody reads them aloud from."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from optanim.base.errors import OptanimError
from optanim.base.files import whole

FILE = "script.csv"
"""The name of the table in a folder of recordings."""
HEADER = ("number", "film", "section", "when", "sentence")
ALWAYS, IF_TIME = "always", "if there is time"


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
        """The script in the table at ``path``; raises OptanimError where it is none."""
        try:
            with path.open(newline="", encoding="utf-8-sig") as file:
                header, *rows = csv.reader(file)
        except (OSError, ValueError, csv.Error):
            header, rows = [], []
        if tuple(header) != HEADER or any(len(row) != len(HEADER) for row in rows):
            raise OptanimError(f"{path}: not a script: its columns must be {', '.join(HEADER)}")
        lines = tuple(
            Line(n, film, part, when != ALWAYS, text) for n, film, part, when, text in rows
        )
        for kind, seen in (
            ("number", [line.number for line in lines]),
            ("sentence", [line.sentence for line in lines]),
        ):
            if twice := next((each for i, each in enumerate(seen) if each in seen[:i]), None):
                raise OptanimError(f"{path}: the {kind} {twice!r} stands there twice")
        return cls(lines)

    def with_lines(self, spoken: Iterable[Line]) -> Script:
        """This script and the sentences of ``spoken`` that it has not, numbered on.

        What it has keeps its number, and so its recording.
        """
        lines = {line.sentence: line for line in self.lines}
        last = max((int(line.number) for line in self.lines if line.number.isdecimal()), default=0)
        for line in spoken:
            known = lines.get(line.sentence)
            if known is None:
                last += 1
                lines[line.sentence] = replace(line, number=f"{last:02}")
            elif known.optional and not line.optional:
                lines[line.sentence] = replace(known, optional=False)
        return Script(tuple(lines.values()))

    def write(self, path: Path) -> None:
        """Write the table to ``path``, with the mark by which Excel knows its letters."""
        with whole(path) as draft, draft.open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file).writerows([HEADER, *(line.cells for line in self.lines)])
