"""A voice is carried to where it could not speak."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from optanim.voice import Carried, Speech
from tests.voice.sounds import tone


class Humming:
    """A voice of three sentences, of so many seconds each."""

    identity = "humming"

    def __init__(self, folder: Path, sentences: dict[str, float]) -> None:
        self.speeches: dict[str, Speech | None] = {}
        for number, (sentence, seconds) in enumerate(sentences.items()):
            path = folder / f"{number}.wav"
            tone(path, seconds)
            self.speeches[sentence] = Speech.at(path)

    def speech(self, sentence: str) -> Speech | None:
        return self.speeches.get(sentence)


def test_it_says_the_same_without_the_files_it_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "away").mkdir()
    voice = Humming(tmp_path / "home", {"One.": 1.0, "Two.": 0.5})
    before = {text: voice.speech(text).path.read_bytes() for text in ("One.", "Two.")}
    sent = pickle.dumps(Carried.of(voice, ["One.", "Two.", "Three."]))
    for path in (tmp_path / "home").iterdir():
        path.unlink()
    monkeypatch.chdir(tmp_path / "away")
    there = pickle.loads(sent)
    assert there.identity == voice.identity
    assert there.speech("Three.") is None
    for text, sound in before.items():
        assert there.speech(text).path.read_bytes() == sound
        assert there.speech(text).seconds == voice.speech(text).seconds


def test_half_a_file_in_the_cache_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    there = Carried.of(Humming(tmp_path, {"One.": 1.0}), ["One."])
    path = there.speech("One.").path
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert there.speech("One.").path.read_bytes() == whole
