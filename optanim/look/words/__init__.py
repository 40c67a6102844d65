"""All words that a film shows or says: one catalogue per language, a folder of TOML files."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from string import Formatter
from typing import Any

from optanim.base.errors import OptanimError


@dataclass(frozen=True, eq=False)
class Words:
    """The catalogue of one language; call it with an entry's dotted name to get the text."""

    language: str
    entries: dict[str, Any]

    @classmethod
    def load(cls, language: str = "en") -> Words:
        """Read every file of the folder ``language``.

        Raises OptanimError for an unknown language, ValueError for an entry that stands twice.
        """
        folders = {f.name: f for f in resources.files(__package__).iterdir() if f.is_dir()}
        folders.pop("__pycache__", None)
        if language not in folders:
            choices = ", ".join(sorted(folders))
            raise OptanimError(f"unknown language {language!r}: choose from {choices}")
        entries: dict[str, Any] = {}
        for file in sorted(folders[language].iterdir(), key=lambda file: file.name):
            _merge(entries, tomllib.loads(file.read_text("utf-8")), file.name)
        return cls(language, entries)

    def __call__(self, name: str, /, **values: Any) -> str:
        """The entry at the dotted ``name``, its ``{fields}`` filled with ``values``.

        Raises KeyError for an entry or a field that is missing: both are the author's mistakes.
        """
        entry: Any = self.entries
        for part in name.split("."):
            entry = entry[part]
        return _true_minus(Formatter().vformat(entry.strip(), (), values))


def _true_minus(text: str) -> str:
    """``text`` with the hyphens before its negative numbers replaced by minus signs."""
    return re.sub(r"(?<!\w)-(?=\d)", "−", text)


def _merge(into: dict[str, Any], more: dict[str, Any], source: str) -> None:
    """Add the entries of ``more``, a table of tables at most, to ``into``."""
    for name, entry in more.items():
        if isinstance(entry, dict):
            _merge(into.setdefault(name, {}), entry, source)
        elif name in into:
            raise ValueError(f"{source}: the entry {name!r} stands in another file already")
        else:
            into[name] = entry
