"""Where a film may be put: with what is written beside it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from optanim.base.files import check_writable

BESIDE = (".json", ".srt")
"""Endings of timeline and subcaptions, which are written where the film is."""


SUBTITLED = (*BESIDE, ".vtt")
"""Endings of what is written beside a film that is joined of others, or has its subtitles in it."""


def check_film(
    path: str | Path,
    inputs: Iterable[str | Path] = (),
    force: bool = False,
    beside: Iterable[str] = BESIDE,
) -> None:
    """Raise OptanimError where the film ``path``, or what goes beside it, cannot be written.

    As `check_writable` says; ``inputs`` are files that are read, ``force`` replaces any other,
    ``beside`` are the endings of what goes with the film.
    """
    path, read = Path(path), tuple(inputs)
    check_writable(path, ".mp4", inputs=read, force=force)
    for suffix in beside:
        check_writable(path.with_suffix(suffix), suffix, inputs=read, force=force)
