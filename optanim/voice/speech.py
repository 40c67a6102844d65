"""A sentence that is spoken, and what can speak it."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

RATE = 48_000
"""Samples a second of all speech: what MP4 and Manim mix at best."""


@dataclass(frozen=True)
class Speech:
    """A sentence as sound: a WAV of `RATE`, and how many ``seconds`` it takes."""

    path: Path
    seconds: float

    @classmethod
    def at(cls, path: Path) -> Speech | None:
        """The speech in the WAV at ``path``; None where there is none, or not all of it."""
        try:
            with wave.open(str(path), "rb") as file:
                count, size = file.getnframes(), file.getsampwidth() * file.getnchannels()
                whole = len(file.readframes(count)) == count * size
                rate = file.getframerate()
        except (OSError, EOFError, wave.Error):
            return None
        return cls(path, count / rate) if whole and count else None


class Voice(Protocol):
    """What speaks sentences."""

    @property
    def identity(self) -> str:
        """What tells it from all others that sound otherwise."""

    def speech(self, sentence: str) -> Speech | None:
        """The ``sentence`` as sound; None where this voice does not have it.

        Raises OptanimError where it cannot be spoken although it should be.
        """
