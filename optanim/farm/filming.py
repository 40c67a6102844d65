"""Films made by a crew, whole or in parts."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from optanim.base.errors import OptanimError
from optanim.base.files import whole
from optanim.farm.crew import ALONE, Crew
from optanim.farm.order import Order
from optanim.farm.workers import each
from optanim.films.output import BESIDE
from optanim.frames.share import Share
from optanim.race_file import VARIABLE
from optanim.stage.film.parts import Part, assemble, part
from optanim.stage.film.rendering import put


@dataclass(frozen=True)
class Filmed:
    """A film, its timeline and its subcaptions, by their endings; and the seconds it took.

    As bytes they come from anywhere, whether or not a disk is shared.
    """

    files: Mapping[str, bytes]
    seconds: float

    @classmethod
    def by(cls, write: Callable[[Path], object], name: str, before: float = 0.0) -> Filmed:
        """What ``write`` puts at a path called ``name``, after work of ``before`` seconds."""
        started = time.monotonic()
        with TemporaryDirectory() as folder:
            path = Path(folder, f"{name}.mp4")
            write(path)
            files = {suffix: path.with_suffix(suffix).read_bytes() for suffix in (".mp4", *BESIDE)}
        return cls(files, before + time.monotonic() - started)

    def put(self, path: Path) -> None:
        """Write all of them, beside ``path``, whole."""
        with whole(path) as draft:
            for suffix, content in self.files.items():
                draft.with_suffix(suffix).write_bytes(content)


@dataclass(frozen=True, eq=False)
class Task:
    """Part ``number`` of ``count`` of the film that ``order`` asks for.

    ``film`` is the order's place among those that are given together, ``digest`` what it was where
    they were given.
    """

    film: int
    order: Order
    digest: str
    number: int
    count: int


@dataclass(frozen=True, eq=False)
class Worked:
    """A ``part`` of a film, and the ``seconds`` that it took."""

    part: Part
    seconds: float


def films(orders: Sequence[Order], crew: Crew = ALONE) -> Iterator[tuple[Order, Filmed]]:
    """The films that are asked for, each as soon as the ``crew`` has made it.

    Raises OptanimError for what one of them cannot be made for, once those are done that have been
    begun.
    """
    parts: list[list[Worked]] = [[] for _ in orders]
    for task, made in each(work, _tasks(orders, crew), crew.executor, crew.lost):
        if isinstance(made, Filmed):
            yield orders[task.film], made
            continue
        parts[task.film].append(made)
        if len(parts[task.film]) == task.count:
            yield orders[task.film], _assembled(task.order.subject.name, parts[task.film])
            parts[task.film].clear()


def work(task: Task) -> Filmed | Worked:
    """The film of which a ``task`` is the only part, or this part.

    Raises OptanimError where the same order would give another film here than where it was given.
    """
    order, name, started = task.order, task.order.subject.name, time.monotonic()
    if order.digest != task.digest:
        raise OptanimError(
            f"{name}: {platform.node()} would make another film of it: it has other versions of "
            f"optanim, torch or NumPy, or another {VARIABLE}"
        )
    make, settings = order.scene()
    if task.count > 1:
        made = part(make, Share(task.number, task.count), settings)
        return Worked(made, time.monotonic() - started)
    return Filmed.by(lambda path: put(make, path, settings), name, time.monotonic() - started)


def _tasks(orders: Sequence[Order], crew: Crew) -> Iterator[Task]:
    """All that is to be done; those who are far are sent all that is said, too."""
    count = crew.parts_of(len(orders))
    for film, order in enumerate(orders):
        sent = order.with_speech() if crew.far else order
        for number in range(count):
            yield Task(film, sent, order.digest, number, count)


def _assembled(name: str, parts: Sequence[Worked]) -> Filmed:
    seconds = max(each.seconds for each in parts)
    return Filmed.by(partial(assemble, [each.part for each in parts]), name, seconds)
