"""Files as they lie there: compressed or not, in this encoding or that, or standard input."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from optanim.base.errors import OptanimError
from optanim.base.files import path_of
from optanim.runs.data.naming import STANDARD_INPUT

_COMPRESSED: dict[bytes, Callable[[Any], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}
_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_ESCAPED = re.compile("[\udc80-\udcff]")
_UNREADABLE = {b"(\xb5/\xfd": "compressed by zstd: unpack it first"}


@contextmanager
def opened(path: str | Path) -> Iterator[io.BufferedReader[Any]]:
    """The bytes of a file, unpacked where it is compressed; of standard input for "-".

    What was read is given as it is; `io.BufferedReader.peek` shows how it begins.
    """
    if str(path) == STANDARD_INPUT:
        if sys.stdin is None:
            raise OptanimError("it is closed")
        stream = io.BufferedReader(cast("io.RawIOBase", sys.stdin.buffer))
        try:
            yield _unpacked(stream)
        finally:
            stream.detach()  # standard input stays open
        return
    with path_of(path).open("rb") as file:
        yield _unpacked(file)


def text_of(stream: io.BufferedReader[Any]) -> io.TextIOWrapper:
    """The text of ``stream``, its lines ended as they are.

    Its encoding is what its first bytes say, else UTF-8; bytes that are none stay as surrogates,
    which `western` reads.
    """
    start = stream.peek(4)
    encoding = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "")
    encoding = encoding or _by_zeros(start[:1000])
    errors = "surrogateescape" if encoding.startswith("utf-8") else "strict"
    return io.TextIOWrapper(stream, encoding, errors, newline="")


def western(line: str) -> str:
    """``line`` with bytes that are no UTF-8 read as Windows' Western European (code page 1252)."""
    if line.isascii() or not _ESCAPED.search(line):
        return line
    raw = line.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _by_zeros(start: bytes) -> str:
    """UTF-16 without a mark has a zero in every other byte, in Western tables at least."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) < len(start) / 5:
        return "utf-8"
    return "utf-16-be" if even > odd else "utf-16-le"


def _unpacked(stream: io.BufferedReader[Any]) -> io.BufferedReader[Any]:
    start = stream.peek(8)
    for mark, reason in _UNREADABLE.items():
        if start.startswith(mark):
            raise OptanimError(reason)
    for mark, unpack in _COMPRESSED.items():
        if start.startswith(mark):
            return _unpacked(io.BufferedReader(unpack(stream)))
    return stream
