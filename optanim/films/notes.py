"""Notes and chapters in MP4s, and how an MP4 is begun that has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from optanim.base.files import whole
from optanim.base.marks import mark
from optanim.films.reading import opened

BRANDS = ("major_brand", "minor_version", "compatible_brands", "encoder")
"""What an MP4 says of its own form among its notes; each file has its own."""


@dataclass(frozen=True)
class Chapter:
    """A titled part of a film, from ``start`` to ``end`` in seconds."""

    title: str
    start: float
    end: float


def annotate(path: str | Path, notes: Mapping[str, str], chapters: Sequence[Chapter]) -> None:
    """Write ``notes`` and ``chapters`` into an MP4 without touching its pictures.

    Its index is moved to the front as well, so that players on the web begin at once. Names that
    differ in capitals alone are one to an MP4: the second is written with a number behind it.
    """
    with opened(path) as source, whole(path) as draft:
        with mp4(draft, {**source.metadata, **notes}, chapters) as target:
            streams = {s.index: target.add_stream_from_template(s) for s in source.streams}
            for packet in source.demux():
                if packet.dts is not None:
                    packet.stream = streams[packet.stream.index]
                    target.mux(packet)
        mark(draft)


@contextmanager
def mp4(draft: Path, notes: Mapping[str, str], chapters: Sequence[Chapter] = ()) -> Iterator[Any]:
    """An MP4 to add streams to and write at ``draft``, its index in front; closed in the end."""
    options = {"movflags": "faststart+use_metadata_tags"}
    with av.open(str(draft), "w", format="mp4", options=options) as target:
        target.metadata.update(_apart(notes))
        target.set_chapters([_chapter(i, chapter) for i, chapter in enumerate(chapters)])
        yield target


def notes_of(path: str | Path) -> dict[str, str]:
    """The notes in the film at ``path``, without what its file says of its own form."""
    with opened(path) as film:
        return {name: text for name, text in film.metadata.items() if name not in BRANDS}


def chapters_of(path: str | Path) -> list[Chapter]:
    """The chapters in the film at ``path``."""
    with opened(path) as film:
        return [
            Chapter(
                told["metadata"].get("title", ""),
                float(told["start"] * told["time_base"]),
                float(told["end"] * told["time_base"]),
            )
            for told in film.chapters()
        ]


def _apart(notes: Mapping[str, str]) -> dict[str, str]:
    """``notes`` with names that an MP4 tells apart, in characters that it can hold."""
    apart: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for name, text in notes.items():
        seen[name.casefold()] += 1
        number = seen[name.casefold()]
        written = name if number == 1 else f"{name} ({number})"
        apart[written] = text.encode("utf-8", "replace").decode()
    return apart


def _chapter(number: int, chapter: Chapter) -> Any:
    return {
        "id": number,
        "start": round(chapter.start * 1000),
        "end": round(chapter.end * 1000),
        "time_base": Fraction(1, 1000),
        "metadata": {"title": chapter.title},
    }
