"""Parts of films as films of their own, their pictures as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from optanim.base.errors import OptanimError
from optanim.base.files import whole
from optanim.base.marks import mark
from optanim.base.text import quoted
from optanim.films.muxing import Progress, counted, mux, unheard
from optanim.films.notes import mp4, notes_of
from optanim.films.pictures import Pictures, copied, pictures, span
from optanim.films.reading import opened
from optanim.films.soundtrack import RATE, add_track, encoded, faded, layout_of, stretch
from optanim.films.telling import Caption, Section, telling


def cut(
    path: str | Path,
    output: str | Path,
    start: float,
    end: float | None = None,
    title: str | None = None,
    progress: Progress = unheard,
) -> None:
    """Write the film's part from ``start`` to ``end`` seconds, its end by default, as an MP4.

    Its frames are those that begin from ``start`` to before ``end``, as they are; its sound is as
    long as they are. Its notes are the film's, but for the ``title``. ``progress`` is called with
    the number of frames written. Raises OptanimError for a part that the film has not, or that it
    cannot be parted into without encoding it anew: a part begins with a key frame.
    """
    kept = pictures(path)
    asked = span(path, kept, start, kept.seconds if end is None else end)
    _write(path, Path(output), kept, asked, {} if title is None else {"title": title}, progress)


def check_sections(path: str | Path) -> None:
    """Raise OptanimError where the film has no sections that can be shown one by one.

    As there are none, or a sentence is not over when its section is.
    """
    told, near = telling(path), 0.5 / float(pictures(path).rate)
    if not told.sections:
        raise OptanimError(f"{path}: there are no sections in its timeline")
    for caption in told.captions:
        _check_whole(path, caption, told.sections, near)


def _write(
    path: str | Path,
    output: Path,
    kept: Pictures,
    asked: tuple[int, int],
    notes: Mapping[str, str],
    progress: Progress,
) -> None:
    """Write the frames ``asked`` for, and what is heard meanwhile."""
    first, last = asked
    with opened(path) as film, whole(output) as draft:
        with mp4(draft, {**notes_of(path), **notes}) as target:
            stream = target.add_stream_from_template(film.streams.video[0])
            shown = copied(path, kept, stream, first, last)
            mux(target, counted(shown, progress), *_heard(path, target, kept, first, last))
        mark(draft)


def _heard(
    path: str | Path, target: Any, kept: Pictures, first: int, last: int
) -> list[Iterator[Any]]:
    """The packets of sound that go with the frames; no stream of them where there is no sound."""
    layout = layout_of(path)
    if layout is None:
        return []
    begin, end = (round(number * RATE / kept.rate) for number in (first, last))
    pieces = stretch(path, begin, end, layout, faded(end - begin))
    return [encoded(add_track(target, layout), pieces)]


def _check_whole(
    path: str | Path, caption: Caption, sections: tuple[Section, ...], near: float
) -> None:
    """Raise OptanimError where ``caption`` goes on ``near`` seconds after a section or more."""
    for section in sections:
        if caption.start + near < section.end < caption.end - near:
            raise OptanimError(
                f"{path}: {quoted(caption.text)!r} is said from {caption.start:.7g} to "
                f"{caption.end:.7g} s, across the end of section {quoted(section.name)!r} at "
                f"{section.end:.7g} s"
            )
