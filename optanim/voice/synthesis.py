"""Voices that are computed: each sentence once, then it is taken from the cache."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from optanim.base.errors import OptanimError
from optanim.base.text import quoted
from optanim.look.words import Words
from optanim.voice.levelling import level
from optanim.voice.speech import Speech
from optanim.voice.spoken import spoken

CACHE = Path("media/voice")
"""Where spoken sentences are kept."""
_FORM = "1"  # to be counted up when the same sentence is to sound otherwise


class Engine(Protocol):
    """A program that reads text aloud, at one speed."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def identity(self) -> str:
        """What tells it from all others that sound otherwise."""

    def write(self, text: str, path: Path) -> None:
        """Write ``text`` spoken to the WAV ``path``, or raise OptanimError."""


@dataclass(frozen=True)
class Synthesized:
    """A voice of an ``engine``, which is given sentences as the language's ``words`` say them."""

    engine: Engine
    words: Words

    @property
    def identity(self) -> str:
        """That of its engine."""
        return self.engine.identity

    def speech(self, sentence: str) -> Speech:
        """The ``sentence`` as sound, from the cache where it has been spoken before."""
        text = spoken(sentence, self.words)
        path = cached(self.engine.identity, text)
        if (found := Speech.at(path)) is not None:
            return found
        path.unlink(missing_ok=True)  # half of it, should there be any
        with TemporaryDirectory() as folder:
            raw = Path(folder, "raw.wav")
            self.engine.write(text, raw)
            try:
                level(raw, path)
            except OptanimError:
                said = f"nothing is heard of {quoted(text)!r}"
                raise OptanimError(f"{self.engine.name}: {said}") from None
        return Speech.at(path) or _lost(path)


def cached(*identity: str) -> Path:
    """Where the speech with this ``identity`` is kept."""
    digest = sha256("\n".join([_FORM, *identity]).encode()).hexdigest()
    return CACHE / f"{digest[:32]}.wav"


def run(name: str, command: Sequence[str], text: str) -> None:
    """Have the program ``command`` read ``text`` from its input.

    Raises OptanimError with its last word where it fails; ``name`` is what messages call it.
    """
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"ended with status {done.returncode}"])[-1]
        raise OptanimError(f"{name}: {quoted(last, 160)}")


def _lost(path: Path) -> Speech:
    raise OptanimError(f"{path}: cannot be read again, is something else writing there?")
