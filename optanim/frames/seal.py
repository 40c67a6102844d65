"""A checksum at the end of a film's segment, so that a broken one is known from a whole one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

SIZE = hashlib.sha256().digest_size
# What players pass over: an MP4's free box, with its length before it, and Matroska's Void element.
HEADS: Mapping[str, bytes] = MappingProxyType(
    {
        ".mp4": (8 + SIZE).to_bytes(4, "big") + b"free",
        ".mov": (8 + SIZE).to_bytes(4, "big") + b"free",
        ".webm": bytes([0xEC, 0x80 | SIZE]),
    }
)


def seal(path: Path) -> None:
    """Append the checksum of the film at ``path`` and its name, where players pass it over."""
    content = path.read_bytes()
    with path.open("ab") as file:
        file.write(HEADS[path.suffix] + _checksum(path, content))


def is_sealed(path: Path) -> bool:
    """Whether the film at ``path`` is there and as it was sealed, under this name."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    head = HEADS[path.suffix]
    end = len(content) - len(head) - SIZE
    return end > 0 and content[end:] == head + _checksum(path, content[:end])


def _checksum(path: Path, content: bytes) -> bytes:
    return hashlib.sha256(path.name.encode() + content).digest()
