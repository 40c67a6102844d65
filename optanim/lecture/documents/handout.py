"""A lecture on paper: a still of each section beside what is said in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from optanim.base.files import whole
from optanim.base.marks import mark
from optanim.lecture.documents.pictures import jpeg, opened
from optanim.lecture.documents.records import Film, Lecture
from optanim.lecture.documents.typeset import pdf
from optanim.look.words import Words

WORDS = "runs", "fingerprints", "run", "fingerprint"
"""The entries of the catalogue that the handout has as they are."""


def handout(lecture: Lecture, output: str | Path) -> None:
    """Write ``lecture`` as a PDF on A4 paper: films as headings, sections below, runs at the end.

    Paper is light whatever the theme. Raises OptanimError where a still is missing.
    """
    pictures: dict[str, bytes] = {}
    films = [_film(film, pictures) for film in lecture.films]
    content = pdf("handout", {**_frame(lecture), "films": films}, pictures)
    with whole(output) as draft:
        draft.write_bytes(content)
        mark(draft)


def _frame(lecture: Lecture) -> Mapping[str, Any]:
    """All but the films."""
    words: Words = lecture.words
    minutes = max(1, round(lecture.seconds / 60))
    return {
        "title": lecture.title,
        "about": words("lecture.films", films=len(lecture.films), minutes=minutes),
        "language": lecture.language,
        "fonts": lecture.fonts,
        "page": words("lecture.page", page="{page}", pages="{pages}"),
        **{name: words(f"lecture.{name}") for name in WORDS},
    }


def _film(film: Film, pictures: dict[str, bytes]) -> Mapping[str, Any]:
    """A film as data; its stills are added to ``pictures``."""
    sections = []
    for slide in film.slides:
        name = f"{len(pictures)}.jpg"
        pictures[name] = jpeg(opened(slide.still))
        sections.append({"title": slide.title, "still": name, "sentences": slide.sentences})
    return {
        "title": film.title,
        "about": film.about,
        "sections": sections,
        "runs": list(film.fingerprints.items()),
    }
