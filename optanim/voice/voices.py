"""The voices that there are, by name."""

from __future__ import annotations

import re
from pathlib import Path

from optanim.base.errors import OptanimError
from optanim.base.notation import number_in
from optanim.base.text import quoted
from optanim.look.words import Words
from optanim.voice.espeak import Espeak
from optanim.voice.piper import Piper
from optanim.voice.recorded import Recorded
from optanim.voice.speech import Voice
from optanim.voice.synthesis import Synthesized

VARIABLE = "OPTANIM_VOICE"
"""The environment variable that names the voice of a film."""
SLOWEST, FASTEST = 0.5, 2.0
CHOICES = "piper:joe, piper:FILE.onnx, espeak, recorded:FOLDER or none"


def named(text: str, words: Words, complete: bool = True) -> Voice | None:
    """The voice that ``text`` names, which speaks the language of ``words``; None for ``none``.

    ``piper:MODEL`` and ``espeak`` may be quicker or slower than they are by themselves, as in
    ``espeak,speed=1.2``. Raises OptanimError for what is no voice, or not installed, and for
    recordings that are not ``complete`` though they are to be.
    """
    call, speed = _with_speed(text.strip())
    kind, _, what = call.partition(":")
    match kind:
        case "none" | "" if not what and speed is None:
            return None
        case "espeak" if not what:
            return Synthesized(Espeak.of(words("language.espeak"), speed or 1.0), words)
        case "piper":
            return Synthesized(Piper.of(what, words.language, speed or 1.0), words)
        case "recorded" if what and speed is None:
            return Recorded.of(Path(what), complete)
        case "recorded" if what:
            raise OptanimError(f"voice {quoted(text)!r}: recordings have the speed that they have")
    raise OptanimError(f"voice {quoted(text)!r}: choose {CHOICES}")


def _with_speed(text: str) -> tuple[str, float | None]:
    """What stands before ``,speed=X``, and X; None where it stands nowhere."""
    found = re.fullmatch(r"(.*),\s*speed=([^,]*)", text)
    if found is None:
        return text, None
    speed = number_in(found[2].strip())
    if speed is None or not SLOWEST <= speed <= FASTEST:
        raise OptanimError(
            f"voice {quoted(text)!r}: speed={found[2]} must be {SLOWEST:g} to {FASTEST:g}"
        )
    return found[1].strip(), float(speed)
