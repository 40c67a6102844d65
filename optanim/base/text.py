"""Shortening what users wrote."""

from __future__ import annotations

ELLIPSIS = "…"


def shortened(words: str, kept: int) -> str:
    """The first and the last of ``words``, ``kept`` characters in all, the rest an ellipsis."""
    if kept >= len(words):
        return words
    front = (kept + 1) // 2
    back = words[len(words) - (kept - front) :]
    return words[:front].rstrip() + ELLIPSIS + back.lstrip()
