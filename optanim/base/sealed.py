"""Arrays in one .npz file, sealed by a checksum over all of them.

The checksum finds what happened by accident, in any part of the file. Against somebody who means to
deceive it is no help: whoever edits a file can seal it anew.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from optanim.base.errors import OptanimError

SEAL = "checksum"
MOST_BYTES = 2**30
"""So much a file may unpack to: some 30 arrays of 100,000 steps, ten times over."""


def write(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write ``arrays`` and their checksum."""
    with path.open("wb") as file:
        sealed = {**arrays, SEAL: np.array(_checksum(arrays))}
        np.savez_compressed(file, allow_pickle=False, **sealed)


def read(path: Path) -> dict[str, np.ndarray]:
    """The arrays of a file, unsealed.

    Of a file that is damaged or another's, zipfile and NumPy raise errors of many kinds. Raises
    ValueError where the checksum is not theirs, or where they are larger than `MOST_BYTES`, before
    they are unpacked, and OptanimError where there is none.
    """
    with zipfile.ZipFile(path) as packed:
        size = sum(part.file_size for part in packed.infolist())
    if size > MOST_BYTES:
        raise ValueError(f"it would unpack to {size} bytes, {MOST_BYTES} at most are read")
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    if SEAL not in arrays:
        raise OptanimError(
            "no archive of optanim, or one of an earlier version: no checksum is in it"
        )
    if str(arrays.pop(SEAL)) != _checksum(arrays):
        raise ValueError("its checksum is not that of its content")
    return arrays


def _checksum(arrays: Mapping[str, np.ndarray]) -> str:
    digest = hashlib.sha256()
    for name, array in sorted(arrays.items()):
        digest.update(f"{name} {array.dtype.str} {array.shape} ".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()
