"""Office files, which are zip archives: the same bytes for the same content, and sealed by it.

The seal is a checksum of all parts, and stands as the identifier among the file's properties:
"optanim 0123456789abcdef". Programs that save the file again change its parts, so that it is
somebody's own from then on.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

PROPERTIES = "docProps/core.xml"
"""The part that has title, author and identifier."""
UNSEALED = "optanim " + "0" * 16
"""The identifier of a file that is to be sealed."""
PIECE = 2**20
"""So many bytes are read at a time."""
_SEAL = re.compile(rb"optanim [0-9a-f]{16}")
_NEVER = 1980, 1, 1, 0, 0, 0  # the earliest date that a zip archive can have
_PACKED_ALREADY = (".mp4", ".jpg", ".jpeg", ".png")


def seal(source: Path, target: Path) -> None:
    """Write the archive ``source``, whose identifier is `UNSEALED`, to ``target``, sealed.

    Its parts have no dates any more, so that equal content gives equal files. Raises ValueError
    where there is no such identifier.
    """
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w") as written:
        seal = _checksum(read).encode()
        if UNSEALED.encode() not in read.read(PROPERTIES):
            raise ValueError(f"{source}: has no identifier {UNSEALED!r} among its properties")
        for part in read.infolist():
            content = read.read(part)
            if part.filename == PROPERTIES:
                content = content.replace(UNSEALED.encode(), seal)
            stored = part.filename.lower().endswith(_PACKED_ALREADY)
            method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            written.writestr(zipfile.ZipInfo(part.filename, _NEVER), content, method)


def is_sealed(path: Path) -> bool:
    """Whether the archive at ``path`` is as it was sealed. Raises errors of many kinds for none."""
    with zipfile.ZipFile(path) as packed:
        return _checksum(packed).encode() in packed.read(PROPERTIES)


def _checksum(packed: zipfile.ZipFile) -> str:
    """The seal of an archive, whether or not it has been sealed."""
    digest = hashlib.sha256()
    for part in packed.infolist():
        digest.update(f"{part.filename} {part.file_size} ".encode())
        if part.filename == PROPERTIES:
            digest.update(_SEAL.sub(UNSEALED.encode(), packed.read(part)))
        else:
            with packed.open(part) as content:
                while piece := content.read(PIECE):
                    digest.update(piece)
    return f"optanim {digest.hexdigest():.16}"
