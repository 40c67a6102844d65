"""Films with a voice: each sentence is heard where its subcaption stands, and pictures wait."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manim import Dot, tempconfig

from optanim.base.errors import OptanimError
from optanim.base.marks import is_ours
from optanim.films.reading import opened, timeline
from optanim.look.words import Words
from optanim.stage.film.film_scene import BREATH, FilmScene
from optanim.stage.film.scripting import script
from optanim.stories.findings import Finding
from optanim.voice.script import FILE, Script
from tests.conftest import QUIET
from tests.voice.sounds import onset, samples, tone

RATE = 20
SMALL = {"pixel_width": 320, "pixel_height": 180, "frame_rate": RATE}
ENGLISH = Words.load("en")
LOSS, SMALLEST = ENGLISH("say.loss"), ENGLISH("say.smallest")
ROUTE = Finding("other_route", 1, {}, "")


class Spoken(FilmScene):
    """Two sections of a sentence each, and one more in passing if there is time."""

    passing = 9.0

    def construct(self) -> None:
        self.act("race.race")
        self.add(Dot())
        self.tell("loss")
        self.mention(ROUTE, self.passing)
        self.act("race.result")
        self.say("smallest")


@pytest.fixture
def recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The script of the film, and a recording of each sentence, of 2, 1 and 3 seconds."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "mine"
    folder.mkdir()
    Script().with_lines(script("spoken", Spoken)).write(folder / FILE)
    for number, seconds in (("01", 2.0), ("02", 1.0), ("03", 3.0)):
        tone(folder / f"{number}.wav", seconds, before=0.4, after=0.2)
    return folder


def rendered(voice: str, suffix: str = ".mp4", **settings: object) -> Path:
    with tempconfig({**SMALL, **QUIET, "media_dir": Path("media"), **settings}):
        scene = Spoken(voice=voice)
        scene.film()
        return scene.path


def test_a_script_has_all_sentences_in_their_order(recordings: Path) -> None:
    told = [(line.optional, line.sentence) for line in Script.read(recordings / FILE).lines]
    assert told == [(False, LOSS), (False, ENGLISH("say.other_route")), (False, SMALLEST)]


def test_what_is_said_only_if_there_is_time_is_optional() -> None:
    lines = script("spoken", type("Hasty", (Spoken,), {"passing": 0.1}))
    assert [line.optional for line in lines] == [False, True, False]
    assert [line.section for line in lines] == ["The race", "The race", "The result"]


@pytest.mark.parametrize(
    ("settings", "suffix"),
    [({}, ".mp4"), ({"transparent": True}, ".mov"), ({"format": "webm"}, ".webm")],
)
def test_each_sentence_is_heard_where_its_subcaption_stands(
    suffix: str, settings: dict[str, object], recordings: Path
) -> None:
    path = rendered(f"recorded:{recordings}", **settings)
    assert path.suffix == suffix and is_ours(path)
    said = timeline(path)["captions"]
    assert [line["text"] for line in said] == [LOSS, ENGLISH("say.other_route"), SMALLEST]
    lengths = [line["end"] - line["start"] for line in said]
    assert lengths == pytest.approx([2.0, 1.0, 3.0], abs=0.05)
    assert said[1]["start"] - said[0]["end"] == pytest.approx(BREATH)
    heard, rate = samples(path)
    before = 0.0
    for line in said:
        assert np.isnan(onset(heard, rate, before, line["start"] - 1 / RATE))
        assert onset(heard, rate, before, line["end"]) == pytest.approx(line["start"], abs=2 / 60)
        before = line["end"] + 1 / RATE
    assert np.isnan(onset(heard, rate, before, len(heard) / rate))
    assert not list(path.parent.glob("*.wav"))


def test_a_section_ends_after_its_last_sentence_and_a_second(recordings: Path) -> None:
    told = timeline(rendered(f"recorded:{recordings}"))
    for section in told["sections"]:
        last = max(c["end"] for c in told["captions"] if c["start"] < section["end"])
        assert section["end"] - last >= 1.0 - 1e-6


def test_without_a_voice_there_is_no_sound(recordings: Path) -> None:
    with opened(rendered("none")) as film:
        assert not film.streams.audio


def test_what_is_not_recorded_is_left_out_in_passing_and_else_named(recordings: Path) -> None:
    lines = [line for line in Script.read(recordings / FILE).lines if line.number != "02"]
    Script(tuple(lines)).write(recordings / FILE)
    said = timeline(rendered(f"recorded:{recordings}"))["captions"]
    assert [line["text"] for line in said] == [LOSS, SMALLEST]
    Script(tuple(lines[:1])).write(recordings / FILE)
    with pytest.raises(OptanimError, match=r"^no recording of .*: `optanim script` adds it"):
        rendered(f"recorded:{recordings}")


def test_the_environment_names_a_voice(recordings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTANIM_VOICE", f"recorded:{recordings}")
    with tempconfig({**SMALL, **QUIET, "media_dir": Path("media"), "save_last_frame": True}):
        scene = Spoken()
        scene.film()
    assert scene.timeline.narration[0].seconds == pytest.approx(2.0, abs=0.05)


def test_a_part_of_a_film_has_no_sound(recordings: Path) -> None:
    path = rendered(f"recorded:{recordings}", from_animation_number=1, upto_animation_number=2)
    with opened(path) as film:
        assert not film.streams.audio
