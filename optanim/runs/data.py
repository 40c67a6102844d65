"""Reading a user's points, in memory that does not grow with the file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import numpy as np

from optanim.base.errors import OptanimError
from optanim.losses.moments import Moments

MOST_ROWS = 100_000
"""Of more rows than this only sums and a sample are kept."""
SAMPLE = 1000
"""So many of them are kept to be drawn."""
SEED = 0x6F7074616E696D
"""Of the sample; unlike a seed that data may have been made with, which would choose by their x."""
CHUNK = 50_000
"""So many lines are read at a time: what bounds the memory."""


@dataclass(frozen=True, eq=False)
class Points:
    """The columns ``x`` and ``y`` (m,) of a file, or of very many rows a sample of them.

    ``moments`` are those of all rows where there are more than `MOST_ROWS`, else None.
    """

    x: np.ndarray
    y: np.ndarray
    moments: Moments | None = None

    @property
    def count(self) -> int:
        """The number of rows in the file."""
        return self.moments.count if self.moments else len(self.x)


def read_points(path: str | Path, least: int = 2) -> Points:
    """The columns x and y of a CSV file; others are left alone.

    Raises OptanimError, naming line and column: no such file, no header with x and y, a field
    that is missing, no number or not finite; fewer than ``least`` points; and, where ``least`` is
    2 or more, all x equal.
    """
    path = Path(path)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            points, span = _gathered(_chunks(path, file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise OptanimError(f"{path}: cannot be read as CSV: {reason}") from None
    if points.count < least:
        raise OptanimError(f"{path}: {points.count} points; a line needs {least} or more")
    if least > 1 and span[0] == span[1]:
        raise OptanimError(
            f"{path}: all {points.count} values of x are {span[0]:g}, so no slope is best: "
            "the Hessian is singular (the loss ridge has a best one)"
        )
    return points


def _gathered(chunks: Iterable[np.ndarray]) -> tuple[Points, tuple[float, float]]:
    """All points while they are few, else their moments and a sample; and the span of x."""
    kept: list[np.ndarray] = []
    moments: Moments | None = None
    generator, keys = np.random.default_rng(SEED), np.empty(0)
    low, high = np.inf, -np.inf
    for chunk in chunks:
        low, high = min(low, chunk[:, 0].min()), max(high, chunk[:, 0].max())
        kept.append(chunk)
        if moments is None and sum(map(len, kept)) <= MOST_ROWS:
            continue
        # Every row draws a key, and the rows of the smallest keys are the sample.
        fresh = chunk if moments is not None else np.concatenate(kept)
        more = Moments.of(*fresh.T)
        moments = more if moments is None else moments + more
        rows = np.concatenate(kept)
        keys = np.concatenate([keys, generator.random(len(rows) - len(keys))])
        chosen = np.sort(np.argsort(keys)[:SAMPLE])
        kept, keys = [rows[chosen]], keys[chosen]
    x, y = np.concatenate([np.empty((0, 2)), *kept]).T
    return Points(x, y, moments), (low, high)


def _chunks(path: Path, file: Iterator[str]) -> Iterator[np.ndarray]:
    """The points (n, 2) of some thousand lines at a time."""
    header = [name.strip() for name in next(csv.reader(file), [])]
    for column in ("x", "y"):
        if column not in header:
            found = ", ".join(map(repr, header)) or "nothing"
            raise OptanimError(f"{path}, line 1: no column {column!r}; the header has {found}")
    places, line = (header.index("x"), header.index("y")), 2
    while lines := list(islice(file, CHUNK)):
        fast = _fast(lines, places)
        if fast is None:  # quotes, blank fields or a mistake: field by field, to the end
            yield from _slow(path, chain(lines, file), places, line)
            return
        if len(fast):
            yield fast
        line += len(lines)


def _fast(lines: list[str], places: tuple[int, int]) -> np.ndarray | None:
    """The points of plain lines by NumPy's reader, or None where that is not sure to be right."""
    if any('"' in line or not line.strip() for line in lines):
        return None
    try:
        points = np.loadtxt(lines, delimiter=",", usecols=places, comments=None, ndmin=2)
    except ValueError:
        return None
    return points if np.all(np.isfinite(points)) else None


def _slow(
    path: Path, lines: Iterator[str], places: tuple[int, int], first: int
) -> Iterator[np.ndarray]:
    rows = _rows(path, csv.reader(lines), places, first)
    while points := list(islice(rows, CHUNK)):
        yield np.array(points, dtype=np.float64)


def _rows(
    path: Path, reader: Iterator[list[str]], places: tuple[int, int], first: int
) -> Iterator[tuple[float, float]]:
    for line, row in enumerate(reader, start=first):
        if any(field.strip() for field in row):
            x, y = (_number(path, line, c, row, p) for c, p in zip("xy", places, strict=True))
            yield x, y


def _number(path: Path, line: int, column: str, row: list[str], place: int) -> float:
    field = row[place].strip() if place < len(row) else ""
    try:
        value = float(field)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise OptanimError(f"{path}, line {line}, column {column}: {field!r} is no finite number")
    return value
