"""Files that are written whole or not at all, and never over what a user has made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

from optanim.base.errors import OptanimError
from optanim.base.marks import doubt, is_ours
from optanim.base.text import quoted

try:
    import fcntl
except ImportError:  # on Windows, where nobody clears up after a process that was killed
    fcntl = None  # type: ignore[assignment]

WORKPLACE = ".optanim-draft-"
"""What the names of the folders begin with that files are written in."""


def path_of(given: Any) -> Path:
    """``given`` as a path. Raises OptanimError where it is none."""
    try:
        path = Path(given)
    except TypeError:
        raise OptanimError(f"{quoted(given)} is no path of a file") from None
    if "\0" in str(path):
        raise OptanimError(f"{quoted(given)} is no path of a file")
    return path


@contextmanager
def whole(path: str | Path) -> Iterator[Path]:
    """A draft of the same name to write to; it takes the place of ``path`` once the block ends.

    So does what else is written into the draft's folder, beside ``path``. Folders are made where
    they are missing. Raises OptanimError where the path is a folder or cannot be written; the
    draft is gone in any case, and so are those of processes that were killed.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise OptanimError(f"{path}: cannot be written: it is a folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        with workplace(path.parent) as folder:
            yield folder / path.name
            for made in sorted(folder.iterdir()):
                made.replace(path.with_name(made.name))
    except OSError as error:
        where, reason = finally_at(path), error.strerror or error
        raise OptanimError(f"{where}: cannot be written: {reason}") from None


@contextmanager
def first(path: Path) -> Iterator[Path]:
    """A draft as of `whole`, which is left out where ``path`` is there by the time the block ends.

    Of processes that write the same at once all then find the same, which never changes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with workplace(path.parent) as folder:
        yield folder / path.name
        try:
            path.hardlink_to(folder / path.name)
        except FileExistsError:
            return
        except OSError:  # a disk that has no links
            (folder / path.name).replace(path)


def finally_at(draft: str | Path) -> Path:
    """Where ``draft`` is to be, as messages name it; other paths are where they are."""
    parts = Path(draft).parts
    return Path(*(part for part in parts if not part.startswith(WORKPLACE)))


def check_writable(
    path: str | Path,
    *suffixes: str,
    inputs: Iterable[str | Path] = (),
    force: bool = False,
) -> None:
    """Raise OptanimError where ``path`` must not or cannot be written.

    It has to end in one of ``suffixes``, and must be none of ``inputs``, under whatever name. What
    lies there already is replaced if it is as optanim wrote it, else only by ``force``. For asking
    before the work is done.
    """
    path = path_of(path)
    if path.is_dir():
        raise OptanimError(f"{path}: cannot be written: it is a folder")
    if path.suffix not in suffixes:
        raise OptanimError(f"{path}: must end in {' or '.join(suffixes)}")
    if path.exists():
        if not path.is_file():
            raise OptanimError(f"{path}: cannot be written: it is no file")
        for read in inputs:
            if Path(read).exists() and path.samefile(read):
                raise OptanimError(f"{path}: is read here, and must not be written over")
        if not force and not is_ours(path):
            raise OptanimError(
                f"{path}: is there already, and {doubt(path)}; name another file, or replace it "
                "by --force (in Python force=True)"
            )
    folder = next(parent for parent in path.absolute().parents if os.path.lexists(parent))
    if not folder.is_dir():
        raise OptanimError(f"{path}: cannot be written: {folder} is no folder")
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OptanimError(f"{path}: cannot be written: {error.strerror or error}") from None


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A new folder in ``folder`` that goes when the block ends, locked as long as it is in use.

    It also goes when the program ends, should the block never have been entered or left, and those
    of processes that were killed go before.
    """
    _clear(folder)
    while True:
        made = TemporaryDirectory(dir=folder, prefix=WORKPLACE, ignore_cleanup_errors=True)
        lock = _locked(Path(made.name))
        if Path(made.name).exists():  # else another process took it for a leftover
            break
        made.cleanup()
        _unlock(lock)
    try:
        yield Path(made.name)
    finally:
        made.cleanup()
        _unlock(lock)


def _clear(folder: Path) -> None:
    """Remove the workplaces in ``folder`` that no process has locked any more."""
    for left in folder.glob(f"{WORKPLACE}*"):
        lock = _locked(left, wait=False)
        if lock is not None:
            shutil.rmtree(left, ignore_errors=True)
            _unlock(lock)


def _locked(folder: Path, wait: bool = True) -> int | None:
    """A lock on ``folder``, which its process holds until it ends; None where there is none."""
    if fcntl is None:
        return None
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:  # another's, or a file system without locks
            os.close(handle)
        else:
            return handle
    return None


def _unlock(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)
