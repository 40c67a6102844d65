"""Tables in Parquet files, some thousand rows at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError
from optanim.base.text import quoted
from optanim.runs.data.forms import Grouping
from optanim.runs.data.header import Header, Wanted, no_columns, tidy
from optanim.runs.data.pair_reader import Cells, Chunk, PairReader

MARK = b"PAR1"
"""How such files begin."""
CHUNK = 50_000


class Parquet:
    """The table in a Parquet file; `chunks` reads it."""

    unit = "row"
    points = True
    grouping: Grouping | None = None

    def __init__(self, stream: io.BufferedReader, wanted: Wanted) -> None:
        try:
            import pyarrow.parquet
        except ImportError:
            raise OptanimError("is Parquet: pip install 'optanim[parquet]' reads it") from None
        self._arrow = pyarrow
        seekable = stream if stream.seekable() else io.BytesIO(stream.read())
        try:
            self._file = pyarrow.parquet.ParquetFile(seekable)
        except (pyarrow.ArrowException, OSError) as error:
            raise OptanimError(f"is no Parquet that can be read: {quoted(error, 200)}") from None
        schema = self._file.schema_arrow
        names = list(map(tidy, schema.names))
        lacking = [name for name in wanted.names if name not in names]
        if lacking:
            numeric = [n for n, field in zip(names, schema, strict=True) if self._numeric(field)]
            raise OptanimError(no_columns(lacking, names, numeric))
        self.places = Header(tuple(names)).places(wanted)
        self.names = (names[self.places[0]], names[self.places[1]])

    def chunks(self, so_far: PairReader) -> Iterator[Chunk]:
        """The rows, some thousand at a time."""
        read = 0
        chosen = [self._file.schema_arrow.names[place] for place in self.places]
        try:
            for batch in self._file.iter_batches(CHUNK, columns=chosen):
                x, y = (self._cells(batch.column(batch.schema.names.index(n))) for n in chosen)
                yield Chunk(range(read + 1, read + 1 + len(x)), (x, y))
                read += len(x)
        except (self._arrow.ArrowException, OSError, OverflowError) as error:
            raise OptanimError(f"cannot be read below row {read}: {quoted(error, 200)}") from None

    def _cells(self, column: Any) -> Cells:
        """Numbers where the file has numbers, NaN where none; else texts, as dates in ISO 8601."""
        if self._numeric(column):
            cast = column.cast(self._arrow.float64(), safe=False)
            return np.asarray(cast.to_numpy(zero_copy_only=False), dtype=np.float64)
        return ["" if cell is None else _text(cell) for cell in column.to_pylist()]

    def _numeric(self, column: Any) -> bool:
        kinds = self._arrow.types
        tests = (kinds.is_integer, kinds.is_floating, kinds.is_decimal, kinds.is_boolean)
        return any(test(column.type) for test in tests)


def _text(cell: Any) -> str:
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell).strip()
