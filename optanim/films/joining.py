"""Several films as one, their pictures as they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from optanim.base.errors import OptanimError
from optanim.base.files import whole
from optanim.base.marks import MARK, mark
from optanim.films.muxing import Progress, counted, mux, unheard
from optanim.films.notes import Chapter, mp4, notes_of
from optanim.films.pictures import Pictures, copied, pictures
from optanim.films.reading import opened
from optanim.films.soundtrack import RATE, add_track, encoded, faded, layout_of, stretch
from optanim.films.subtitles import (
    add_subtitles,
    check_language,
    subtitles,
    write_srt,
    write_vtt,
)
from optanim.films.telling import Section, Telling, telling, title_of


@dataclass(frozen=True)
class Piece:
    """A film that is joined to others: what is in it, and the ``place`` of its first frame.

    ``told`` is in seconds of the whole; ``layout`` is None where it has no sound.
    """

    path: Path
    title: str
    kept: Pictures
    place: int
    layout: str | None
    told: Telling


def join(
    paths: Sequence[str | Path],
    output: str | Path,
    title: str,
    language: str = "eng",
    chapter: Callable[[str, str], str] = "{}: {}".format,
    progress: Progress = unheard,
) -> None:
    """Write films, one after the other, as one MP4 with sound, chapters, subtitles and notes.

    The pictures are as they are; each film's sound begins with its first frame, and where a film
    has none, but another has, there is silence. Chapters are the films' sections, as the
    timelines beside them tell, each called what ``chapter`` makes of film's and section's title,
    "Film: section"; a film without a timeline is one chapter and has no
    subtitles. Notes that differ between the films have the film's title before their name. Beside
    ``output`` are written a timeline of sections and captions, .srt and .vtt.

    ``language`` is the captions', as in `check_language`. Raises OptanimError where there is no
    film, or two of them differ in what cannot be joined without encoding them anew.
    """
    check_language(language)
    pieces = _pieces([Path(path) for path in paths], chapter)
    told = Telling(
        tuple(section for piece in pieces for section in piece.told.sections),
        tuple(caption for piece in pieces for caption in piece.told.captions),
    )
    chapters = [Chapter(section.title, section.start, section.end) for section in told.sections]
    notes = {**_notes(pieces), "title": title}
    with opened(paths[0]) as film, whole(output) as draft:
        with mp4(draft, notes, chapters) as target:
            stream = target.add_stream_from_template(film.streams.video[0])
            streams = [counted(_shown(pieces, stream), progress), *_heard(pieces, target)]
            if told.captions:
                streams.append(subtitles(add_subtitles(target, language), told.captions))
            mux(target, *streams)
        mark(draft)
        _write_timeline(draft.with_suffix(".json"), pieces, told)
        write_srt(draft.with_suffix(".srt"), told.captions)
        write_vtt(draft.with_suffix(".vtt"), told.captions)


def _pieces(paths: Sequence[Path], chapter: Callable[[str, str], str]) -> list[Piece]:
    """The films at ``paths``, each behind the one before, and all of one kind."""
    if not paths:
        raise OptanimError("no film is named to be joined")
    pieces: list[Piece] = []
    place = 0
    for path in paths:
        kept, title = pictures(path), title_of(path)
        if pieces:
            _check_alike(pieces[0].path, pieces[0].kept, path, kept)
        told = _told(path, title, kept, place, chapter)
        pieces.append(Piece(path, title, kept, place, layout_of(path), told))
        place += kept.frames
    return pieces


def _check_alike(path: Path, kept: Pictures, other: Path, others: Pictures) -> None:
    for name, mine, its in [
        ("size", "{}x{}".format(*kept.size), "{}x{}".format(*others.size)),
        ("frames a second", f"{float(kept.rate):g}", f"{float(others.rate):g}"),
        ("codec", kept.codec, others.codec),
        ("form of pixels", kept.form, others.form),
    ]:
        if mine != its:
            raise OptanimError(
                f"{path} and {other} differ in {name}, {mine} and {its}: such films are not joined"
            )
    if (kept.setup, kept.delay) != (others.setup, others.delay):
        raise OptanimError(
            f"{path} and {other} were encoded with different settings: such films are not joined; "
            "render them alike"
        )


def _told(
    path: Path, title: str, kept: Pictures, place: int, chapter: Callable[[str, str], str]
) -> Telling:
    """What is told of a film, in seconds of the whole, its title before its sections'."""
    shift, end = float(place / kept.rate), float((place + kept.frames) / kept.rate)
    if not path.with_suffix(".json").exists():
        return Telling((Section(path.stem, title, shift, end),))
    told = telling(path)
    sections = [
        Section(f"{path.stem}-{s.name}", chapter(title, s.title), shift + s.start, shift + s.end)
        for s in told.sections
    ]
    captions = [
        replace(c, start=shift + c.start, end=min(shift + c.end, end))
        for c in told.captions
        if shift + c.start < end
    ]
    return Telling(tuple(sections), tuple(captions))


def _shown(pieces: Iterable[Piece], stream: Any) -> Iterator[Any]:
    for piece in pieces:
        for packet in copied(piece.path, piece.kept, stream):
            packet.pts += piece.place
            packet.dts += piece.place
            yield packet


def _heard(pieces: Sequence[Piece], target: Any) -> list[Iterator[Any]]:
    """The packets of all that is heard; no stream of them where nothing is.

    Where a film's sound begins is counted from the first film on, so that nothing adds up.
    """
    layouts = [piece.layout for piece in pieces if piece.layout]
    if not layouts:
        return []
    layout = max(layouts)  # stereo, where one has it
    track = add_track(target, layout)
    return [encoded(track, chain.from_iterable(_sound(piece, layout) for piece in pieces))]


def _sound(piece: Piece, layout: str) -> Iterator[Any]:
    places = (piece.place, piece.place + piece.kept.frames)
    begin, end = (round(place * RATE / piece.kept.rate) for place in places)
    return stretch(piece.path, 0, end - begin, layout, faded(end - begin))


def _notes(pieces: Sequence[Piece]) -> dict[str, str]:
    """The films' notes, with the film's title before the name of what is not the same in all."""
    every = [(piece.title, notes_of(piece.path)) for piece in pieces]
    _, first = every[0]
    same = {
        name: text for name, text in first.items() if all(n.get(name) == text for _, n in every)
    }
    own = {
        f"{title}: {name}": text
        for title, notes in every
        for name, text in notes.items()
        if name not in same and name != "title"
    }
    return same | own


def _write_timeline(path: Path, pieces: Sequence[Piece], told: Telling) -> None:
    first, last = pieces[0].kept, pieces[-1]
    content: Mapping[str, Any] = {
        MARK: version(MARK),
        "fps": float(first.rate),
        "size": first.size,
        "frames": last.place + last.kept.frames,
        "sections": [asdict(section) for section in told.sections],
        "captions": [asdict(caption) for caption in told.captions],
    }
    with whole(path) as draft:
        draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        mark(draft)
