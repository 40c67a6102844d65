"""Nothing on screen, in subtitles or in an MP4's notes escapes the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from optanim.look import words
from optanim.stage.film.film_scene import FilmScene
from tests.look.languages import LETTER, foreign, invented
from tests.scenes.inspect import inspected

pytestmark = pytest.mark.film
NAMES = {"GD", "Momentum", "RMSprop", "Adam"}  # of optimizers: they are called that everywhere
RACE = """
problem = "ols"
loss = "huber"
steps = 30
batch_size = 20
seconds = 30
[[racers]]
optimizer = "LBFGS"
label = "№ 1"
max_iter = 2
[[racers]]
optimizer = "Rprop"
label = "№ 2"
lr = 1.0
[[racers]]
optimizer = "GD"
label = "№ 3"
lr = 5.0
"""


@pytest.fixture
def abroad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to make films in, in a language that nobody speaks."""
    (tmp_path / "words").mkdir()
    monkeypatch.setattr(words, "FOLDER", invented(tmp_path / "words"))
    monkeypatch.setenv("OPTANIM_LANGUAGE", "zz")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(made: FilmScene) -> None:
    """The film speaks the language, and nothing else but racers' names."""
    assert [text for text in made.seen if foreign(text) and text not in NAMES] == []
    said = [made.about, *(line.text for line in made.timeline.narration)]
    said += [section["title"] for section in made.timeline.sections]
    assert [text for text in said if foreign(_nameless(text))] == []
    assert all(LETTER in text for text in said) and len(said) > 5


def _nameless(text: str) -> str:
    return " ".join(word for word in text.split() if word.strip(",.:'") not in NAMES)


def test_a_film_speaks_the_language_asked_for(abroad: Path) -> None:
    check(inspected("contour", "Contour", "16:9", abroad))


def test_any_race_speaks_it(abroad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (abroad / "race.toml").write_text(RACE, "utf-8")
    monkeypatch.setenv("OPTANIM_RACE", str(abroad / "race.toml"))
    check(inspected("compare", "Compare", "16:9", abroad))


def test_an_unknown_language_is_refused(abroad: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("OPTANIM_LANGUAGE", "xx")
    with pytest.raises(SystemExit):
        inspected("contour", "Contour", "16:9", abroad)
    assert "unknown language 'xx': choose from en, zz" in capsys.readouterr().err
