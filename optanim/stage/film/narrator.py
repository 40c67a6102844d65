"""Who speaks a film's sentences, and how long each of them takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from optanim.base.errors import OptanimError
from optanim.base.text import quoted
from optanim.voice import Speech, Voice

SENTENCE = 1.5  # seconds that the shortest sentence takes to be read


@dataclass(eq=False)
class Narrator:
    """Speaks with ``voice``; without one, sentences take as long as reading them does.

    ``pace`` is that of reading, in characters a second. ``considered`` are all sentences that a
    length was asked of, each with the number of sections begun by then. Where a narrator is
    ``lenient``, what its voice does not have takes as long as reading, too.
    """

    voice: Voice | None
    pace: float
    lenient: bool = False
    considered: list[tuple[int, str]] = field(default_factory=list)

    def seconds(self, sentence: str, section: int = 0) -> float:
        """How long the ``sentence`` takes, asked in the section of that number."""
        self.considered.append((section, sentence))
        if (speech := self._speech(sentence)) is not None:
            return speech.seconds
        return max(len(sentence) / self.pace, SENTENCE)

    def has(self, sentence: str) -> bool:
        """Whether the ``sentence`` can be spoken, or need not be."""
        return self.voice is None or self.lenient or self._speech(sentence) is not None

    def sound(self, sentence: str) -> Path | None:
        """The file with the ``sentence`` spoken, None without a voice.

        Raises OptanimError for a sentence that the voice does not have.
        """
        if not self.has(sentence):
            raise OptanimError(
                f"no recording of {quoted(sentence)!r}: `optanim script` adds it to the script"
            )
        speech = self._speech(sentence)
        return None if speech is None else speech.path

    def _speech(self, sentence: str) -> Speech | None:
        return None if self.voice is None else self.voice.speech(sentence)
