"""A language that nobody speaks: English with one letter in place of all, so that it is known."""

from __future__ import annotations

import re
from pathlib import Path

from optanim.look.words import FOLDER

LETTER = "ø"


def invented(folder: Path) -> Path:
    """The catalogues' folder with English and, as ``zz``, the invented language, in ``folder``."""
    for name in ("en", "zz"):
        (folder / name).mkdir()
    for file in (FOLDER / "en").iterdir():
        text = file.read_text("utf-8")
        (folder / "en" / file.name).write_text(text, "utf-8")
        spoken = text if file.name == "language.toml" else re.sub(r'(?<== ")(.*)(?=")', _said, text)
        (folder / "zz" / file.name).write_text(spoken, "utf-8")
    return folder


def foreign(text: str) -> bool:
    """Whether ``text`` is English: it has two letters together, where formulas have one."""
    return re.search("[A-Za-z]{2}", text) is not None


def _said(entry: re.Match[str]) -> str:
    """An entry with its letters replaced, but for its fields."""
    parts = re.split(r"(\{\w+(?::[^|}]*)?\}|\{\w+:\|)", entry[1])
    return "".join(
        part if part.startswith("{") else re.sub("[A-Za-z]", LETTER, part) for part in parts
    )
