"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from optanim.base.errors import OptanimError


@contextmanager
def whole(path: str | Path) -> Iterator[Path]:
    """A draft beside ``path`` to write to; it takes the path's place when the block ends well.

    The folder is made where it is missing. Raises OptanimError where the path is a folder or
    cannot be written; the draft is gone in any case.
    """
    path, draft = Path(path), None
    try:
        if path.is_dir():
            raise OptanimError(f"{path}: cannot be written: it is a folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".draft-", suffix=path.suffix)
        os.close(handle)
        draft = Path(name)
        yield draft
        draft.chmod(0o644)
        draft.replace(path)
    except OSError as error:
        raise OptanimError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def check_writable(path: str | Path, suffix: str) -> None:
    """Raise OptanimError where ``path`` does not end in ``suffix`` or cannot be written.

    For asking before the work is done; what is there already will be replaced, as a whole.
    """
    path = Path(path)
    if path.is_dir():
        raise OptanimError(f"{path}: cannot be written: it is a folder")
    if path.suffix != suffix:
        raise OptanimError(f"{path}: must end in {suffix}")
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if not folder.is_dir():
        raise OptanimError(f"{path}: cannot be written: {folder} is no folder")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OptanimError(f"{path}: cannot be written: {error.strerror or error}") from None
