"""The films that ship, each rendered once for all tests that look at it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Film:
    """A finished film, and what was seen while it was made."""

    path: Path
    seen: Seen

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


class Studio:
    """Makes films in ``folder``: each once, however often it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._films: dict[str, Film] = {}
        self._seen: dict[tuple[str, str], Seen] = {}

    def film(self, name: str) -> Film:
        """The film ``name`` at 1080p and `RATE`."""
        if name not in self._films:
            scene = self._made(name, ASPECTS["16:9"], disable_caching=True)
            path = Path(scene.renderer.file_writer.movie_file_path)
            self._films[name] = Film(path, scene.seen)
        return self._films[name]

    def seen(self, name: str, aspect: str) -> Seen:
        """What the film ``name`` shows at ``aspect``.

        At 16:9 that was seen when the film was rendered. At others only a small last frame is
        drawn: texts are laid out alike at any size.
        """
        if aspect == "16:9":
            return self.film(name).seen
        if (name, aspect) not in self._seen:
            width, height = ASPECTS[aspect]
            scene = self._made(name, (width // 3, height // 3), save_last_frame=True)
            self._seen[name, aspect] = scene.seen
        return self._seen[name, aspect]

    def _made(self, name: str, size: tuple[int, int], **settings: object) -> FilmScene:
        file = shipped.scene(name)
        (kind,) = scene_classes_from_file(file, full_list=True)
        watched = type(kind.__name__, (Inspector, kind), {"__doc__": kind.__doc__, "seen": Seen()})
        settings |= {"pixel_width": size[0], "pixel_height": size[1], "frame_rate": RATE}
        settings |= {**QUIET, "media_dir": self.folder, "input_file": file}
        with pytest.MonkeyPatch.context() as patch, tempconfig(settings):
            patch.chdir(self.folder)
            for variable in ("OPTANIM_THEME", "OPTANIM_RACE"):
                patch.delenv(variable, raising=False)
            scene = watched()
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
