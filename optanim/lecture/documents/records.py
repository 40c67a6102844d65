"""A lecture as its makers see it: films, their slides, and what is said on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from optanim.base.errors import OptanimError
from optanim.films.telling import Caption
from optanim.look.theme import Theme
from optanim.look.words import Words


@dataclass(frozen=True)
class Slide:
    """One section of a film: its title, its clip and, in seconds of that, what is said in it.

    ``clip`` is an MP4, with sound if the section is spoken, that ends on a still second; ``still``
    is a PNG or JPEG of its last frame; ``seconds`` is how long it lasts.
    """

    title: str
    clip: Path
    still: Path
    seconds: float
    captions: tuple[Caption, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is said, in order."""
        return tuple(caption.text for caption in self.captions)


@dataclass(frozen=True)
class Film:
    """A finished film in its sections.

    ``name`` is short, for files: "compare". ``title`` is its heading, and ``about`` one line on
    what it shows, empty where the title says it. ``still`` is the picture that it is announced
    with. ``racers`` are the labels of who races in it, if anybody does, and ``fingerprints`` those
    of its runs, by label. Racers look as in ``theme``, by default the lecture's.
    """

    name: str
    title: str
    about: str
    still: Path
    slides: tuple[Slide, ...]
    racers: tuple[str, ...] = ()
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    theme: Theme | None = None

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return sum(slide.seconds for slide in self.slides)


@dataclass(frozen=True)
class Lecture:
    """Films in the order in which they are shown, under one title, in one language and theme.

    Raises OptanimError where there is no film, or a film without a slide.
    """

    title: str
    language: str
    theme: Theme
    films: tuple[Film, ...]

    def __post_init__(self) -> None:
        if not self.films:
            raise OptanimError(f"the lecture {self.title!r} has no film; it needs one at least")
        for film in self.films:
            if not film.slides:
                raise OptanimError(f"the film {film.name!r} has no slide; it needs one at least")

    @property
    def slides(self) -> tuple[Slide, ...]:
        """The slides of all films, in order."""
        return tuple(slide for film in self.films for slide in film.slides)

    @property
    def seconds(self) -> float:
        """How long all films last together."""
        return sum(film.seconds for film in self.films)

    @property
    def words(self) -> Words:
        """The catalogue of the lecture's language."""
        return Words.load(self.language)

    def chapter(self, film: str, part: str) -> str:
        """What ``part`` of a film is called among other films: its own title comes second.

        A part that is called as the film is has its title once.
        """
        return film if part == film else self.words("lecture.chapter", film=film, section=part)

    @property
    def fonts(self) -> tuple[str, ...]:
        """The fonts to set it in, each for what those before it lack."""
        return self.theme.font, self.words.get("language.font", "") or CHINESE


CHINESE = "Noto Sans CJK SC"
"""The font of Chinese labels, which turn up in races of any language."""
