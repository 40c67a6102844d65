"""A film's sentences without the film: what somebody reads aloud who lends it a voice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from manim import tempconfig

from optanim.base.alone import alone
from optanim.base.files import workplace
from optanim.base.random_numbers import numpys_and_pythons_kept
from optanim.stage.film.film_scene import FilmScene
from optanim.voice.script import Line

UNSEEN = {"pixel_width": 320, "pixel_height": 180}
"""How small the frame is of a film that nobody sees."""
FILMED = 60
"""Frames a second of the film that the sentences are of: their times are those of whole frames."""


def script(name: str, make: Callable[[], FilmScene]) -> tuple[Line, ...]:
    """The sentences of the film called ``name`` that ``make`` gives, in their order, unnumbered.

    Those that it might have spoken, had it been silent for long enough, follow what is spoken in
    their section, and are optional.
    """
    return tuple(_lines(name, _played(make, {**UNSEEN, "frame_rate": FILMED})))


def sentences(make: Callable[[], FilmScene], settings: Mapping[str, Any]) -> tuple[str, ...]:
    """All sentences that the film under ``settings`` of Manim's asks its voice for, each once."""
    considered = _played(make, settings).narrator.considered
    return tuple(dict.fromkeys(text for _, text in considered))


@alone()
def _played(make: Callable[[], FilmScene], settings: Mapping[str, Any]) -> FilmScene:
    """The scene that ``make`` gives, after its last frame, the only one that was drawn."""
    quiet = {"progress_bar": "none", "verbosity": "ERROR", "save_last_frame": True}
    kept = numpys_and_pythons_kept()
    with (
        workplace(Path(gettempdir())) as folder,
        kept,
        tempconfig({**settings, **quiet, "media_dir": folder}),
    ):
        scene = make()
        scene.film()
    return scene


def _lines(name: str, scene: FilmScene) -> list[Line]:
    sections, narration = scene.timeline.closed_sections, scene.timeline.narration
    spoken = [line.text for line in narration]
    lines = []
    for number, section in enumerate(sections, start=1):
        said = [line.text for line in narration if section["start"] <= line.start < section["end"]]
        asked = [text for at, text in scene.narrator.considered if at == number]
        might = [text for text in dict.fromkeys(asked) if text not in spoken]
        for optional, texts in ((False, said), (True, might)):
            lines += [Line("", name, section["title"], optional, text) for text in texts]
    return lines
