"""What is asked for when somebody is to make a film, whoever that will be."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from optanim.base import shipped
from optanim.farm.subject import Subject
from optanim.look.words import ENGLISH, Words
from optanim.race_file import VARIABLE
from optanim.runs.versions import current_versions
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.rendering import Manner, race_film, shipped_film
from optanim.stage.film.scripting import sentences
from optanim.voice import Carried, Voice, named

SILENT = "none"
"""The identity of no voice."""
SOURCES = (".py", ".toml", ".typ")
"""Endings of the files that a film depends on."""


@dataclass(frozen=True, eq=False)
class Order:
    """The film of a ``subject``, in a ``shape`` of `format_of` and a ``manner``.

    ``voice`` is the identity of who speaks in it, whatever the manner calls that voice.
    """

    subject: Subject
    shape: Mapping[str, float]
    manner: Manner
    voice: str = SILENT

    @property
    def digest(self) -> str:
        """The same for two orders of which the same film comes, here and now."""
        request, manner = self.subject.request, self.manner
        asked = {
            "film": self.subject.name,
            "race": request and {name: run.fingerprint for name, run in request.runs.items()},
            "shown": request and repr(request.presentation),
            "shape": dict(self.shape),
            "manner": [manner.theme and manner.theme.name, manner.language, self.voice],
            "made by": [_sources(), current_versions()],
            "around": os.environ.get(VARIABLE, "") and _checksum(Path(os.environ[VARIABLE])),
        }
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    def scene(self) -> tuple[Callable[[], FilmScene], Mapping[str, object]]:
        """What makes the scene, and the settings of Manim's that it is made under."""
        request = self.subject.request
        if request is None:
            kind, file = shipped_film(self.subject.name), shipped.scene(self.subject.name)
            return lambda: kind(**self.manner.keywords), {**self.shape, "input_file": file}
        race = request.race()
        return lambda: race_film(race, request.presentation, manner=self.manner), self.shape

    def with_speech(self) -> Order:
        """The same, with all in it that is said: for where its voice cannot speak."""
        if (voice := _voice(self.manner)) is None:
            return self
        said = Carried.of(voice, sentences(*self.scene()))
        return replace(self, manner=replace(self.manner, voice=said))


def ordered(subjects: Iterable[Subject], shape: Mapping[str, float], manner: Manner) -> list[Order]:
    """Orders of films about all ``subjects``, in one ``shape`` and ``manner``.

    What the environment says of the manner is told to whoever makes them. Raises OptanimError for a
    language or a voice that there is not.
    """
    manner = manner.settled(without=None)
    voice = _voice(manner)
    identity = SILENT if voice is None else voice.identity
    return [Order(subject, shape, manner, identity) for subject in subjects]


def _voice(manner: Manner) -> Voice | None:
    words = Words.load(manner.language or ENGLISH)
    return named(manner.voice or SILENT, words) if isinstance(manner.voice, str) else manner.voice


@cache
def _sources() -> str:
    """A checksum of all that is written in the package, its films and their words."""
    folders = {shipped.PACKAGE, shipped.folder("scenes")}
    files = sorted(
        file for folder in folders for file in folder.rglob("*") if file.suffix in SOURCES
    )
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _checksum(race: Path) -> str:
    """Of the race that films are told to show; of its name, if it ships."""
    content = race.read_bytes() if race.is_file() else str(race).encode()
    return hashlib.sha256(content).hexdigest()
