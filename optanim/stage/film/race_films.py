"""Films of any race, one for each view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from optanim.race_file.presentation import Showing
from optanim.stage.film.acts import RaceActs
from optanim.stage.film.space_acts import SpaceActs
from optanim.studies.racing import Race


class RaceFilm(RaceActs):
    """A race on the map, or side by side.

    ``progress`` is called with the share of the film that is made.
    """

    told: ClassVar[tuple[Race, Showing]]
    progress: ClassVar[Callable[[float], None]]

    def construct(self) -> None:
        """The race from its ground to its result."""
        self.tell_race(*self.told)

    def play(self, *args: Any, **kwargs: Any) -> None:
        """Play, and say how much is done."""
        super().play(*args, **kwargs)
        type(self).progress(min(self.timeline.seconds / self.told[1].seconds, 1.0))


class SpaceRaceFilm(RaceFilm, SpaceActs):
    """A race on the surface of its loss."""


FILMS: Mapping[str, type[RaceFilm]] = MappingProxyType(
    {"side-by-side": RaceFilm, "map": RaceFilm, "surface": SpaceRaceFilm}
)
"""By a race file's view."""
