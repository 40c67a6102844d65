"""What is made of a lecture's finished films: clips and stills, the whole, decks and papers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from optanim.films.cutting import check_sections, cut
from optanim.films.joining import join
from optanim.films.notes import notes_of
from optanim.films.output import SUBTITLED
from optanim.films.reading import last_still, probe, timeline
from optanim.films.shrinking import smaller
from optanim.films.telling import Section, telling, title_of
from optanim.lecture.documents.handout import handout
from optanim.lecture.documents.poster import poster
from optanim.lecture.documents.powerpoint import powerpoint_deck
from optanim.lecture.documents.records import Film, Lecture, Slide
from optanim.lecture.documents.web import web_deck
from optanim.lecture.documents.youtube import youtube
from optanim.lecture.kept import Kept, combined
from optanim.look.theme import Theme
from optanim.look.words import Words

LINES = 720
"""Lines that clips have at most where a deck has them within: PowerPoint chokes on more."""


@dataclass(frozen=True)
class Finished:
    """A film that lies at ``path``: its ``name``, and the ``digest`` of what it was made of.

    ``ships`` is whether it is one of optanim's own, which say of themselves what they are about.
    """

    name: str
    path: Path
    digest: str
    ships: bool


@dataclass(eq=False)
class Assembling:
    """Makes all that a lecture has of its ``films``, in the folder of ``kept``.

    ``title`` is the lecture's; ``begun`` is called with what is begun.
    """

    kept: Kept
    films: Sequence[Finished]
    title: str
    words: Words
    theme: Theme
    begun: Callable[[str], None] = lambda what: None
    _clips: int = field(default=0, init=False)

    def assemble(self, single_file: bool = False) -> Lecture:
        """Make everything: clips, the whole, then what has them within or beside it."""
        films = tuple(map(self._film, self.films))
        lecture = Lecture(self.title, self.words.language, self.theme, films)
        small = replace(lecture, films=tuple(map(self._small, films)))
        self._make("lecture.mp4", partial(self._join, lecture), SUBTITLED)
        self._make("slides.html", partial(web_deck, lecture))
        if single_file:
            self._make("slides-single.html", partial(web_deck, small, single_file=True))
        self._make("slides.pptx", partial(powerpoint_deck, small))
        self._make("handout.pdf", partial(handout, lecture))
        for film in films:
            self._make(f"posters/{film.name}.png", partial(poster, lecture, film))
        self._make("youtube.txt", partial(youtube, lecture))
        return lecture

    def _make(self, name: str, make: Callable[[Path], object], beside: Sequence[str] = ()) -> None:
        self.begun(name)
        films = (f"{film.name} {film.digest}" for film in self.films)
        digest = combined(name, self.title, self.words.language, self.theme.name, *films)
        self.kept.make(name, digest, make, beside)

    def _join(self, lecture: Lecture, path: Path) -> None:
        films = [film.path for film in self.films]
        join(films, path, self.title, self.words.code, lecture.chapter)

    def _film(self, film: Finished) -> Film:
        """The film in its sections, each cut out of it."""
        check_sections(film.path)
        told, notes, shown = telling(film.path), notes_of(film.path), timeline(film.path)
        self.begun(f"clips of {film.name}")
        slides = tuple(self._slide(film, section) for section in told.sections)
        longest = max(slides, key=lambda slide: slide.seconds)
        title = title_of(film.path)
        return Film(
            film.name,
            title,
            notes["title"] if film.ships else "",
            longest.still,
            slides,
            tuple(shown["cast"]),
            shown["fingerprints"],
            self._with_cast(shown["cast"]),
        )

    def _with_cast(self, cast: Mapping[str, Any]) -> Theme:
        """The theme with the colours and outlines of a film's ``cast``, as its timeline has it."""
        colors = {name: look["color"] for name, look in cast.items()}
        shapes = {name: np.array(look["outline"]) for name, look in cast.items()}
        theme = self.theme
        return replace(theme, racers={**theme.racers, **colors}, shapes={**theme.shapes, **shapes})

    def _slide(self, film: Finished, section: Section) -> Slide:
        self._clips += 1
        name = f"clips/{self._clips:02}-{_plain(film.name)}-{_plain(section.name)}"
        digest = combined(film.digest, section.name, "clip")
        clip = self.kept.make(
            f"{name}.mp4",
            digest,
            lambda path: cut(film.path, path, section.start, section.end, section.title),
        )
        still = self.kept.make(f"{name}.png", digest, partial(last_still, clip))
        captions = tuple(
            replace(each, start=each.start - section.start, end=each.end - section.start)
            for each in telling(film.path).captions
            if section.start <= each.start < section.end
        )
        return Slide(section.title, clip, still, section.end - section.start, captions)

    def _small(self, film: Film) -> Film:
        """The film with clips of at most `LINES`."""
        if probe(film.slides[0].clip).height <= LINES:
            return film
        self.begun(f"smaller clips of {film.name}")
        (digest,) = (each.digest for each in self.films if each.name == film.name)
        slides = tuple(self._smaller(slide, digest) for slide in film.slides)
        return replace(film, slides=slides)

    def _smaller(self, slide: Slide, digest: str) -> Slide:
        clip = self.kept.make(
            f"clips/{LINES}p/{slide.clip.name}",
            combined(digest, slide.clip.name, str(LINES)),
            lambda path: smaller(slide.clip, path, LINES),
        )
        return replace(slide, clip=clip)


def _plain(name: str) -> str:
    """``name`` as part of a file's name that no deck takes for markup."""
    return re.sub(r"[^\w-]+", "-", name).strip("-")
