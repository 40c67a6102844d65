"""Showing what users wrote, in few words."""

from __future__ import annotations

from typing import Any

ELLIPSIS = "…"


def shortened(words: str, kept: int) -> str:
    """``words`` with its middle left out: ``kept`` characters of both ends, an ellipsis between.

    ``shortened("a long name", 6)`` is "a l…ame"; blanks beside the ellipsis go as well.
    """
    if kept >= len(words):
        return words
    front = (kept + 1) // 2
    back = words[len(words) - (kept - front) :]
    return words[:front].rstrip() + ELLIPSIS + back.lstrip()


def quoted(value: Any, kept: int = 60) -> str:
    """Any ``value`` as it is quoted in a message: on one line, of ``kept`` characters at most."""
    try:
        words = str(value)
    except (ValueError, RecursionError):  # Python writes no numbers of 5,000 digits
        words = "something too large to be written"
    return shortened(" ".join(words.split()), kept - len(ELLIPSIS))
