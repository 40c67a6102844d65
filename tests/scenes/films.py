"""The films that ship, each rendered once for all tests that look at it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import tempconfig
from manim.utils.module_ops import scene_classes_from_file

from optanim.base import shipped
from optanim.films.reading import FilmInfo, frames, probe, timeline
from optanim.stage.film.film_scene import FilmScene
from tests.conftest import QUIET, ROOT
from tests.scenes.inspect import Inspector, Seen

FILMS = tuple(shipped.scenes())
ASPECTS = {"16:9": (1920, 1080), "9:16": (1080, 1920), "4:3": (1440, 1080)}
RATE = 5
"""Frames a second: every still second and every step that the films stop at is seen."""


class Film:
    """The film ``name``, rendered into ``folder`` at 1080p and `RATE`.

    ``path`` is where it lies, ``seen`` what was seen while it was made.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        scene = self._made("16:9", disable_caching=True)
        self.path = Path(scene.renderer.file_writer.movie_file_path)
        self.seen: Seen = scene.seen
        self._seen = {"16:9": self.seen}

    @cached_property
    def timeline(self) -> dict[str, Any]:
        """What its timeline declares."""
        return timeline(self.path)

    @cached_property
    def info(self) -> FilmInfo:
        """What is in the file."""
        return probe(self.path)

    def frames(self, numbers: Iterable[int]) -> Iterator[tuple[int, np.ndarray]]:
        """The frames ``numbers``, decoded, in ascending order."""
        return frames(self.path, numbers)

    def views(self, racer: str) -> list[dict[str, Any]]:
        """Where ``racer`` stands, in the order of the film."""
        return [view for view in self.timeline["views"] if view["racer"] == racer]

    def seen_at(self, aspect: str) -> Seen:
        """What is seen at another ``aspect``.

        No more than a small last frame is drawn: texts are laid out alike at any size.
        """
        if aspect not in self._seen:
            self._seen[aspect] = self._made(aspect, shrunk=3, save_last_frame=True).seen
        return self._seen[aspect]

    def _made(self, aspect: str, shrunk: int = 1, **settings: object) -> FilmScene:
        return made(self.name, self.folder, aspect, shrunk, **settings)


def laid_out(name: str, folder: Path, aspect: str, language: str) -> FilmScene:
    """The scene of the film ``name``, made in a ``language``; only a small last frame is drawn."""
    return made(name, folder, aspect, shrunk=3, language=language, save_last_frame=True)


def made(
    name: str,
    folder: Path,
    aspect: str,
    shrunk: int = 1,
    language: str | None = None,
    **settings: object,
) -> FilmScene:
    """The scene of the film ``name``, watched while it was made with Manim's ``settings``."""
    file = shipped.scene(name)
    (kind,) = scene_classes_from_file(file, full_list=True)
    watched = type(kind.__name__, (Inspector, kind), {"__doc__": kind.__doc__, "seen": Seen()})
    width, height = (side // shrunk for side in ASPECTS[aspect])
    settings |= {"pixel_width": width, "pixel_height": height, "frame_rate": RATE}
    settings |= {**QUIET, "media_dir": folder, "input_file": file}
    with pytest.MonkeyPatch.context() as patch, tempconfig(settings):
        patch.chdir(folder)
        for variable in ("OPTANIM_THEME", "OPTANIM_RACE"):
            patch.delenv(variable, raising=False)
        scene = watched(language=language)
        scene.render()
    return scene


def manim(*arguments: object) -> subprocess.CompletedProcess[str]:
    """What comes of Manim's own command."""
    return subprocess.run(
        [sys.executable, "-m", "manim", *map(str, arguments)],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip


def videos(folder: Path, suffix: str = ".mp4") -> list[Path]:
    """What Manim's command has made in ``folder``, without the parts that it is joined of."""
    return [path for path in folder.rglob(f"*{suffix}") if "partial" not in str(path)]
