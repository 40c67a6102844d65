"""What a finished film says of itself: title, chapters, versions, fingerprints."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from optanim.base.marks import MARK
from optanim.films.notes import Chapter, annotate
from optanim.stage.film.timeline import Timeline


def write_notes(title: str, timeline: Timeline, path: Path, is_part: bool = False) -> None:
    """Write ``title``, versions and fingerprints into the MP4 at ``path``.

    Chapters too, unless it ``is_part`` of the film that the ``timeline`` tells of.
    """
    chapters = [
        Chapter(section["title"], section["start"], section["end"])
        for section in ([] if is_part else timeline.closed_sections)
    ]
    notes = {"title": title, **{name: version(name) for name in (MARK, "torch", "manim")}}
    notes |= {f"run {name}": print_ for name, print_ in timeline.fingerprints.items()}
    annotate(path, notes, chapters)
