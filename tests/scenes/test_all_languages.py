"""What is true of every film in every language that ships."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from manim import tempconfig

from optanim.base.text import ELLIPSIS
from optanim.look.words import ENGLISH, Words, languages
from optanim.losses import LOSSES
from optanim.optimizers.table import TABLE
from optanim.race_file import checked
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.rendering import Manner, race_film
from tests.conftest import QUIET
from tests.scenes.films import ASPECTS, FILMS, laid_out
from tests.scenes.inspect import Inspector, Seen
from tests.scenes.test_all_scenes import LONGEST, NEW, SHORT, SHORTEST, numbers
from tests.scenes.test_languages import RACE

OTHERS = [name for name in languages() if name != ENGLISH]
OTHER_SCRIPTS = [name for name in OTHERS if Words.load(name).font]
QUICK = ("contour", "16:9")  # what `make test` looks at
ALL = [
    pytest.param(name, aspect, marks=[] if (name, aspect) == QUICK else pytest.mark.slow)
    for name in FILMS
    for aspect in ASPECTS
]
IN_FORMULAS = {"min", "max", "log", "bx"}  # texts on screen are seen without their blanks
PROPER = {word for key in LOSSES for word in re.findall(r"[a-z]{2,}", key)}  # Rosenbrock and others


def english(text: str) -> list[str]:
    """The Latin words in ``text`` that are neither names nor parts of formulas."""
    keys = {"Shift", "Home", "End"}
    known = {
        *TABLE,
        *IN_FORMULAS,
        *keys,
        "LBFGS",
        "GD",
        "torch",
        "NumPy",
        "JavaScript",
        "optanim",
        "eps",
    }
    found = re.findall(r"[A-Za-z]{2,}", text)
    return [word for word in found if word not in known and word.lower() not in PROPER]


@pytest.mark.parametrize("language", OTHER_SCRIPTS)
def test_nothing_english_is_left_in_the_catalogue(language: str) -> None:
    assert {text: english(text) for text in plain(language) if english(text)} == {}


def plain(language: str) -> list[str]:
    """All texts of a language, without their fields."""
    return [re.sub(r"\{[^}]*\}", "", text) for text in Words.load(language).texts]


@pytest.mark.parametrize(("name", "aspect"), ALL)
@pytest.mark.parametrize("language", OTHERS)
def test_a_film_is_as_good_as_in_english(
    name: str, aspect: str, language: str, tmp_path: Path
) -> None:
    film = laid_out(name, tmp_path, aspect, language)
    seen, told = film.seen, film.timeline
    assert seen.inspected > 60 and not seen.wrong, "\n".join(sorted(seen.wrong))
    shortened = {text for text in seen.words if ELLIPSIS in text[:-1]}
    assert not shortened and SHORTEST <= told.seconds <= LONGEST
    check_words(film, language)
    said = told.narration
    assert said[0].text.endswith(("?", "？")) and not re.search(r"\d", said[-1].text)
    assert told.questions[0]["question"] == said[0].text
    new = sorted(
        {*(line.start for line in said), *(a["start"] for a in told.sections), told.seconds}
    )
    gaps = [(after - before, before) for before, after in pairwise(new)]
    assert max(gaps)[0] <= NEW + 1e-6, f"{max(gaps)[0]:.1f} s from {max(gaps)[1]:.1f} s on"
    for entry, caption in seen.told.items():
        assert len(caption) <= SHORT, (entry, caption)
        assert numbers(caption) <= numbers(seen.spoken[entry]), (entry, caption)


def check_words(film: FilmScene, language: str) -> None:
    """All that ``film`` shows and says is in its language, and is read in its time."""
    words, said = film.canvas.words, film.timeline.narration
    assert words.language == language and len(said) >= 5
    for line in said:
        assert len(line.text) / line.seconds <= words.reading + 1e-9, line.text
    for before, after in pairwise(said):
        assert before.start + before.seconds <= after.start + 1e-9, after.text
    if language in OTHER_SCRIPTS:
        titles = [section["title"] for section in film.timeline.sections]
        texts = {*film.seen.words, *(line.text for line in said), *titles, film.about}
        assert {text: english(text) for text in texts if english(text)} == {}


@pytest.mark.slow
@pytest.mark.parametrize("language", OTHERS)
def test_a_race_is_told_in_it(language: str, tmp_path: Path) -> None:
    class Race(Inspector, FilmScene):
        """The film of a race, looked at while it is made."""

        seen = Seen()

    request = checked(RACE, "here")
    small = {"pixel_width": 640, "pixel_height": 360, "frame_rate": 5, "save_last_frame": True}
    with tempconfig({**small, **QUIET, "media_dir": tmp_path}):
        film = Race(
            language=language,
            script=lambda scene: RaceActs.of(scene, request).tell(),
            about=("race", {"problem": "5"}),
        )
        film.render()
    assert not film.seen.wrong, "\n".join(sorted(film.seen.wrong))
    check_words(film, language)


@pytest.mark.parametrize("language", OTHERS)
def test_a_race_takes_its_language_from_outside(language: str, tmp_path: Path) -> None:
    request = checked(RACE, "here")
    with tempconfig({**QUIET, "media_dir": tmp_path}):
        film = race_film(request.race(), request.presentation, manner=Manner(language=language))
    film.setup()
    assert film.canvas.words.language == language
