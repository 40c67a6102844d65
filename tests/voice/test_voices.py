"""Voices by name: what is recorded is found, what is missing is said in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from optanim.base.errors import OptanimError
from optanim.look.words import Words
from optanim.voice import named, piper, synthesis
from optanim.voice.script import FILE, Line, Script
from optanim.voice.synthesis import Synthesized
from tests.voice.sounds import samples, tone

ENGLISH = Words.load("en")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def recordings(folder: Path) -> Path:
    """A script of three sentences, the last said if there is time, and two recordings."""
    path = folder / "mine"
    path.mkdir()
    told = (("One.", False), ("Two.", False), ("Three.", True))
    Script().with_lines(Line("", "f", "s", o, text) for text, o in told).write(path / FILE)
    tone(path / "01.wav", 1.0)
    tone(path / "02.WAV", 2.0, rate=44_100)
    return path


class Engine:
    """Counts what it speaks: a second of a tone a word."""

    name, identity = "stub", "stub 1"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def write(self, text: str, path: Path) -> None:
        self.texts.append(text)
        tone(path, 1.0 * len(text.split()), before=0.3)


def test_recordings_are_found_by_their_sentences(recordings: Path) -> None:
    voice = named(f"recorded:{recordings}", ENGLISH)
    assert [round(voice.speech(text).seconds, 1) for text in ("One.", "Two.")] == [1.0, 2.0]
    assert voice.speech("Three.") is None and voice.speech("Four.") is None
    tone(recordings / "03.wav", 3.0)
    assert named(f"recorded:{recordings}", ENGLISH).speech("Three.").seconds > 2.9


def test_a_recording_made_again_is_heard(recordings: Path) -> None:
    named(f"recorded:{recordings}", ENGLISH).speech("One.")
    tone(recordings / "01.wav", 1.5)
    again = named(f"recorded:{recordings}", ENGLISH).speech("One.")
    assert again.seconds == pytest.approx(1.5, abs=0.05)


def test_all_that_is_missing_is_named_in_one_line(recordings: Path) -> None:
    (recordings / "01.wav").unlink()
    (recordings / "02.WAV").unlink()
    with pytest.raises(OptanimError, match=r"mine: 2 of 2 are missing: 01.wav, 02.wav$"):
        named(f"recorded:{recordings}", ENGLISH)
    assert named(f"recorded:{recordings}", ENGLISH, complete=False).speech("One.") is None
    (recordings / FILE).unlink()
    with pytest.raises(OptanimError, match=r"there is no script.csv in it; `optanim script FILM"):
        named(f"recorded:{recordings}", ENGLISH)


def test_a_number_without_zeros_is_the_same_and_a_folder_is_no_recording(recordings: Path) -> None:
    (recordings / "01.wav").rename(recordings / "1.wav")
    (recordings / "01.m4a").mkdir()
    assert named(f"recorded:{recordings}", ENGLISH).speech("One.").seconds > 0.9


def test_two_recordings_of_one_sentence_are_refused(recordings: Path) -> None:
    tone(recordings / "01.mp3", 1.0)
    with pytest.raises(OptanimError, match=r"01.mp3 and 01.wav are two recordings of one sentence"):
        named(f"recorded:{recordings}", ENGLISH)


def test_what_is_no_recording_is_said_at_once(recordings: Path) -> None:
    (recordings / "03.wav").write_text("no sound")
    with pytest.raises(OptanimError, match=r"03.wav: not a sound"):
        named(f"recorded:{recordings}", ENGLISH)
    with pytest.raises(OptanimError, match=r"01.wav: is no folder, as recordings lie in"):
        named(f"recorded:{recordings / '01.wav'}", ENGLISH)


def test_a_sentence_is_spoken_once_and_as_people_say_it() -> None:
    engine = Engine()
    voice = Synthesized(engine, ENGLISH)
    first = voice.speech("η = 5%")
    assert voice.speech("η = 5%") == first and engine.texts == ["eta equals 5 percent"]
    heard, _ = samples(first.path)
    assert first.seconds == pytest.approx(4.0, abs=0.05)
    assert first.seconds == pytest.approx(len(heard) / 48_000)
    engine.identity = "stub 2"
    assert voice.speech("η = 5%").path != first.path
    first.path.write_bytes(first.path.read_bytes()[:-5])
    engine.identity = "stub 1"
    assert voice.speech("η = 5%") == first and len(engine.texts) == 3


def test_an_engine_that_says_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine()
    monkeypatch.setattr(engine, "write", lambda text, path: tone(path, 1.0, -100.0))
    with pytest.raises(OptanimError, match=r"stub: nothing is heard of 'Hello.'"):
        Synthesized(engine, ENGLISH).speech("Hello.")


def test_a_program_that_fails_is_told_with_its_last_word() -> None:
    with pytest.raises(OptanimError, match=r"^name: no such voice$"):
        synthesis.run("name", ["sh", "-c", "echo first >&2; echo no such voice >&2; exit 3"], "x")
    with pytest.raises(OptanimError, match=r"^name: ended with status 4$"):
        synthesis.run("name", ["sh", "-c", "exit 4"], "x")


@pytest.mark.parametrize("text", ["none", "", " none "])
def test_no_voice_is_a_choice(text: str) -> None:
    assert named(text, ENGLISH) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("joe", "voice 'joe': choose piper:joe, piper:FILE.onnx, espeak, recorded:FOLDER or none"),
        ("espeak:en", "voice 'espeak:en': choose"),
        ("none,speed=1", "voice 'none,speed=1': choose"),
        ("espeak,speed=3", "voice 'espeak,speed=3': speed=3 must be 0.5 to 2"),
        ("espeak,speed=fast", "speed=fast must be 0.5 to 2"),
        ("recorded:", "voice 'recorded:': choose"),
        ("recorded:x,speed=1.5", "recordings have the speed that they have"),
        ("recorded:nowhere", "recorded:nowhere: there is no script.csv in it"),
        ("piper", "piper: name its model, piper:joe or piper:FILE.onnx"),
        ("piper:nowhere.onnx", "piper:nowhere.onnx: nowhere.onnx: no such file"),
        ("piper:mute.onnx", "piper:mute.onnx: mute.onnx.json: no such file"),
        ("piper:chinese.onnx", "piper:chinese.onnx: speaks 'zh', the film's language is 'en'"),
        ("piper:broken.onnx", "broken.onnx.json: not the settings of a model of Piper's"),
    ],
)
def test_bad_names_are_told_in_one_line(
    text: str, said: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piper, "find_spec", lambda name: object())
    for name in ("mute", "chinese", "broken"):
        (folder / f"{name}.onnx").touch()
    settings = {"language": {"family": "zh"}}
    (folder / "chinese.onnx.json").write_text(json.dumps(settings))
    (folder / "broken.onnx.json").write_text("[]")
    with pytest.raises(OptanimError) as error:
        named(text, ENGLISH)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OptanimError, match="espeak-ng is not installed; on Debian and Ubuntu: apt"):
        named("espeak", ENGLISH)
    monkeypatch.setattr(piper, "find_spec", lambda name: None)
    with pytest.raises(OptanimError, match=r"piper:joe: Piper is not installed: pip install"):
        named("piper:joe", ENGLISH)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["espeak", "piper:joe"])
def test_real_voices_speak_and_a_quicker_one_takes_less_time(name: str) -> None:
    sentence = "Across the valley it swings, along the valley it creeps: −0.63 a step."
    seconds = [
        named(f"{name},speed={speed}", ENGLISH).speech(sentence).seconds for speed in (1, 1.5)
    ]
    assert 3.0 < seconds[0] < 10.0 and seconds[1] < 0.85 * seconds[0]
