"""Text broken into lines where its script lets it be broken.

English breaks at blanks and after hyphens. Chinese has no blanks: it breaks between almost any two
characters, but no line begins with a full stop or ends with an opening bracket. Unicode's line
breaking algorithm (UAX #14) knows both, and a text that mixes them.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, split_graphemes
from uniseg.linebreak import line_break_units

from optanim.base.text import ELLIPSIS


def wrapped(words: str, width: int, most: int | None = None) -> list[str]:
    """``words`` in lines of up to ``width`` cells, without the blanks where they are broken.

    A Latin letter takes one cell, a Chinese character two. Only what is longer than a line and has
    nowhere to break is broken all the same, between two characters. Of more than ``most`` lines
    the last that is left ends on an ellipsis.
    """
    lines: list[list[str]] = [[]]
    for unit in _units(" ".join(words.split())):
        pieces = [unit] if _cells(unit) <= width else _letters(unit)
        for piece in pieces:
            if lines[-1] and _cells("".join([*lines[-1], piece])) > width:
                lines.append([])
            lines[-1].append(piece)
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], width)]
    return ["".join(line).strip() for line in lines]


def cells(words: str) -> int:
    """How many cells ``words`` take: one a Latin letter, two a Chinese character."""
    return cell_len(words)


@lru_cache(maxsize=1000)  # a width is found by trying many
def _units(words: str) -> tuple[str, ...]:
    """The parts of ``words`` that are not to be broken; a formula, as ``b/a``, is one, too."""
    units: list[str] = []
    for unit in line_break_units(words):
        goes_on = units and units[-1].endswith("/")
        units.append(units.pop() + unit if goes_on else unit)
    return tuple(units)


def _cells(words: str) -> int:
    return cell_len(words.rstrip())


def _letters(unit: str) -> list[str]:
    """The characters of ``unit`` as they are seen, each with its accents."""
    return [unit[start:end] for start, end, _ in split_graphemes(unit)[0]]


def _cut(line: list[str], width: int) -> list[str]:
    """``line`` with an ellipsis in the place of as much of its end as that needs."""
    while line and cell_len("".join(line).rstrip() + ELLIPSIS) > width:
        line = line[:-1]
    return ["".join(line).rstrip(), ELLIPSIS]
