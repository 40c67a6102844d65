"""Scenes whose race a race file may replace."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from optanim.base.errors import OptanimError
from optanim.look import theme as themes
from optanim.race_file import from_environment
from optanim.race_file.presentation import Showing
from optanim.stage.film.acts import RaceActs
from optanim.stage.film.space_acts import SpaceActs
from optanim.studies.racing import Race


class RaceScene(RaceActs):
    """A scene that tells the race of the file that OPTANIM_RACE names, where it names one.

    ``own`` is that race and what of it is shown, or None; ``views`` are those of a race file that
    the scene can show, the first in place of any other.
    """

    views: ClassVar[tuple[str, ...]] = ("side-by-side", "map")
    own: tuple[Race, Showing] | None = None

    def setup(self) -> None:
        """Read the race file, then lay out the frame in its theme; mistakes end the program."""
        try:
            spec = from_environment()
            if spec is not None:
                showing = Showing.of(spec)
                view = showing.view if showing.view in self.views else self.views[0]
                self.own = spec.race(), replace(showing, view=view)
                self.theme = themes.named(spec.theme)
        except OptanimError as error:
            raise SystemExit(f"optanim: {error}") from None
        super().setup()


class SpaceRaceScene(RaceScene, SpaceActs):
    """The same on the surface."""

    views: ClassVar[tuple[str, ...]] = ("surface",)
