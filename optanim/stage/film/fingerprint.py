"""A fingerprint that keeps Manim's cache from serving a film drawn by older code."""

from __future__ import annotations

import hashlib
from importlib import resources

from manim import Mobject


class Stamp(Mobject):
    """Nothing to see: its text is part of Manim's cache key, which skips code and camera."""

    def __init__(self, *parts: str) -> None:
        super().__init__()
        self.fingerprint = " ".join([drawing_code(), *parts])


def drawing_code() -> str:
    """SHA-256 over the sources and the words of this package."""
    digest = hashlib.sha256()
    folders = [resources.files("optanim")]
    while folders:
        for entry in sorted(folders.pop().iterdir(), key=lambda entry: entry.name):
            if entry.is_dir() and entry.name != "__pycache__":
                folders.append(entry)
            elif entry.name.endswith((".py", ".toml")):
                digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()
