"""Whether there is memory and disk enough for many films, counted before the first begins."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import psutil

from optanim.base.errors import OptanimError

GB = 1e9
LEAST, A_MEGAPIXEL, LARGE = 1.1, 1.0, 2.1
"""Gigabytes that rendering takes, and more for each million pixels of a frame up to so many.

Measured of the comparison, which takes most: 1.4 GB at 480p, 3.1 GB at 1080p. Of larger frames
fewer segments are encoded at a time.
"""
A_PIXEL = 2e-3
"""Bytes that a pixel of a frame takes in a film, at most, as measured."""
SECONDS, SOUND = 120.0, 3e6
"""How long a film is, about, and bytes of its sound."""
COPIES = 9
"""In a lecture: as segments, film, clips, smaller clips, in decks and in the whole."""


def check_room(
    films: int, workers: int, shape: Mapping[str, float], folder: Path, copies: int = COPIES
) -> None:
    """Raise OptanimError where ``films`` of this ``shape`` have no room.

    ``workers`` are rendered at a time, and all that is made of them, so many ``copies`` of each,
    goes to ``folder``.
    """
    pixels = shape["pixel_width"] * shape["pixel_height"]
    each = LEAST + A_MEGAPIXEL * min(pixels / 1e6, LARGE)
    free = psutil.virtual_memory().available / GB
    if workers > 1 and workers * each > free:
        raise OptanimError(
            f"--workers {workers}: each takes {each:.1f} GB of memory, and {free:.1f} GB are free: "
            f"{max(int(free / each), 1)} at most"
        )
    film = A_PIXEL * pixels * shape["frame_rate"] * SECONDS + SOUND
    needed = copies * films * film / GB
    there = next(path for path in folder.absolute().parents if path.exists())
    left = shutil.disk_usage(folder if folder.exists() else there).free / GB
    if needed > left:
        raise OptanimError(
            f"{folder}: about {needed:.1f} GB are needed on the disk, {left:.1f} GB are free: make "
            "fewer films at a time, or take a smaller quality"
        )
