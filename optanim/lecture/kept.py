"""What lies in a lecture's folder, and of what it was made: so that it is made once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from optanim.base.files import check_writable, finally_at, whole
from optanim.base.marks import is_ours, mark

FILE = "made.json"
"""The table of what was made, in the lecture's folder."""


class Kept:
    """The files of a ``folder`` that were made by optanim, and are as they were then.

    What is called for again with the same digest is taken as it is. ``made`` and ``taken`` are the
    names of what was made anew and of what was there. What somebody else made is replaced only by
    ``force``. Plain texts, which are copied from, have no mark in them: their checksum is kept.
    """

    def __init__(self, folder: Path, force: bool = False) -> None:
        self.folder, self.force = folder, force
        self.made: list[str] = []
        self.taken: list[str] = []
        self._digests: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._current: set[str] = set()
        with suppress(OSError, ValueError):
            if is_ours(folder / FILE):
                told = json.loads((folder / FILE).read_text("utf-8"))
                self._digests, self._texts = told["digests"], told["texts"]

    def take(self, name: str, digest: str, beside: Iterable[str] = ()) -> Path | None:
        """The file ``name`` if it was made with this ``digest`` and is whole; None else.

        So have to be those with its name and the endings of ``beside``.
        """
        names = _with(name, beside)
        if any(self._digests.get(each) != digest for each in names):
            return None
        if not all(map(self._is_ours, names)):
            return None
        self.taken.append(name)
        self._current.update(names)
        return self.folder / name

    def make(
        self, name: str, digest: str, make: Callable[[Path], object], beside: Iterable[str] = ()
    ) -> Path:
        """The file ``name``, by ``make`` of its path unless it is there already.

        Raises OptanimError where it would be written over what somebody else made, unless by force.
        """
        if taken := self.take(name, digest, beside):
            return taken
        self.check(name, beside)
        path, names = self.folder / name, _with(name, beside)
        make(path)
        self.made.append(name)
        self._current.update(names)
        self._digests |= dict.fromkeys(names, digest)
        if path.suffix == ".txt":
            self._texts[name] = _checksum(path)
        self._write()
        return path

    def check(self, name: str, beside: Iterable[str] = ()) -> None:
        """Raise OptanimError where ``name``, or what goes beside it, must not be written."""
        for each in _with(name, beside):
            path = self.folder / each
            check_writable(path, path.suffix, force=self.force or self._is_ours(each))

    def there(self, part: str) -> list[str]:
        """The names of all files in the folder's ``part``, without drafts of who was killed."""
        found = (path for path in (self.folder / part).rglob("*") if path.is_file())
        files = (path for path in found if finally_at(path) == path)
        return sorted(path.relative_to(self.folder).as_posix() for path in files)

    def sweep(self) -> list[str]:
        """Remove what was made for an earlier lecture in this folder, and is as it was then.

        Only once all is made: what was neither made nor taken this time is not of this lecture.
        """
        old = [name for name in self._digests if name not in self._current]
        ours = [name for name in old if self._is_ours(name)]
        for name in ours:
            (self.folder / name).unlink()
        self._digests = {name: self._digests[name] for name in sorted(self._current)}
        self._write()
        return ours

    def _is_ours(self, name: str) -> bool:
        """Whether the file is as optanim wrote it."""
        path = self.folder / name
        if path.suffix == ".txt":
            return path.is_file() and self._texts.get(name) == _checksum(path)
        return is_ours(path)

    def _write(self) -> None:
        with whole(self.folder / FILE) as draft:
            told = {"digests": self._digests, "texts": self._texts}
            draft.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
            mark(draft)


def combined(*digests: str) -> str:
    """One digest of several, in their order."""
    return sha256("\n".join(digests).encode()).hexdigest()


def _with(name: str, beside: Iterable[str]) -> list[str]:
    """The file's name, and those of what goes beside it."""
    return [name, *(str(Path(name).with_suffix(suffix)) for suffix in beside)]


def _checksum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
