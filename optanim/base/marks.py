"""How a file shows that optanim wrote it, and so may be replaced without a question.

Films have a note, pictures and GIFs a comment, archives their arrays, CSV files the columns of a
trajectory, timelines their keys; films in other formats than MP4 are as Manim writes them. A
race file has the checksum of its text, and subcaptions have
to be what the timeline beside them says: both are files that people go on to edit.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

MARK = "optanim"
"""The name of the note, key or comment that tells which version wrote a file."""
GIF_COMMENT = b"\x21\xfe\x07optanim\x00"
"""A comment as the GIF format has it: introducer, label, length, text, end."""
PNG_KEY = "Software"
COLUMNS = re.compile(rb"step,(\w+),(\w+),loss,gradient_\1,gradient_\2,lr(,[^\r\n]+)?\r\n")
"""The header of a trajectory's CSV, to the ends that lines have there."""
ARRAYS = frozenset(f"{name}.npy" for name in ("params", "losses", "gradients", "lrs", "provenance"))
"""What is in an archive, among others."""
UNSEEN = "\u2060"
"""What keeps players from taking a bracket in a subcaption for a command."""
TIMELINE = frozenset({"fps", "captions", "fingerprints", "steps"})
"""Keys of a timeline, of earlier versions too, which did not write the mark into it."""


def is_ours(path: Path) -> bool:
    """Whether the file at ``path`` is as optanim writes it; the ending says what to look for."""
    look = _LOOKS.get(path.suffix)
    try:
        return look is not None and look(path)
    except Exception:  # noqa: BLE001  # whatever cannot be read was not written by optanim
        return False


def signed(text: str) -> str:
    """``text`` below a comment by which a race file is known, as long as nobody edits it."""
    return f"# Saved by optanim: {hashlib.sha256(text.encode()).hexdigest()[:16]}\n{text}"


def save_png(picture: Image.Image, path: Path) -> None:
    """Write ``picture`` with the mark."""
    about = PngInfo()
    about.add_text(PNG_KEY, MARK)
    picture.save(path, format="PNG", pnginfo=about)


def mark_gif(path: Path) -> None:
    """Put the comment into a GIF: before its trailer, which is one semicolon."""
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(GIF_COMMENT + b";")


def _film(path: Path) -> bool:
    import av

    with av.open(f"file:{path}") as container:
        return MARK in container.metadata


def _transparent_film(path: Path) -> bool:
    """Manim writes such films by itself, and says so in each."""
    import av

    with av.open(f"file:{path}") as container:
        notes = {name.lower(): text for name, text in container.metadata.items()}
    return notes.get("comment", "").startswith("Rendered with Manim")


def _timeline(path: Path) -> bool:
    return json.loads(path.read_text("utf-8")).keys() >= TIMELINE


def _subcaptions(path: Path) -> bool:
    beside, text = path.with_suffix(".json"), path.read_text("utf-8")
    captions = json.loads(beside.read_text("utf-8"))["captions"]
    told = zip(text.strip().split("\n\n"), captions, strict=True)
    return all(_tells(block, line) for block, line in told) and _timeline(beside)


def _tells(block: str, line: Mapping[str, Any]) -> bool:
    """Whether a subcaption is the line of a timeline, with its times to two milliseconds."""
    _, times, text = block.split("\n", 2)
    said = [
        3600 * int(hours) + 60 * int(minutes) + float(seconds.replace(",", "."))
        for hours, minutes, seconds in (time.split(":") for time in times.split(" --> "))
    ]
    near = (abs(a - b) < 2e-3 for a, b in zip(said, (line["start"], line["end"]), strict=True))
    return text.replace(UNSEEN, "") == line["text"].replace(UNSEEN, "") and all(near)


def _picture(path: Path) -> bool:
    with Image.open(path) as picture:
        return str(picture.info.get(PNG_KEY)) == MARK


def _gif(path: Path) -> bool:
    return path.read_bytes().endswith(GIF_COMMENT + b";")


def _archive(path: Path) -> bool:
    with zipfile.ZipFile(path) as file:
        return set(file.namelist()) >= ARRAYS


def _trajectory(path: Path) -> bool:
    with path.open("rb") as file:
        return COLUMNS.fullmatch(file.readline(10_000)) is not None


def _race(path: Path) -> bool:
    text = path.read_text("utf-8")
    return text == signed(text.partition("\n")[2])


_LOOKS: Mapping[str, Callable[[Path], bool]] = MappingProxyType(
    {
        ".mp4": _film, ".json": _timeline, ".srt": _subcaptions, ".png": _picture, ".gif": _gif,
        ".npz": _archive, ".csv": _trajectory, ".toml": _race,
        ".mov": _transparent_film, ".webm": _transparent_film,
    }
)  # fmt: skip
