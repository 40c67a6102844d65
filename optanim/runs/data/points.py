"""Points, and what is kept of very many: in memory that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from optanim.base.errors import OptanimError
from optanim.losses.moments import Moments

MOST_ROWS = 100_000
"""Of more rows than this only sums and a sample are kept."""
LARGEST = 1e150
"""The square of a larger number is soon none in float64."""
MICROSECONDS = 86_400e6
"""Of a day; days since 1970 are known to less than one."""
SAMPLE = 1000
"""So many of them are kept to be drawn."""
SEED = 0x6F7074616E696D
"""Of the sample; unlike a seed that data may have been made with, which would choose by their x."""


class Column(NamedTuple):
    """What a column is called; of one of dates, ``since`` is the first, as in 2020-01-31.

    Its numbers are the days since then: by the clock that the dates are written by, or in UTC,
    which ``since`` says, where they are written by several.
    """

    name: str
    since: str | None = None


XY = Column("x"), Column("y")
"""The columns where none are named."""


@dataclass(frozen=True, eq=False)
class Points:
    """Two columns ``x`` and ``y`` (m,), or of very many rows a sample of them.

    ``moments`` are those of all rows where there are more than `MOST_ROWS`, else None; ``low``
    and ``high`` (2,) the least and the greatest x and y of all rows. ``left_out`` counts the rows
    in which a value is missing, and ``taken`` says what was read in one of two ways.
    """

    x: np.ndarray
    y: np.ndarray
    low: np.ndarray
    high: np.ndarray
    moments: Moments | None = None
    columns: tuple[Column, Column] = XY
    left_out: int = 0
    taken: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """The number of rows."""
        return self.moments.count if self.moments else len(self.x)

    def counted_from(self, origin: np.ndarray) -> Points:
        """The same points with ``origin`` (2,), the first day of dates, for their zero."""
        moments = self.moments and replace(
            self.moments,
            mean_x=self.moments.mean_x - float(origin[0]),
            mean_y=self.moments.mean_y - float(origin[1]),
        )
        pairs = np.column_stack([self.x, self.y])
        pairs, low, high = (_moved(points, origin) for points in (pairs, self.low, self.high))
        x, y = pairs.T
        return replace(self, x=x, y=y, low=low, high=high, moments=moments)


def _moved(days: np.ndarray, origin: np.ndarray) -> np.ndarray:
    """``days`` from ``origin``, of dates as many whole microseconds as they were written with."""
    moved = days - origin
    whole = np.floor(moved)
    parts = np.round((moved - whole) * MICROSECONDS) / MICROSECONDS
    return np.where(origin == 0.0, moved, whole + parts)


def gathered(chunks: Iterable[np.ndarray]) -> Points:
    """The points of ``chunks`` (n, 2): all while they are few, else their moments and a sample.

    Raises OptanimError for a number beyond `LARGEST`.
    """
    kept: list[np.ndarray] = []
    moments: Moments | None = None
    generator, keys = np.random.default_rng(SEED), np.empty(0)
    low, high = np.full(2, np.inf), np.full(2, -np.inf)
    for chunk in chunks:
        low = np.minimum(low, chunk.min(axis=0, initial=np.inf))
        high = np.maximum(high, chunk.max(axis=0, initial=-np.inf))
        _check_size(low, high)
        kept.append(chunk)
        if moments is None and sum(map(len, kept)) <= MOST_ROWS:
            continue
        # Every row draws a key, and the rows of the smallest keys are the sample.
        fresh = chunk if moments is not None else np.concatenate(kept)
        if len(fresh):
            more = Moments.of(*fresh.T)
            moments = more if moments is None else moments + more
        rows = np.concatenate(kept)
        keys = np.concatenate([keys, generator.random(len(rows) - len(keys))])
        chosen = np.sort(np.argsort(keys)[:SAMPLE])
        kept, keys = [rows[chosen]], keys[chosen]
    x, y = np.concatenate([np.empty((0, 2)), *kept]).T
    return Points(x, y, low, high, moments)


def _check_size(low: np.ndarray, high: np.ndarray) -> None:
    for name, *ends in zip("xy", low, high, strict=True):
        value = max(ends, key=abs)
        if np.isfinite(value) and abs(value) > LARGEST:
            raise OptanimError(
                f"a value of {name} is {value:g}; beyond {LARGEST:g}, squares are no float64 "
                "numbers"
            )
