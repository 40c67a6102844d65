"""Shortening what users wrote."""

from __future__ import annotations

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
