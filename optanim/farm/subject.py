"""What a film is about: one that ships, or a race from a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from optanim.base import shipped
from optanim.race_file.request import RaceRequest


@dataclass(frozen=True, eq=False)
class Subject:
    """A film that is wanted: the one that ships as ``name``, or that of the race ``request``."""

    name: str
    request: RaceRequest | None = None

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that it is made of, which must not be written over."""
        return self.request.inputs if self.request else (shipped.scene(self.name),)


def apart(wanted: Iterable[tuple[str, RaceRequest | None]]) -> tuple[Subject, ...]:
    """The subjects of these names and races, each under a name of its own.

    Where two have one name, whatever its capitals, the second is called ``name-2``.
    """
    found: dict[str, Subject] = {}
    for name, request in wanted:
        numbered = (f"{name}-{number}" for number in count(2))
        free = next(one for one in chain([name], numbered) if one.casefold() not in found)
        found[free.casefold()] = Subject(free, request)
    return tuple(found.values())
