"""Nothing on screen, in subtitles or in an MP4's notes escapes the catalogue."""

from __future__ import annotations

from pathlib import Path

import manimpango
import pytest
from manim import tempconfig

from optanim.look import words
from optanim.race_file import checked
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.race_acts import RaceActs
from tests.conftest import QUIET
from tests.look.languages import LETTER, foreign, invented
from tests.scenes.films import Film
from tests.scenes.inspect import Inspector, Seen

NAMES = {"GD", "Momentum", "RMSprop", "Adam"}  # of optimizers: they are called that everywhere
RACE = {
    "loss": "huber",
    "steps": 30,
    "batch_size": 20,
    "seconds": 30.0,
    "racers": [
        {"optimizer": "LBFGS", "label": "№ 1", "max_iter": 2},
        {"optimizer": "Rprop", "label": "№ 2", "lr": 1.0},
        {"optimizer": "GD", "label": "№ 3", "lr": 5.0},
    ],
}


class Watched(Inspector, FilmScene):
    """The film of a race, looked at while it is made."""

    seen = Seen()


@pytest.fixture
def abroad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to make films in, in a language that nobody speaks."""
    (tmp_path / "words").mkdir()
    monkeypatch.setattr(words, "FOLDER", invented(tmp_path / "words"))
    monkeypatch.setenv("OPTANIM_LANGUAGE", "zz")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(seen: Seen, said: list[str]) -> None:
    """What was ``seen`` and ``said`` is in that language, but for racers' names."""
    assert [text for text in seen.words if foreign(text) and text not in NAMES] == []
    assert [text for text in said if foreign(_nameless(text))] == []
    assert all(LETTER in text for text in said) and len(said) > 5


def _nameless(text: str) -> str:
    return " ".join(word for word in text.split() if word.strip(",.:'") not in NAMES)


def test_a_film_speaks_the_language_asked_for(abroad: Path) -> None:
    film = Film("contour", abroad)
    said = [caption["text"] for caption in film.timeline["captions"]]
    chapters = [section["title"] for section in film.timeline["sections"]]
    check(film.seen, [film.info.notes["title"], *said, *chapters])


def test_any_race_speaks_it(abroad: Path) -> None:
    request = checked(RACE, "here")
    small = {"pixel_width": 640, "pixel_height": 360, "frame_rate": 5, "save_last_frame": True}
    with tempconfig({**small, **QUIET, "media_dir": abroad}):
        made = Watched(
            script=lambda scene: RaceActs.of(scene, request).tell(),
            about=("race", {"problem": "5"}),
        )
        made.render()
    said = [made.about, *(line.text for line in made.timeline.narration)]
    check(made.seen, said + [section["title"] for section in made.timeline.sections])


def test_a_language_without_its_font_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPTANIM_LANGUAGE", "zh")
    monkeypatch.setattr(manimpango, "list_fonts", lambda: ["Inter"])
    with pytest.raises(SystemExit) as ended:
        Film("contour", tmp_path)
    (line,) = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2 and "'Noto Sans CJK SC'" in line and "fonts-noto-cjk" in line


def test_an_unknown_language_is_refused(abroad: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("OPTANIM_LANGUAGE", "xx")
    with pytest.raises(SystemExit):
        Film("contour", abroad)
    assert "unknown language 'xx': choose from en, zz" in capsys.readouterr().err
