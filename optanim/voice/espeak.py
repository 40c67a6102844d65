"""The voice of espeak-ng: a robot's, of almost any language."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import which

from optanim.base.errors import OptanimError
from optanim.voice.synthesis import run

PROGRAM = "espeak-ng"
WORDS_A_MINUTE = 160  # at speed 1


@dataclass(frozen=True)
class Espeak:
    """Speaks ``language``, by espeak-ng's name of it, at ``speed`` times its own pace."""

    language: str
    speed: float = 1.0
    name = "espeak"

    @classmethod
    def of(cls, language: str, speed: float = 1.0) -> Espeak:
        """The same; raises OptanimError where espeak-ng is not installed."""
        if which(PROGRAM) is None:
            raise OptanimError(
                f"espeak: {PROGRAM} is not installed; on Debian and Ubuntu: apt install {PROGRAM}"
            )
        return cls(language, speed)

    @cached_property
    def identity(self) -> str:
        """Which release of the program speaks, what, and how fast."""
        told = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True)
        release = told.stdout.partition("Data at")[0].strip()
        return f"{release} {self.language} {self.speed:g}"

    def write(self, text: str, path: Path) -> None:
        """Write ``text`` spoken to the WAV ``path``."""
        pace = str(round(WORDS_A_MINUTE * self.speed))
        run(self.name, [PROGRAM, "-v", self.language, "-s", pace, "-w", str(path), "--stdin"], text)
