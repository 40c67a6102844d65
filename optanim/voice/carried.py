"""A voice that has spoken already, and is heard where it could not speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from optanim.base.files import first
from optanim.voice.speech import Speech, Voice
from optanim.voice.synthesis import cached


@dataclass(frozen=True, eq=False)
class Carried:
    """What another voice has ``said``: the bytes of a WAV for each sentence that it has.

    It needs neither the other's program nor its recordings, on whatever machine.
    """

    identity: str
    said: Mapping[str, bytes]

    @classmethod
    def of(cls, voice: Voice, sentences: Iterable[str]) -> Carried:
        """``voice`` as far as it speaks ``sentences``. Raises OptanimError where it fails to."""
        speeches = {sentence: voice.speech(sentence) for sentence in sentences}
        said = {text: speech.path.read_bytes() for text, speech in speeches.items() if speech}
        return cls(voice.identity, said)

    def speech(self, sentence: str) -> Speech | None:
        """The ``sentence`` as sound; None where it was not said."""
        if (sound := self.said.get(sentence)) is None:
            return None
        path = cached("carried", sha256(sound).hexdigest())
        if (found := Speech.at(path)) is not None:
            return found
        path.unlink(missing_ok=True)  # half of it, should there be any
        with first(path) as draft:
            draft.write_bytes(sound)
        return Speech.at(path)
