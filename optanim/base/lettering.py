"""Whether a text can be drawn, and which of its characters cannot.

Pango sets all type of the films, and takes what a font lacks from any other that is installed. So
it is Pango that is asked, by having it set the text: it sets a box in the place of a character that
no font has, and a picture, or nothing at all, in the place of some others.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from optanim.base.text import from_right, seen

FONT = "Inter"
"""The font of the films."""
MOST_MARKS = 4
"""Accents on one letter that a line has room for: Vietnamese takes two, Hebrew three."""

_NOT_IN_A_LINE = ("Cc", "Cs", "Zl", "Zp")  # control characters, half a character, ends of lines
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = ("Cf", "Mn", "Zs")  # by nature, or without a letter to stand on
_MARGIN = "\u2003" * 2  # 40 units where type is set at 20 to the em, as Manim sets the size of 96
_NAMED = 3  # characters that a message names, at most


def refusal(name: str, font: str = FONT) -> str | None:
    """Why ``name``, of whatever people name, cannot stand in a film; None where it can.

    It must be one line of text with something to be seen, and `undrawable` nowhere. The answer is
    one line that names characters by their number and name in Unicode::

        no installed font has '🚀' (U+1F680 ROCKET): neither Inter nor any other
    """
    if not seen(name):
        return "must be one line that is not blank"
    if turning := [letter for letter in dict.fromkeys(name) if letter in _TURNING]:
        return f"would turn the text around it: leave out {_named(turning)}"
    if (marks := _most_marks(name)) > MOST_MARKS:
        return f"has {marks} accents on one letter, a line has room for {MOST_MARKS}"
    if why := undrawable(name, font):
        return why
    if not name.isascii() and not _has_glyph(_set(name, font)):
        return f"shows nothing that is drawn: {_named(list(dict.fromkeys(name)))}"
    return None


def undrawable(words: str, font: str = FONT) -> str | None:
    """Why the line ``words`` cannot be set in ``font`` and its substitutes; None where it can.

    Nothing is refused for having no outline where it is meant to have none, as a blank.
    """
    if words.isascii() and words.isprintable():
        return None
    letters = list(dict.fromkeys(words))
    if strange := [c for c in letters if unicodedata.category(c) in _NOT_IN_A_LINE]:
        return f"must be one line of text: leave out {_named(strange)}"
    letters = [letter for letter in letters if not letter.isascii()]
    alone = {letter: _set(letter, font) for letter in letters}
    if missing := [letter for letter in letters if _has_box(alone[letter])]:
        return f"no installed font has {_named(missing)}: neither {font} nor any other"
    if pictures := [letter for letter in letters if _has_picture(alone[letter])]:
        return f"the font that has {_named(pictures)} holds pictures, a film needs outlines"
    unseen = [letter for letter in letters if not _has_glyph(alone[letter])]
    if unseen := [c for c in unseen if unicodedata.category(c) not in _INVISIBLE]:
        return f"no installed font draws anything for {_named(unseen)}"
    together = _set(words, font)
    if _has_box(together) or _has_picture(together):
        return f"the installed fonts cannot join {_named(letters)}"
    return None


def settable(words: str) -> str:
    """``words`` as Manim sets them whole: it begins at the right edge what is written from there.

    But it begins all lines 30 units further to the right, where Cairo leaves out what is beyond the
    edge. Blanks in front, which show nothing, keep the letters within.
    """
    return _MARGIN + words if from_right(words) else words


def _most_marks(words: str) -> int:
    """The most accents on one letter, without those that are one character with it."""
    most = count = 0
    for letter in unicodedata.normalize("NFC", words):
        kind = unicodedata.category(letter)
        if kind != "Cf":
            count = count + 1 if kind in ("Mn", "Me") else 0
        most = max(most, count)
    return most


def _named(letters: Sequence[str]) -> str:
    more = [f"{len(letters) - _NAMED} more"] if len(letters) > _NAMED else []
    return ", ".join([*map(_name, letters[:_NAMED]), *more])


def _name(letter: str) -> str:
    code = f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".rstrip()
    plain = letter.isprintable() and not unicodedata.category(letter).startswith("M")
    return f"{letter!r} ({code})" if plain else code


@lru_cache(maxsize=10_000)
def _set(words: str, font: str) -> str:
    """The SVG that Pango makes of ``words``."""
    from manimpango import TextSetting, text2svg  # only texts beyond ASCII need Pango loaded

    words = settable(words)
    setting = TextSetting(0, len(words), font, "NORMAL", "NORMAL", line_num=0)
    with _file() as path:
        text2svg([setting], 20.0, 34.0, False, str(path), 30, 30, 100_000, 1_000, words)
        return path.read_text("utf-8")


@contextmanager
def _file() -> Iterator[Path]:
    """A file for a moment: on Linux in memory, so that looking at a race writes to no folder."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("words.svg")
        try:
            yield Path(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder, "words.svg")


def _has_box(svg: str) -> bool:
    """Whether a path is stroked: outlines are filled."""
    return "stroke-width" in svg


def _has_picture(svg: str) -> bool:
    return "<image" in svg


def _has_glyph(svg: str) -> bool:
    """Whether a glyph stands somewhere that has an outline: a blank has none."""
    outlined = re.findall(r'id="(glyph[^"]*)">\s*<path[^>]* d="M', svg)
    return not set(outlined).isdisjoint(re.findall(r'<use [^>]*href="#([^"]*)"', svg))
