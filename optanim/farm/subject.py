"""What a film is about: one that ships, or a race from a file."""

from __future__ import annotations

from dataclasses import dataclass
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
