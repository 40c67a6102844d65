"""What a finished film says of itself: title, chapters, versions, fingerprints."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from manim import Scene

from optanim.films.reading import Chapter, annotate
from optanim.stage.film.timeline import Timeline


def write_notes(kind: type[Scene], timeline: Timeline, path: Path) -> None:
    """Write the notes of a film of ``kind`` into the MP4 at ``path``."""
    chapters = [
        Chapter(section["title"], section["start"], section["end"])
        for section in timeline.closed_sections
    ]
    notes = {"title": (kind.__doc__ or kind.__name__).partition("\n")[0]}
    notes |= {name: version(name) for name in ("optanim", "torch", "manim")}
    notes |= {f"run {name}": print_ for name, print_ in timeline.fingerprints.items()}
    annotate(path, notes, chapters)
