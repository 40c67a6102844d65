"""How a file shows that it is as optanim wrote it, and so may be replaced without a question.

At the end of films, pictures, GIFs, timelines, WebVTT, pages and documents, where readers pass it
over, stands a checksum of all that is before it. An archive has one of its arrays, a race file one
in its first line, slides for PowerPoint one among their properties; subcaptions have to be what the
timeline beside them says. A trajectory's CSV has no place for any: it is known by its form, to the
letter.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

from optanim.base import packed, sealed

MARK = "optanim"
"""The name of the note or key that tells which version wrote a file."""
COLUMNS = re.compile(r"step,(\w+),(\w+),loss,gradient_\1,gradient_\2,lr(,[^\r\n]+)?\r\n")
"""The header of a trajectory's CSV, to the ends that lines have there."""
UNSEEN = "\u2060"
"""What keeps players from taking a bracket in a subcaption for a command."""
PIECE = 2**20
"""So many bytes are read at a time."""


class Ending(NamedTuple):
    """What a file ends with, and what it ends with once it is marked with a note."""

    plain: bytes
    marked: Callable[[bytes], bytes]


def mark(path: Path, name: str = "") -> None:
    """Write the mark into the file at ``path``, which is known by it as long as nobody edits it.

    With a ``name``, only who asks for that name knows it. Raises KeyError for an ending that is
    none of `ENDINGS`.
    """
    ending = ENDINGS[path.suffix]
    with path.open("r+b") as file:
        size = file.seek(-len(ending.plain), os.SEEK_END)
        note = _note(file, size, name)
        file.seek(size)
        file.write(ending.marked(note))


def is_ours(path: Path, name: str = "") -> bool:
    """Whether the file at ``path`` is as optanim wrote it; the ending says what to look for."""
    look = _LOOKS.get(path.suffix)
    try:
        return _is_marked(path, name) if look is None else bool(look(path))
    except Exception:  # noqa: BLE001  # whatever cannot be read was not written by optanim
        return False


def doubt(path: Path) -> str:
    """Why the file at ``path``, which is not known to be optanim's, may be somebody's work."""
    if path.suffix == ".csv":
        return "it is not a trajectory as optanim writes it"
    return (
        "nothing shows that it is as optanim wrote it: it may be somebody's, or edited since, or "
        "of an earlier version"
    )


def signed(text: str) -> str:
    """``text`` below a comment by which a race file is known, as long as nobody edits it."""
    return f"# Saved by optanim: {hashlib.sha256(text.encode()).hexdigest()[:16]}\n{text}"


def _is_marked(path: Path, name: str) -> bool:
    marked = ENDINGS[path.suffix].marked
    with path.open("rb") as file:
        size = file.seek(-len(marked(_written("0" * 16))), os.SEEK_END)
        found = file.read()
        return found == marked(_note(file, size, name))


def _note(file: BinaryIO, size: int, name: str) -> bytes:
    """The note for the first ``size`` bytes of ``file``."""
    checksum = hashlib.sha256(name.encode())
    file.seek(0)
    while piece := file.read(min(size, PIECE)):
        checksum.update(piece)
        size -= len(piece)
    return _written(checksum.hexdigest())


def _written(checksum: str) -> bytes:
    return f"{MARK} {checksum:.16}".encode()


def _race(path: Path) -> bool:
    text = path.read_text("utf-8")
    return text == signed(text.partition("\n")[2])


def _trajectory(path: Path) -> bool:
    """Whether a table is a trajectory, row after row, and every number as Python writes it."""
    with path.open(newline="", encoding="utf-8") as file:
        header = file.readline(10_000)
        if not COLUMNS.fullmatch(header):
            return False
        width = header.count(",")
        for number, line in enumerate(file):
            cells = line.removesuffix("\r\n").split(",")
            if not line.endswith("\r\n") or cells.pop(0) != str(number) or len(cells) != width:
                return False
            if any(cell and cell != repr(float(cell)) for cell in cells):
                return False
    return True


def _subcaptions(path: Path) -> bool:
    beside, text = path.with_suffix(".json"), path.read_text("utf-8")
    captions = json.loads(beside.read_text("utf-8"))["captions"]
    told = zip(text.strip().split("\n\n"), captions, strict=True)
    return all(_tells(block, line) for block, line in told) and is_ours(beside)


def _tells(block: str, line: Mapping[str, Any]) -> bool:
    """Whether a subcaption is the line of a timeline, with its times to two milliseconds."""
    _, times, text = block.split("\n", 2)
    said = [
        3600 * int(hours) + 60 * int(minutes) + float(seconds.replace(",", "."))
        for hours, minutes, seconds in (time.split(":") for time in times.split(" --> "))
    ]
    near = (abs(a - b) < 2e-3 for a, b in zip(said, (line["start"], line["end"]), strict=True))
    return text.replace(UNSEEN, "") == line["text"].replace(UNSEEN, "") and all(near)


def _free_box(note: bytes) -> bytes:
    """What players of MP4 pass over: a box with its length before it."""
    return (8 + len(note)).to_bytes(4, "big") + b"free" + note


def _void_element(note: bytes) -> bytes:
    """What players of Matroska pass over."""
    return bytes([0xEC, 0x80 | len(note)]) + note


def _gif_comment(note: bytes) -> bytes:
    """A comment as the GIF format has it: introducer, label, length, text, end; and the trailer."""
    return b"\x21\xfe" + bytes([len(note)]) + note + b"\0;"


def _png_text(note: bytes) -> bytes:
    """A chunk of text as the PNG format has it: length, kind, text, checksum; and the end."""
    text = b"Software\0" + note
    checksum = zlib.crc32(b"tEXt" + text)
    return len(text).to_bytes(4, "big") + b"tEXt" + text + checksum.to_bytes(4, "big") + PNG_END


def _vtt_note(note: bytes) -> bytes:
    """A comment as WebVTT has it: a block of its own."""
    return b"\nNOTE " + note + b"\n"


def _key(note: bytes) -> bytes:
    """One key more of a JSON object."""
    return b', "checksum": "' + note + b'"}'


def _html_comment(note: bytes) -> bytes:
    """A comment behind the page."""
    return b"<!-- " + note + b" -->\n"


def _pdf_comment(note: bytes) -> bytes:
    """A comment behind the end of the document."""
    return b"\n%" + note + b"\n"


PNG_END = b"\0\0\0\0IEND\xae\x42\x60\x82"
ENDINGS: Mapping[str, Ending] = MappingProxyType(
    {
        ".mp4": Ending(b"", _free_box),
        ".mov": Ending(b"", _free_box),
        ".webm": Ending(b"", _void_element),
        ".gif": Ending(b";", _gif_comment),
        ".png": Ending(PNG_END, _png_text),
        ".json": Ending(b"}", _key),
        ".vtt": Ending(b"", _vtt_note),
        ".html": Ending(b"", _html_comment),
        ".pdf": Ending(b"", _pdf_comment),
    }
)
_LOOKS: Mapping[str, Callable[[Path], Any]] = MappingProxyType(
    {
        ".npz": sealed.read,
        ".csv": _trajectory,
        ".srt": _subcaptions,
        ".toml": _race,
        ".pptx": packed.is_sealed,
    }
)
