"""What is true of every scene file and of every film."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import srt

from optanim.films.reading import frames, opened, probe, timeline
from optanim.stage.film.film_scene import FilmScene
from tests.conftest import load_scene

ROOT = Path(__file__).parents[2]
SCENES = sorted((ROOT / "scenes").glob("*.py"))
SHORTEST, LONGEST = 30.0, 95.0  # seconds
by_name = pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)


@dataclass(frozen=True)
class Made:
    """A film, its timeline, and what Manim printed while it was made."""

    film: Path
    declared: dict[str, Any]
    printed: str


@pytest.fixture(scope="session", params=SCENES, ids=lambda path: path.stem)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Each film at low quality, rendered once by Manim's own command."""
    folder = tmp_path_factory.mktemp(request.param.stem)
    done = subprocess.run(
        [sys.executable, "-m", "manim", "-ql", "--media_dir", str(folder), "--progress_bar",
         "none", str(request.param)],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (film,) = [file for file in folder.rglob("*.mp4") if "partial" not in str(file)]
    return Made(film, timeline(film), " ".join((done.stdout + done.stderr).split()))


@by_name
def test_a_scene_file_has_a_docstring_and_one_scene(path: Path) -> None:
    """With two scenes in a file, Manim would ask on the terminal which one."""
    tree = ast.parse(path.read_text("utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert ast.get_docstring(tree) and len(classes) == 1 and ast.get_docstring(classes[0])


@by_name
def test_a_scene_is_a_film_scene(path: Path) -> None:
    kinds = [kind for kind in vars(load_scene(path.stem)).values() if isinstance(kind, type)]
    (scene,) = (kind for kind in kinds if kind.__module__ == f"scene_{path.stem}")
    assert issubclass(scene, FilmScene)


@pytest.mark.parametrize("path", SCENES[:1], ids=lambda path: path.stem)
def test_opengl_is_refused_in_one_sentence(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "manim", "-ql", "--renderer=opengl", str(path)],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "leave out --renderer" in done.stderr and "Traceback" not in done.stderr + done.stdout


@pytest.mark.film
def test_it_has_the_declared_frames_and_a_length_to_show(made: Made) -> None:
    count = probe(made.film).frames
    assert count == made.declared["frames"] == len(made.declared["steps"])
    assert SHORTEST <= probe(made.film).seconds <= LONGEST


@pytest.mark.film
def test_runs_that_walk_were_verified_before_the_first_frame(made: Made) -> None:
    proven = "Verified before the first frame" in made.printed
    assert proven == bool(made.declared["fingerprints"]) == any(map(bool, made.declared["views"]))
    notes = probe(made.film).notes
    for name, fingerprint in made.declared["fingerprints"].items():
        assert notes[f"run {name}"] == fingerprint


@pytest.mark.film
def test_no_frame_is_blank(made: Made) -> None:
    some = range(0, made.declared["frames"], 5)
    for index, picture in frames(made.film, some):
        assert np.ptp(picture[::2, ::2].mean(axis=2)) > 50, index


@pytest.mark.film
def test_every_act_ends_on_a_still_second(made: Made) -> None:
    ends = [round(section["end"] * made.declared["fps"]) - 1 for section in _sections(made)]
    pictures = dict(frames(made.film, {index for last in ends for index in (last - 12, last)}))
    for section, last in zip(_sections(made), ends, strict=True):
        moved = np.abs(pictures[last - 12].astype(int) - pictures[last].astype(int)).mean()
        assert moved < 0.5, section["name"]


@pytest.mark.film
def test_acts_are_chapters_of_the_file(made: Made) -> None:
    with opened(made.film) as container:
        titles = [chapter["metadata"]["title"] for chapter in container.chapters()]
    assert titles == [section["title"] for section in _sections(made)]


@pytest.mark.film
def test_subcaptions_can_be_read_in_their_time(made: Made) -> None:
    lines = list(srt.parse(made.film.with_suffix(".srt").read_text("utf-8")))
    assert len(lines) >= 5
    for line in lines:
        seconds = (line.end - line.start).total_seconds()
        assert len(line.content) / seconds <= 20.0, line.content
    for before, after in pairwise(lines):
        assert before.end <= after.start


def _sections(made: Made) -> list[dict[str, Any]]:
    return made.declared["sections"]
