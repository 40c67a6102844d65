"""The text that a film is published with on YouTube: title, description and chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from optanim.base.files import whole
from optanim.base.marks import UNSEEN
from optanim.base.text import shortened
from optanim.films.notes import Chapter
from optanim.lecture.documents.records import Film, Lecture

# The site's rules, from its help pages on titles, descriptions and chapters.
MOST_TITLE = 100
"""Characters of a title."""
MOST_DESCRIPTION = 5000
"""Characters of a description; they are counted as bytes here, which are at least as many."""
LEAST_CHAPTERS = 3
"""With fewer the site shows none."""
LEAST_SECONDS = 10
"""How long each chapter has to last."""


def youtube(lecture: Lecture, output: str | Path) -> None:
    """Write what the lecture, as one film, is published with: first line title, then description.

    The description ends on the chapters, if there are enough of them. The site forbids angle
    brackets: single quotation marks of their shape stand for them.
    """
    title = shortened(plain(lecture.title), MOST_TITLE)
    with whole(output) as draft:
        draft.write_text(f"{title}\n\n{description(lecture)}\n", encoding="utf-8", newline="\n")


def description(lecture: Lecture) -> str:
    """What the films show, and the chapters; what there is no room for is left out from its end.

    Chapters come before what is said of each film, and those of whole films before those of their
    sections.
    """
    intro = [lecture.words("lecture.proven")]
    about = [line for film in lecture.films for line in _about(lecture, film)]
    for listed in (_lines(_sections(lecture)), _lines(_films(lecture)), []):
        if _fits(intro, listed):
            break
    while about and not _fits(intro, about, listed):
        about.pop()
    return _joined(intro, about, listed)


def chapters(found: Sequence[Chapter]) -> list[Chapter]:
    """Those of ``found``, in order and without gaps, that the site accepts; none if it shows none.

    The first begins at 0. What is shorter than `LEAST_SECONDS` belongs to the one before, the
    first to the one after, and times are whole seconds.
    """
    kept: list[Chapter] = []
    for one in found:
        start, end = float(int(one.start)), float(int(one.end))
        if kept and kept[-1].end - kept[-1].start < LEAST_SECONDS:
            before = kept.pop()
            longer = before if before.end - before.start > end - start else one
            kept.append(Chapter(longer.title, before.start, end))
        else:
            kept.append(Chapter(one.title, start, end))
    if len(kept) > 1 and kept[-1].end - kept[-1].start < LEAST_SECONDS:
        last = kept.pop()
        kept[-1] = Chapter(kept[-1].title, kept[-1].start, last.end)
    return kept if len(kept) >= LEAST_CHAPTERS else []


def plain(text: str) -> str:
    """``text`` as the site shows it as it is.

    Angle brackets, which it refuses, become single quotation marks of their shape. What it would
    take for a tag or for a time is kept from that by a character that is not seen.
    """
    text = text.replace("<", "‹").replace(">", "›")
    return re.sub(r"#(?=\w)|(?<=\d):(?=\d)", rf"\g<0>{UNSEEN}", text)


def _about(lecture: Lecture, film: Film) -> list[str]:
    """What a film shows in a line; if it is the only one, also the sentences it begins with."""
    told = film.slides[0].sentences if len(lecture.films) == 1 else ()
    shown = lecture.chapter(film.title, film.about) if film.about else film.title
    return [plain(shown), *map(plain, told)]


def _sections(lecture: Lecture) -> Iterator[Chapter]:
    """A chapter a section; where there are several films, with the film's title before."""
    start = 0.0
    for film in lecture.films:
        for slide in film.slides:
            several = len(lecture.films) > 1
            title = lecture.chapter(film.title, slide.title) if several else slide.title
            yield Chapter(title, start, start + slide.seconds)
            start += slide.seconds


def _films(lecture: Lecture) -> Iterator[Chapter]:
    """A chapter a film."""
    start = 0.0
    for film in lecture.films:
        yield Chapter(film.title, start, start + film.seconds)
        start += film.seconds


def _lines(found: Iterator[Chapter]) -> list[str]:
    return [f"{_clock(one.start)} {plain(one.title)}" for one in chapters(list(found))]


def _clock(seconds: float) -> str:
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def _fits(*parts: Sequence[str]) -> bool:
    return len(_joined(*parts).encode()) <= MOST_DESCRIPTION


def _joined(*parts: Sequence[str]) -> str:
    """The lines of all parts that have any, a blank line between two parts."""
    return "\n\n".join("\n".join(part) for part in parts if part)
