"""Shortening and quoting what users wrote, and what is seen of it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from rich.cells import split_graphemes

ELLIPSIS = "…"
_RIGHT_TO_LEFT = ("R", "AL")  # Hebrew and its kin, Arabic and its kin
_ISOLATE, _END = "\u200e\u2068", "\u2069"  # Pango takes a sentence's direction from a mark before


def shortened(words: str, kept: int) -> str:
    """``words`` with its middle left out: ``kept`` characters of both ends, an ellipsis between.

    ``shortened("a long name", 6)`` is "a l…ame"; blanks beside the ellipsis go as well. A letter
    and its accents, or what else makes one character to the eye, stay together.
    """
    spans, _ = split_graphemes(words)
    if kept >= len(spans):
        return words
    letters = [words[start:end] for start, end, _ in spans]
    back = letters[len(letters) - kept // 2 :]
    return "".join(letters[: (kept + 1) // 2]).rstrip() + ELLIPSIS + "".join(back).lstrip()


def seen(words: str) -> str:
    """What is seen of ``words``, to tell whether two texts look alike.

    Accents are one with their letters, characters that show nothing are left out, and a blank is a
    blank, however wide.
    """
    composed = unicodedata.normalize("NFC", words)
    return " ".join("".join(c for c in composed if unicodedata.category(c) != "Cf").split())


def isolated(words: str) -> str:
    """``words`` as they go into a sentence: those from right to left leave it its own direction."""
    return f"{_ISOLATE}{words}{_END}" if from_right(words) else words


def from_right(words: str) -> bool:
    """Whether ``words`` have a letter that is written from right to left, as Hebrew and Arabic."""
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in words)


def quoted(value: Any, kept: int = 60) -> str:
    """Any ``value`` as a message quotes it: on one line, its middle left out where it is long.

    Of more than ``kept`` characters only the first and the last are shown, and those that cannot
    be printed by their number.
    """
    try:
        words = re.sub(r"\s+", " ", str(value))
    except Exception:  # noqa: BLE001  # Python writes no numbers of 5,000 digits, others nothing
        words = f"{type(value).__name__} that cannot be written down"
    if len(words) > kept:
        words = words[: kept // 2] + ELLIPSIS + words[len(words) - kept // 2 + 1 :]
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words)
