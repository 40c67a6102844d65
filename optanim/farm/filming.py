"""Films of a lecture, each made by whoever has time: this process, another, or another machine."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from optanim.base import shipped
from optanim.base.files import whole
from optanim.farm.subject import Subject
from optanim.films.output import BESIDE
from optanim.race_file import VARIABLE
from optanim.runs.versions import current_versions
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.rendering import Manner, put, race_film, shipped_film

SOURCES = (".py", ".toml", ".typ")
"""Endings of the files that a film depends on."""


@dataclass(frozen=True, eq=False)
class Order:
    """The film of a ``subject``, in a ``shape`` of `format_of` and a ``manner``.

    ``voice`` is the identity of the voice: what it sounds like, whatever it is called.
    """

    subject: Subject
    shape: Mapping[str, float]
    manner: Manner
    voice: str

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


@dataclass(frozen=True)
class Filmed:
    """A film, its timeline and its subcaptions, by their endings; and the seconds it took.

    As bytes they come from anywhere, whether or not a disk is shared.
    """

    files: Mapping[str, bytes]
    seconds: float

    def put(self, path: Path) -> None:
        """Write all of them, beside ``path``, whole."""
        with whole(path) as draft:
            for suffix, content in self.files.items():
                draft.with_suffix(suffix).write_bytes(content)


def filmed(order: Order) -> Filmed:
    """The film that ``order`` asks for, made by whatever process this is."""
    started = time.monotonic()
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{order.subject.name}.mp4")
        make, settings = order.scene()
        put(make, path, settings)
        files = {suffix: path.with_suffix(suffix).read_bytes() for suffix in (".mp4", *BESIDE)}
    return Filmed(files, time.monotonic() - started)


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
