"""All words that a film shows or says: one catalogue a language, a folder of TOML files here.

An entry is a text with ``{fields}``, found by its dotted name. A word that depends on a number is
written in all forms that the language has, ``{steps} {steps:|step|steps}``; which one is taken,
says the language's ``language.plural``, in the notation of gettext's plural forms. What else a
language says of itself in its table ``language`` are properties of `Words`.
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path
from string import Formatter
from typing import Any

from optanim.base.errors import OptanimError
from optanim.base.numbers import number

FOLDER = Path(__file__).parent
"""Where the languages' folders lie."""
ENGLISH = "en"
"""The language that all others fall back on."""
_NAMED = 6  # missing entries that a warning names, at most
# What a language need not say of itself: it is then as in English.
_OPTIONAL = {f"language.{name}" for name in ("reading", "between", "font", "package", "together")}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Words:
    """The catalogue of one language; call it with an entry's dotted name to get the text.

    ``entries`` are tables of tables of texts, and ``plural`` tells which of a word's forms goes
    with a whole number.
    """

    language: str
    entries: Mapping[str, Any]
    plural: Callable[[int], int]

    @classmethod
    def load(cls, language: str = ENGLISH) -> Words:
        """The words of ``language``.

        What the language lacks is in English, and one warning says how much it is. Raises
        OptanimError for an unknown language, ValueError for an entry that stands twice, that
        English does not have, that is a text where English has a number or the other way round, or
        that has a field that the English one has not.
        """
        return _loaded(named(language), FOLDER)

    def __call__(self, name: str, /, **values: Any) -> str:
        """The entry at the dotted ``name``, its ``{fields}`` filled with ``values``.

        Raises KeyError for an entry or a field that is missing: both are the author's mistakes.
        """
        entry = self._entry(name)
        try:
            return _true_minus(_Filling(self.plural).vformat(entry.strip(), (), values))
        except KeyError as field:
            raise KeyError(f"{self.language}, {name!r}: no value for its field {field}") from None

    @property
    def texts(self) -> list[str]:
        """All entries as they are written, with their fields; none of the table ``language``."""
        names = _names(self.entries)
        return [self._entry(name) for name in names if not name.startswith("language.")]

    @property
    def reading(self) -> float:
        """How many characters of its narration are read in a second."""
        return float(self.entries["language"]["reading"])

    @property
    def code(self) -> str:
        """The language in three letters of ISO 639-2: ``eng``."""
        return str(self.entries["language"]["code"])

    @property
    def font(self) -> str:
        """The font that has the letters which the films' font lacks; empty where it lacks none."""
        return str(self.entries["language"]["font"])

    @property
    def package(self) -> str:
        """The package of Debian that `font` is in; empty where there is no such font."""
        return str(self.entries["language"]["package"])

    @property
    def together(self) -> tuple[str, ...]:
        """What no title is broken within, where a script may be broken between any two letters."""
        return tuple(filter(None, str(self.entries["language"]["together"]).split("|")))

    def _entry(self, name: str) -> Any:
        entry: Any = self.entries
        for part in name.split("."):
            if not isinstance(entry, Mapping) or part not in entry:
                raise KeyError(f"no language has the entry {name!r}")
            entry = entry[part]
        return entry

    def listed(self, parts: Iterable[str]) -> str:
        """All ``parts`` in one text, as the language lists them: ``0.1, 0.5``."""
        return str(self.entries["language"]["between"]).join(parts)

    def get(self, name: str, otherwise: str, /, **values: Any) -> str:
        """The same, or ``otherwise`` where no language has such an entry."""
        try:
            return self(name, **values)
        except KeyError:
            return otherwise


def languages(folder: Path = FOLDER) -> dict[str, Path]:
    """The folders of the languages that there are, by name."""
    found = {part.name: part for part in folder.iterdir() if part.is_dir()}
    return {name: found[name] for name in sorted(found) if not name.startswith("_")}


def named(name: str) -> str:
    """``name``, which is a language's; OptanimError, with the choices, where there is no such one.

    What there is to say of the language's words is left to when they are loaded.
    """
    if name not in (known := languages(FOLDER)):
        raise OptanimError(f"unknown language {name!r}: choose from {', '.join(known)}")
    return name


class _Filling(Formatter):
    """Fills in fields, of which ``{count:|one|many}`` is a choice of words.

    ``{rate:g}`` is a number as on an axis, ``{rate:.3g}`` one of three digits.
    """

    def __init__(self, plural: Callable[[int], int]) -> None:
        self.plural = plural

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec.startswith("|"):
            return format_spec[1:].split("|")[self.plural(int(value))]
        if format_spec.endswith("g"):
            return number(value, int(format_spec[1:-1] or 6))
        return super().format_field(value, format_spec)


@cache
def _loaded(language: str, folder: Path) -> Words:
    known = languages(folder)
    entries, english = (_entries(known[name]) for name in (language, ENGLISH))
    _check(entries, english, language)
    if lacking := sorted(set(_names(english)) - set(_names(entries)) - _OPTIONAL):
        named = [*lacking[:_NAMED], *(["…"] if len(lacking) > _NAMED else [])]
        count = "1 entry" if len(lacking) == 1 else f"{len(lacking)} entries"
        _log.warning("%s lacks %s, in English: %s", language, count, ", ".join(named))
    entries = _filled(entries, english)
    return Words(language, entries, c2py(entries["language"]["plural"]))


def _entries(folder: Path) -> dict[str, Any]:
    """What stands in all files of ``folder`` together."""
    entries: dict[str, Any] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        _add(entries, tomllib.loads(file.read_text("utf-8")), file.name)
    return entries


def _add(into: dict[str, Any], more: Mapping[str, Any], source: str) -> None:
    """Add the entries of ``more``, a table of tables at most, to ``into``."""
    for name, entry in more.items():
        table = into.setdefault(name, {}) if isinstance(entry, dict) else None
        if isinstance(table, dict):
            _add(table, entry, source)
        elif name in into:
            raise ValueError(f"{source}: the entry {name!r} stands in another file already")
        else:
            into[name] = entry


def _check(entries: Mapping[str, Any], english: Mapping[str, Any], where: str) -> None:
    """Raise ValueError for an entry or a field that English does not have, or has otherwise."""
    for name, entry in entries.items():
        if name not in english:
            raise ValueError(f"{where}.{name}: English has no such entry")
        if isinstance(entry, Mapping):
            _check(entry, english[name], f"{where}.{name}")
        elif isinstance(entry, str) != isinstance(english[name], str):
            raise ValueError(f"{where}.{name}: {entry!r} is not written as {english[name]!r} is")
        elif strange := _fields(entry) - _fields(english[name]):
            raise ValueError(f"{where}.{name}: English has no field {', '.join(sorted(strange))}")


def _fields(entry: Any) -> set[str]:
    """The names of the fields of a text; a number has none."""
    return {field for _, field, _, _ in Formatter().parse(str(entry)) if field}


def _names(entries: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """The dotted names of all entries."""
    for name, entry in entries.items():
        if isinstance(entry, Mapping):
            yield from _names(entry, f"{above}{name}.")
        else:
            yield above + name


def _filled(entries: Mapping[str, Any], english: Mapping[str, Any]) -> dict[str, Any]:
    """``entries``, and those of ``english`` that are missing."""
    own = {k: _filled(v, english.get(k, {})) if isinstance(v, Mapping) else v
           for k, v in entries.items()}  # fmt: skip
    return {**english, **own}


def _true_minus(text: str) -> str:
    """``text`` with the hyphens before its negative numbers replaced by minus signs."""
    return re.sub(r"(?<!\w)-(?=\d)", "−", text)
