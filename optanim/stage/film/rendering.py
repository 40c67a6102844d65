"""Rendering a film that ships, or the film of any race, to where it is wanted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from manim import tempconfig
from manim.constants import QUALITIES
from manim.utils.module_ops import scene_classes_from_file
from rich.console import Console
from rich.progress import Progress

from optanim.base import shipped
from optanim.base.alone import alone
from optanim.base.files import whole
from optanim.base.random_numbers import numpys_and_pythons_kept
from optanim.look.frame import check_quality
from optanim.look.theme import DARK, Theme, named
from optanim.look.words import ENGLISH
from optanim.race_file.presentation import Presentation
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.studies.racing import Race
from optanim.voice import VARIABLE, Voice

MEDIA = Path("media")


@dataclass(frozen=True)
class Manner:
    """How a film is made: in which ``theme`` and ``language``, and with whose ``voice``.

    What is None is the film's own choice. A voice is written as in `optanim.voice.named`, or is
    there already.
    """

    theme: Theme | None = None
    language: str | None = None
    voice: str | Voice | None = None

    @property
    def keywords(self) -> dict[str, Any]:
        """The same as a scene is made with it."""
        return {"theme": self.theme, "language": self.language, "voice": self.voice}

    def settled(self, without: Theme | None = DARK) -> Manner:
        """The same, told by the environment where it is None, or as films have it.

        The theme ``without`` any that is told may be None: a race's film then has the race's own.
        """
        theme = os.environ.get("OPTANIM_THEME", "").strip()
        language = os.environ.get("OPTANIM_LANGUAGE", "").strip()
        voice = os.environ.get(VARIABLE, "").strip()
        return Manner(
            self.theme or (named(theme) if theme else without),
            self.language or language or ENGLISH,
            self.voice or voice or "none",
        )


OWN = Manner()
"""As the film itself has it."""


@alone()
def render(
    race: Race,
    presentation: Presentation,
    output: Path,
    shape: Mapping[str, float],
    manner: Manner = OWN,
) -> Path:
    """Film ``race`` as ``presentation`` says, and put the film at ``output``.

    Timeline and subcaptions go beside it. ``shape`` is of `format_of`. What was rendered before is
    taken from Manim's cache under media/. Raises OptanimError where a font, the voice or the place
    to write is missing.
    """
    output = Path(output)
    with _bar(output.name) as progress:
        return put(lambda: race_film(race, presentation, progress, manner), output, shape)


def race_film(
    race: Race,
    presentation: Presentation,
    progress: Callable[[float], None] = lambda share: None,
    manner: Manner = OWN,
) -> FilmScene:
    """The scene of a film of ``race``; ``progress`` is called with the share that is made."""
    kind = SpaceScene if presentation.view == "surface" else FilmScene
    return kind(
        script=lambda scene: RaceActs(scene, race, presentation).tell(),
        about=("race", {"problem": race.problem.name}),
        watch=lambda seconds: progress(min(seconds / presentation.seconds, 1.0)),
        **manner.keywords,
    )


@alone()
def render_film(name: str, output: Path, shape: Mapping[str, float], manner: Manner = OWN) -> Path:
    """Put the film ``name`` that ships, with timeline and subcaptions, at ``output``.

    ``shape`` is of `format_of`. Raises OptanimError for a name that is not known, and where
    `render` does.
    """
    output, kind = Path(output), shipped_film(name)
    settings = {**shape, "input_file": shipped.scene(name)}
    with _bar(output.name, total=None):
        return put(lambda: kind(**manner.keywords), output, settings)


def shipped_film(name: str) -> type[FilmScene]:
    """The scene of the film ``name`` that ships; OptanimError for a name that is not known."""
    file = shipped.scene(name)
    (kind,) = scene_classes_from_file(file, require_single_scene=False, full_list=True)
    assert issubclass(kind, FilmScene)
    return kind


def format_of(
    quality: str, size: tuple[int, int] | None = None, upright: bool = False
) -> dict[str, float]:
    """Manim's settings of the ``quality`` l, m, h or k: frame rate and size.

    ``size`` (width, height) in pixels goes before the quality's; ``upright`` turns either. Raises
    OptanimError for another quality.
    """
    check_quality(quality)
    preset = next(entry for entry in QUALITIES.values() if entry["flag"] == quality)
    width, height = size or (preset["pixel_width"], preset["pixel_height"])
    if upright:
        width, height = height, width
    return {"pixel_width": width, "pixel_height": height, "frame_rate": preset["frame_rate"]}


def put(make: Callable[[], FilmScene], output: Path, settings: Mapping[str, Any]) -> Path:
    """Render the scene that ``make`` gives to ``output``, timeline and subcaptions beside it."""
    with quietly(settings), whole(output) as draft:
        make().film(draft)
    return output


@contextmanager
def quietly(settings: Mapping[str, Any]) -> Iterator[None]:
    """Manim under ``settings`` of its own, without a word, and alone in this process.

    Manim seeds the random numbers of its scenes, which are those of the whole process.
    """
    quiet = {"progress_bar": "none", "verbosity": "ERROR", "media_dir": MEDIA}
    with alone(), tempconfig({**settings, **quiet}), numpys_and_pythons_kept():
        yield


@contextmanager
def _bar(name: str, total: float | None = 1.0) -> Iterator[Callable[[float], None]]:
    """A function to call with the share that is done; on a terminal it moves a bar.

    Without a ``total`` the bar only shows that something goes on.
    """
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(f"Rendering {name}", total=total)
        yield lambda share: bar.update(task, completed=share)
