"""Markdown, as the written pages need it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a line a row."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def formula(*lines: str) -> str:
    """Typst's ``lines`` as one formula, which is aligned where they have an arrow."""
    aligned = (line.replace("arrow.l", "&arrow.l", 1) for line in lines)
    return "\n".join(["$$", " \\\n".join(aligned), "$$"])


def number(value: float) -> str:
    """A number as a race file may have it, whole ones in full."""
    if isinstance(value, int):
        return str(value)
    return f"{value:g}".replace("e-0", "e-").replace("e+0", "e")
