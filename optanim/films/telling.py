"""What the timeline beside a film tells of the whole of it: its sections, and what is said when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optanim.base.errors import OptanimError
from optanim.films.notes import notes_of
from optanim.films.reading import read_timeline


@dataclass(frozen=True)
class Caption:
    """What is said from ``start`` to ``end``, in seconds; ``text`` is text, whatever is in it."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Section:
    """An act of a film from ``start`` to ``end``, in seconds; ``title`` is what viewers read."""

    name: str
    title: str
    start: float
    end: float


@dataclass(frozen=True)
class Telling:
    """Sections and captions of a film, each in the order of their starts.

    ``title`` is the first that is on its screen, empty where none is known.
    """

    sections: tuple[Section, ...] = ()
    captions: tuple[Caption, ...] = ()
    title: str = ""


def telling(path: str | Path) -> Telling:
    """What the timeline beside the film at ``path`` tells.

    Raises OptanimError where there is none, or one without sections and captions.
    """
    told = read_timeline(path, "sections and captions are looked up")
    try:
        sections = [
            Section(str(row["name"]), str(row["title"]), *_times(row)) for row in told["sections"]
        ]
        captions = [Caption(*_times(row), str(row["text"])) for row in told["captions"]]
    except (KeyError, TypeError, ValueError):
        beside = Path(path).with_suffix(".json")
        raise OptanimError(
            f"{beside}: is no timeline: it needs sections with name, title, start and end, and "
            "captions with start, end and text"
        ) from None
    return Telling(_in_order(sections), _in_order(captions), str(told.get("title", "")))


def _times(row: Mapping[str, Any]) -> tuple[float, float]:
    start, end = float(row["start"]), float(row["end"])
    if not 0 <= start < end:
        raise ValueError
    return start, end


def _in_order(rows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=lambda row: row.start))


def title_of(path: str | Path) -> str:
    """The film's title, as short as there is: that on its screen, in its notes, or its name."""
    beside = Path(path).with_suffix(".json")
    shown = telling(path).title if beside.exists() else ""
    return shown or notes_of(path).get("title", Path(path).stem)
