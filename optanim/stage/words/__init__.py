"""All words that a film shows or says, one catalogue per language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from string import Formatter
from typing import Any

from optanim.errors import OptanimError


@dataclass(frozen=True, eq=False)
class Words:
    """The catalogue of one language; call it with an entry's dotted name to get the text."""

    language: str
    entries: dict[str, Any]

    @classmethod
    def load(cls, language: str = "en") -> Words:
        """Read ``<language>.toml``; an OptanimError lists the languages there are."""
        folder = resources.files(__package__)
        found = sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml"))
        if language not in found:
            raise OptanimError(f"unknown language {language!r}: choose from {', '.join(found)}")
        return cls(language, tomllib.loads((folder / f"{language}.toml").read_text("utf-8")))

    def __call__(self, name: str, /, **values: Any) -> str:
        """The entry at the dotted ``name``, its ``{fields}`` filled with ``values``.

        Raises KeyError for an entry or a field that is missing: both are the author's mistakes.
        """
        entry: Any = self.entries
        for part in name.split("."):
            entry = entry[part]
        return Formatter().vformat(entry.strip(), (), values)
