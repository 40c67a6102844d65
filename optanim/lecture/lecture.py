"""A whole lecture by one call: films, clips, decks and papers, in one folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from optanim.farm.crew import ALONE, Crew
from optanim.farm.filming import Filmed, films
from optanim.farm.order import ordered
from optanim.farm.subject import Subject
from optanim.films.output import SUBTITLED
from optanim.films.reading import probe
from optanim.films.subtitling import subtitle
from optanim.films.telling import title_of
from optanim.lecture.assembling import Assembling, Finished
from optanim.lecture.documents import check_installed
from optanim.lecture.documents.records import Lecture
from optanim.lecture.kept import Kept
from optanim.look.theme import DARK
from optanim.look.words import ENGLISH, Words
from optanim.stage.film.rendering import OWN, Manner

DOCUMENTS = ("slides.html", "slides-single.html", "slides.pptx", "handout.pdf", "youtube.txt")
"""What is made of all films together, beside the whole as one film."""


@dataclass(frozen=True, eq=False)
class Wish:
    """A lecture as it is asked for: its films' ``shape``, of `format_of`, and their ``manner``.

    Without a ``title`` it has that of its only film, or one for all. As a ``single_file`` the
    slides are written once more, with their clips in them. ``force`` replaces what somebody else
    made.
    """

    shape: Mapping[str, float]
    manner: Manner = OWN
    title: str | None = None
    single_file: bool = False
    force: bool = False


@dataclass(frozen=True, eq=False)
class Watch:
    """Who is told how a lecture comes along.

    ``film`` is called with each film's name, its length in seconds, and how many it took to make,
    None where it was there already; ``begun`` with the name of what is begun after that.
    """

    film: Callable[[str, float, float | None], None] = lambda name, seconds, took: None
    begun: Callable[[str], None] = lambda name: None


@dataclass(frozen=True, eq=False)
class Report:
    """What came of it: the ``lecture``, and which files were ``made`` or ``taken`` as they were.

    ``removed`` are those of an earlier lecture in the folder, which this one has not; ``seconds``
    is the time that all of it took.
    """

    lecture: Lecture
    made: Sequence[str]
    taken: Sequence[str]
    removed: Sequence[str]
    seconds: float


def make_lecture(
    subjects: Sequence[Subject],
    folder: Path,
    wish: Wish,
    crew: Crew = ALONE,
    watch: Watch = Watch(),
) -> Report:
    """Make the lecture about ``subjects`` in ``folder``, and say what was made.

    Films are rendered by the ``crew``, or here. What was made before of the same, by the same
    version, is taken as it is: after an interruption it goes on where it was. Raises OptanimError,
    before anything is made, for a voice or a package that is missing, and for a place where
    somebody else's file lies.
    """
    check_installed()
    started = time.monotonic()
    manner = wish.manner.settled()
    words, wish = Words.load(manner.language or ENGLISH), replace(wish, manner=manner)
    kept = Kept(folder, wish.force)
    for name in (_film(subject) for subject in subjects):
        kept.check(name, SUBTITLED)
    kept.check("lecture.mp4", SUBTITLED)
    posters = (f"posters/{subject.name}.png" for subject in subjects)
    for name in (*DOCUMENTS, *posters, *kept.there("clips")):
        kept.check(name)
    finished = _finished(subjects, kept, wish, words, crew, watch)
    wanted = " ".join((wish.title or "").split())
    title, theme = wanted or _title(finished, words), manner.theme or DARK
    assembling = Assembling(kept, finished, title, words, theme, watch.begun)
    lecture = assembling.assemble(wish.single_file)
    removed = kept.sweep()
    return Report(lecture, kept.made, kept.taken, removed, time.monotonic() - started)


def _finished(
    subjects: Sequence[Subject],
    kept: Kept,
    wish: Wish,
    words: Words,
    crew: Crew,
    watch: Watch,
) -> list[Finished]:
    """The films of all ``subjects``, in their order; those that are missing are rendered first."""
    orders = ordered(subjects, wish.shape, wish.manner)
    missing = []
    for order in orders:
        if path := kept.take(_film(order.subject), order.digest, SUBTITLED):
            watch.film(order.subject.name, probe(path).seconds, None)
        else:
            missing.append(order)
    for order, film in films(missing, crew):
        make = partial(_put, film=film, code=words.code)
        path = kept.make(_film(order.subject), order.digest, make, SUBTITLED)
        watch.film(order.subject.name, probe(path).seconds, film.seconds)
    return [
        Finished(
            order.subject.name,
            kept.folder / _film(order.subject),
            order.digest,
            ships=order.subject.request is None,
        )
        for order in orders
    ]


def _put(path: Path, film: Filmed, code: str) -> None:
    """Put a ``film`` where it belongs, with subtitles in it, in the language ``code``."""
    film.put(path)
    subtitle(path, path, code)


def _film(subject: Subject) -> str:
    return f"films/{subject.name}.mp4"


def _title(films: Sequence[Finished], words: Words) -> str:
    """The title of the only film, or the catalogue's for several."""
    if len(films) > 1:
        return words("lecture.title")
    return title_of(films[0].path)
