"""Reading a user's points."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from optanim.errors import OptanimError


def read_points(path: str | Path) -> tuple[np.ndarray, np.ndarray]:
    """The columns x and y (m,), (m,) of a CSV file; others are left alone.

    Raises OptanimError, naming line and column: no such file, no header with x and y, a field
    that is missing, no number or not finite, fewer than two points, or all x equal.
    """
    path = Path(path)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            points = np.array(list(_rows(path, csv.reader(file))), dtype=np.float64)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise OptanimError(f"{path}: cannot be read as CSV: {reason}") from None
    if len(points) < 2:
        raise OptanimError(f"{path}: {len(points)} points; a line needs 2 or more")
    x, y = points.T
    if np.all(x == x[0]):
        raise OptanimError(
            f"{path}: all {len(x)} values of x are {x[0]:g}, so no slope is best: "
            "the Hessian is singular"
        )
    return x, y


def _rows(path: Path, reader: Iterator[list[str]]) -> Iterator[tuple[float, float]]:
    header = [name.strip() for name in next(reader, [])]
    for column in ("x", "y"):
        if column not in header:
            found = ", ".join(map(repr, header)) or "nothing"
            raise OptanimError(f"{path}, line 1: no column {column!r}; the header has {found}")
    places = header.index("x"), header.index("y")
    for line, row in enumerate(reader, start=2):
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
