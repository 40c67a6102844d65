"""What is true of every scene file and of every film."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import srt
from manim.utils.module_ops import scene_classes_from_file

from optanim.base import shipped
from optanim.films.reading import opened, probe, timeline
from optanim.look.words import Words
from optanim.stage.film.film_scene import FilmScene
from optanim.voice.spoken import spoken
from tests.scenes.films import ASPECTS, FILMS, RATE, Film, manim, videos
from tests.voice.test_spoken import SPEAKABLE

SHORTEST, LONGEST = 30.0, 155.0  # seconds
OF_LINES = 17.05  # characters a second that subtitles may have, times rounded
ASKED, GUESS = 4.0, 2.0  # seconds into the film of its question; to guess in, at least
SHORT = 48  # characters of a caption, at most
LARGE = 0.45  # of the frame that maps have, at least
NEW = 8.0  # seconds after which something new is said or shown, at most
every_film = pytest.mark.film(*FILMS)


@pytest.mark.parametrize("name", FILMS)
def test_a_scene_file_has_a_docstring_and_one_scene(name: str) -> None:
    """With two scenes in a file, Manim would ask on the terminal which one."""
    tree = ast.parse(shipped.scene(name).read_text("utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert ast.get_docstring(tree) and len(classes) == 1 and ast.get_docstring(classes[0])
    (scene,) = scene_classes_from_file(shipped.scene(name), full_list=True)
    assert issubclass(scene, FilmScene)


def test_opengl_is_refused_in_one_sentence() -> None:
    done = manim("-ql", "--renderer=opengl", shipped.scene(FILMS[0]))
    assert done.returncode != 0
    assert "leave out --renderer" in done.stderr and "Traceback" not in done.stderr + done.stdout


def test_manims_command_makes_a_film_and_says_what_is_proven(tmp_path: Path) -> None:
    """On one film; `make test-slow` renders all in every mode."""
    done = manim("-ql", "--progress_bar", "none", "--media_dir", tmp_path, shipped.scene("contour"))
    assert done.returncode == 0, done.stderr
    assert "Verified before the first frame" in " ".join((done.stdout + done.stderr).split())
    (film,) = videos(tmp_path)
    assert probe(film).frames == timeline(film)["frames"]
    assert film.with_suffix(".srt").exists()


@every_film
def test_it_has_the_declared_frames_and_a_length_to_show(film: Film) -> None:
    declared = film.timeline
    assert film.info.frames == declared["frames"] == len(declared["steps"])
    assert SHORTEST <= film.info.seconds <= LONGEST


@every_film
def test_runs_that_walk_were_verified_before_the_first_frame(film: Film) -> None:
    declared, certified = film.timeline, film.seen.certified
    assert bool(certified) == bool(declared["fingerprints"]) == bool(declared["views"])
    assert min(certified, default=0) == 0
    for runner, fingerprint in declared["fingerprints"].items():
        assert film.info.notes[f"run {runner}"] == fingerprint


@every_film
def test_no_frame_is_blank(film: Film) -> None:
    for index, picture in film.frames(range(0, film.timeline["frames"], 2)):
        assert np.ptp(picture[::4, ::4].mean(axis=2)) > 30, index  # between two titles, no more


@every_film
def test_every_act_ends_on_a_still_second(film: Film) -> None:
    last = [round(section["end"] * RATE) - 1 for section in film.timeline["sections"]]
    wanted = {number - ago for number in last for ago in (0, RATE - 1)}
    pictures = {number: picture.astype(int) for number, picture in film.frames(wanted)}
    for number in last:
        assert np.abs(pictures[number] - pictures[number - RATE + 1]).mean() < 0.5, number / RATE


@every_film
def test_something_new_comes_every_eight_seconds(film: Film) -> None:
    """A sentence or an act; a head that moves on is nothing new."""
    declared = film.timeline
    said = [line["start"] for line in declared["captions"]]
    acts = [section["start"] for section in declared["sections"]]
    new = sorted({*said, *acts, film.info.seconds})
    gaps = [(after - before, before) for before, after in pairwise(new)]
    assert max(gaps)[0] <= NEW, f"{max(gaps)[0]:.1f} s from {max(gaps)[1]:.1f} s on"


@every_film
def test_it_opens_with_a_question_and_leaves_time_to_guess(film: Film) -> None:
    declared = film.timeline
    first, questions = declared["captions"][0], declared["questions"]
    assert first["start"] <= ASKED and first["text"].endswith("?")
    assert questions[0]["question"] == first["text"]
    for guess in questions:
        assert guess["end"] - guess["start"] >= GUESS - 1e-9
        for line in declared["captions"]:
            assert line["end"] <= guess["start"] + 0.1 or line["start"] >= guess["end"] - 0.1


@every_film
def test_it_ends_on_a_sentence_without_numbers(film: Film) -> None:
    assert not re.search(r"\d", film.timeline["captions"][-1]["text"])


@every_film
def test_captions_are_short_and_their_numbers_are_spoken(film: Film) -> None:
    for name, told in film.seen.told.items():
        assert len(told) <= SHORT, (name, told)
        assert numbers(told) <= numbers(film.seen.spoken[name]), (name, told)


def numbers(text: str) -> set[str]:
    """The numbers in ``text``, without the commas of thousands."""
    return {found.replace(",", "") for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


@every_film
def test_acts_are_chapters_of_the_file(film: Film) -> None:
    with opened(film.path) as container:
        titles = [chapter["metadata"]["title"] for chapter in container.chapters()]
    assert titles == [section["title"] for section in film.timeline["sections"]]


@every_film
def test_subcaptions_can_be_read_in_their_time(film: Film) -> None:
    lines = list(srt.parse(film.path.with_suffix(".srt").read_text("utf-8")))
    assert len(lines) >= 5
    for line in lines:
        assert len(line.content) / (line.end - line.start).total_seconds() <= OF_LINES, line.content
    for before, after in pairwise(lines):
        assert before.end <= after.start


@every_film
def test_every_sentence_can_be_read_aloud(film: Film) -> None:
    words = Words.load("en")
    for line in film.timeline["captions"]:
        said = spoken(line["text"], words)
        assert SPEAKABLE.fullmatch(said), said


@every_film
def test_maps_have_almost_half_of_the_frame_while_something_walks_on_them(film: Film) -> None:
    for act, shares in film.seen.maps.items():
        assert min(shares) >= LARGE, act


@every_film
@pytest.mark.parametrize("aspect", ASPECTS)
def test_texts_stay_in_the_frame_and_apart(film: Film, aspect: str) -> None:
    seen = film.seen_at(aspect)
    assert seen.inspected > 60
    assert not seen.wrong, "\n".join(sorted(seen.wrong))
