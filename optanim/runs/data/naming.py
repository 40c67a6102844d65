"""What data are called: in messages, and on screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from optanim.base.text import quoted

LONGEST = 300
"""So many letters of a path a message quotes."""
STANDARD_INPUT = "-"
"""The path that stands for it."""
_COMPRESSED = (".gz", ".bz2", ".xz")


def is_file(data: Any) -> bool:
    """Whether ``data`` is the path of a file."""
    return isinstance(data, str | Path) and str(data) != STANDARD_INPUT


def name_of(data: Any) -> str:
    """What messages call ``data``: its path, or where else it is."""
    if is_file(data):
        return quoted(data, LONGEST)
    return "standard input" if isinstance(data, str | Path) else "the data in memory"


def called(data: Any) -> str:
    """What a problem on ``data`` is called: a file's name without its endings."""
    if not is_file(data):
        return "data"
    path = Path(data)
    return Path(path.stem).stem if path.suffix in _COMPRESSED else path.stem
