"""Somebody's own voice: a folder with a script, and a recording of each of its sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from optanim.base.errors import OptanimError
from optanim.voice.levelling import level
from optanim.voice.script import FILE, Script, plain_number, spelling
from optanim.voice.speech import Speech
from optanim.voice.synthesis import cached

FORMATS = (
    ".wav", ".flac", ".m4a", ".mp3", ".ogg", ".opus", ".aac", ".aiff", ".aif", ".wma",
    ".webm", ".mp4",
)  # fmt: skip
"""What recordings may end in."""
_NAMED = 8  # missing recordings that a message names, at most


@dataclass(frozen=True, eq=False)
class Recorded:
    """The recordings in a folder, by the `spelling` of the sentence that is spoken in each."""

    recordings: Mapping[str, Path]

    @classmethod
    def of(cls, folder: Path, complete: bool = True) -> Recorded:
        """The recordings in ``folder``: NN.wav for the sentence NN of its script.

        Raises OptanimError where the script is missing, or any recording if they are to be
        ``complete``; one line names all of these. So does a recording in which nobody is heard, and
        a second one of the same sentence.
        """
        name = f"recorded:{folder}"
        if folder.exists() and not folder.is_dir():
            raise OptanimError(f"{name}: is no folder, as recordings lie in")
        if not (folder / FILE).is_file():
            write = f"`optanim script FILM -o {folder}` writes it"
            raise OptanimError(f"{name}: there is no {FILE} in it; {write}")
        found, lines = _files(name, folder), Script.read(folder / FILE).lines
        needed = [line.number for line in lines if not line.optional]
        missing = [f"{number}.wav" for number in needed if number not in found]
        if missing and complete:
            listed = ", ".join([*missing[:_NAMED], *["…"] * (len(missing) > _NAMED)])
            raise OptanimError(f"{name}: {len(missing)} of {len(needed)} are missing: {listed}")
        there = (line for line in lines if line.number in found)
        voice = cls({spelling(line.sentence): found[line.number] for line in there})
        for sentence in voice.recordings:
            voice.speech(sentence)
        return voice

    @property
    def identity(self) -> str:
        """A checksum of all recordings, and of what is said in them."""
        told = [f"{sentence}\n{_checksum(path)}" for sentence, path in self.recordings.items()]
        return sha256("\n".join(["recorded", *told]).encode()).hexdigest()

    def speech(self, sentence: str) -> Speech | None:
        """The recording of the ``sentence``, evened out; None where there is none."""
        recording = self.recordings.get(spelling(sentence))
        if recording is None:
            return None
        path = cached("recorded", _checksum(recording))
        if (found := Speech.at(path)) is not None:
            return found
        path.unlink(missing_ok=True)  # half of it, should there be any
        level(recording, path)
        return Speech.at(path)


def _files(name: str, folder: Path) -> dict[str, Path]:
    """The recordings by their numbers, each of which there may be one of."""
    found: dict[str, Path] = {}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in FORMATS and file.is_file():
            number = plain_number(file.stem)
            if number in found:
                both = f"{found[number].name} and {file.name}"
                raise OptanimError(f"{name}: {both} are two recordings of one sentence: keep one")
            found[number] = file
    return found


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
