"""Text broken into lines where its script lets it be broken.

English breaks at blanks and after hyphens. Chinese has no blanks: it breaks between almost any two
characters, but no line begins with a full stop or ends with an opening bracket. Unicode's line
breaking algorithm (UAX #14) knows both, and a text that mixes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import cell_len, split_graphemes
from uniseg.linebreak import line_break_units

from optanim.base.text import ELLIPSIS

MARKS, CLOSING = "，：；。？！", "”’）》」』"
"""The marks that end a clause in Chinese and Japanese, and those that may follow them."""


def wrapped(words: str, width: int, most: int | None = None) -> list[str]:
    """``words`` in lines of up to ``width`` cells, without the blanks where they are broken.

    A Latin letter takes one cell, a Chinese character two. Only what is longer than a line and has
    nowhere to break is broken all the same, between two characters. Of more than ``most`` lines
    the last that is left ends on an ellipsis.
    """
    lines = _lines(pieces(" ".join(words.split())), width)
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], width)]
    return ["".join(line).strip() for line in lines]


def balanced(words: str, width: int, together: Iterable[str] = ()) -> list[str]:
    """``words`` in as few lines of up to ``width`` cells as they need, all about as long.

    So no line has a single letter where another is full. They are broken as `phrases` are; none is
    within a part of ``together``, unless that is longer than a line.
    """
    parts = phrases(" ".join(words.split()), width, together)
    fewest = len(_lines(parts, width))
    narrowest = min(width, max(map(_cells, parts), default=width))
    narrower = (_lines(parts, narrow) for narrow in range(narrowest, width + 1))
    lines = next(lines for lines in narrower if len(lines) == fewest)
    return ["".join(line).strip() for line in lines]


def phrases(words: str, width: int, together: Iterable[str] = ()) -> list[str]:
    """``words`` in the parts of a large heading, in lines of up to ``width`` cells.

    They are its clauses, where it has several and each has room on a line; else its `pieces`. Only
    marks of Chinese and Japanese end a clause: a script with blanks breaks well at any of them.
    """
    clauses = re.findall(rf"[^{MARKS}]*[{MARKS}]+[{CLOSING}]*|[^{MARKS}]+", words)
    if len(clauses) > 1 and all(_cells(clause) <= width for clause in clauses):
        return clauses
    return pieces(words, together)


def pieces(words: str, together: Iterable[str] = ()) -> list[str]:
    """``words`` in the parts between which a line may be broken, blanks at their ends.

    A script without blanks may be broken within its words, too; those in ``together`` stay whole.
    """
    inner = {
        place
        for whole in together
        for found in re.finditer(re.escape(whole), words)
        for place in range(found.start() + 1, found.end())
    }
    parts: list[str] = []
    place = 0
    for unit in _units(words):
        parts.append(parts.pop() + unit if place in inner else unit)
        place += len(unit)
    return parts


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


def _lines(parts: Sequence[str], width: int) -> list[list[str]]:
    """``parts`` in lines of up to ``width`` cells; what is longer than a line, letter by letter."""
    lines: list[list[str]] = [[]]
    for part in parts:
        for piece in [part] if _cells(part) <= width else _letters(part):
            if lines[-1] and _cells("".join([*lines[-1], piece])) > width:
                lines.append([])
            lines[-1].append(piece)
    return lines


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
