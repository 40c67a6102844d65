"""A film is the same whoever makes it, and in how many parts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.farm.crew import ALONE, Crew
from optanim.farm.filming import Task, films, work
from optanim.farm.order import Order, ordered
from optanim.farm.subject import Subject
from optanim.films.notes import chapters_of, notes_of
from optanim.films.reading import frames, probe
from optanim.films.soundtrack import layout_of
from optanim.frames.camera import StageCamera
from optanim.frames.share import Share
from optanim.race_file import load
from optanim.stage.film.parts import assemble, part
from optanim.stage.film.rendering import Manner
from tests.voice.test_carried import Humming

SHAPE = {"pixel_width": 320, "pixel_height": 180, "frame_rate": 4}
RACE = """problem = "himmelblau"
start = [0.3, -5]
steps = 4
seconds = 20
view = "{view}"
racers = [{{ optimizer = "GD", lr = 0.01 }}, {{ optimizer = "Adam", lr = 0.5 }}]
"""


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("OPTANIM_THEME", "OPTANIM_LANGUAGE", "OPTANIM_VOICE", "OPTANIM_RACE"):
        monkeypatch.delenv(variable, raising=False)


def subject(folder: Path, view: str) -> Subject:
    path = folder / "race.toml"
    path.write_text(RACE.format(view=view))
    return Subject("race", load(path))


def made(order: Order, crew: Crew, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """The film of ``order``, made by ``crew`` in a folder where nothing was made before."""
    folder.mkdir()
    patch.chdir(folder)
    ((of, film),) = films([order], crew)
    assert of is order
    film.put(folder / "film.mp4")
    return folder / "film.mp4"


@pytest.mark.parametrize("view", ["surface", pytest.param("map", marks=pytest.mark.slow)])
def test_parts_are_the_film(view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (order,) = ordered([subject(tmp_path, view)], SHAPE, Manner())
    together = made(order, Crew(None, hands=2, parts=2), tmp_path / "two", monkeypatch)
    alone = made(order, ALONE, tmp_path / "one", monkeypatch)
    assert_same(together, alone)
    assert chapters_of(together) == chapters_of(alone)
    said, also = notes_of(alone), notes_of(together)
    assert {n: also[n] for n in said if n != "comment"} == {
        n: text for n, text in said.items() if n != "comment"
    }


@pytest.mark.slow
def test_nothing_is_drawn_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (order,) = ordered([subject(tmp_path, "map")], SHAPE, Manner())
    first = made(order, ALONE, tmp_path / "one", monkeypatch)
    monkeypatch.setattr(StageCamera, "capture_mobjects", drawn_again)
    ((_, again),) = films([order])
    again.put(tmp_path / "again.mp4")
    assert_same(tmp_path / "again.mp4", first)


def drawn_again(*_: object, **__: object) -> None:
    pytest.fail("a play that lies in Manim's cache is drawn again")


def assert_same(film: Path, other: Path) -> None:
    """Frame for frame, and in what is told beside them."""
    count = probe(other).frames
    assert probe(film).frames == count
    for (_, one), (_, two) in zip(
        frames(film, range(count)), frames(other, range(count)), strict=True
    ):
        assert np.array_equal(one, two)
    for suffix in (".json", ".srt"):
        assert film.with_suffix(suffix).read_bytes() == other.with_suffix(suffix).read_bytes()


def test_who_is_far_speaks_with_the_voice_that_was_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {}

    class Everything(Humming):
        def speech(self, sentence: str):
            if sentence not in self.speeches:
                said[sentence] = 0.5 + len(sentence) / 40
                self.speeches |= Humming(tmp_path, {sentence: said[sentence]}).speeches
            return self.speeches[sentence]

    (order,) = ordered([subject(tmp_path, "map")], SHAPE, Manner())
    spoken = replace(
        order, voice="humming", manner=replace(order.manner, voice=Everything(tmp_path, {}))
    )
    film = made(spoken, Crew(None, hands=2, parts=2, far=True), tmp_path / "far", monkeypatch)
    assert layout_of(film)
    assert said


def test_who_has_another_version_makes_nothing(tmp_path: Path) -> None:
    (order,) = ordered([subject(tmp_path, "map")], SHAPE, Manner())
    with pytest.raises(OptanimError, match="would make another film"):
        work(Task(0, order, "of another version", 0, 1))


def test_parts_of_two_films_are_not_put_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    parts = []
    for number, steps in enumerate((4, 5)):
        (tmp_path / "race.toml").write_text(
            RACE.format(view="map").replace("steps = 4", f"steps = {steps}")
        )
        (other,) = ordered([Subject("race", load(tmp_path / "race.toml"))], SHAPE, Manner())
        make, settings = other.scene()
        parts.append(part(make, Share(number, 2), settings))
    with pytest.raises(OptanimError, match=r"film\.mp4: those who render it make different films"):
        assemble(parts, tmp_path / "film.mp4")
    with pytest.raises(OptanimError, match=r"\d+ of \d+ plays were rendered"):
        assemble(parts[:1], tmp_path / "film.mp4")
    assert not (tmp_path / "film.mp4").exists()
