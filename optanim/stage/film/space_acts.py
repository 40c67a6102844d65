"""The acts of any race on the surface."""

from __future__ import annotations

from typing import Any

from manim import FadeIn

from optanim.look import telling
from optanim.race_file.presentation import Showing
from optanim.stage.film.acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.views.surface_race import SpaceView
from optanim.studies.racing import Race

TURNED, RISING = 40.0, 2.0  # degrees that the camera goes round; seconds in which the surface rises
SETTLED = 8.0  # seconds before its end at which the orbit has come round


class SpaceActs(RaceActs, SpaceScene):
    """Acts on the map and in space."""

    def race_acts(self, race: Race, showing: Showing) -> None:
        """The race as it is to be viewed, on the surface unless it is said otherwise."""
        if showing.view in ("map", "side-by-side"):
            super().race_acts(race, showing)
            return
        self.act("own.surface")
        view = SpaceView(self.canvas, self.sheet, race, showing)
        self.rise(view, *telling.opening(race, showing.ground(race)))
        self.tell_of(telling.fairness(race, showing))
        self.act("own.race", view.relief, view.axes, view.scales)
        self.circle(view, race, showing, self.before_result(race, showing))

    def rise(self, view: SpaceView, name: str, values: dict[str, Any]) -> None:
        """The surface rises while the caption ``name`` is told, then its axes are shown."""
        self.stand(view.orbit(TURNED, 1.0).at(0))
        view.relief.rise(0.0).set(traced=0.0)
        self.tell(name, FadeIn(view.relief, view.scales), **values)
        self.play(view.relief.animate.rise(1.0), run_time=RISING)
        self.raise_axes(view.axes)
        self.play(FadeIn(view.axes), run_time=0.6)
        self.listen()

    def circle(
        self, view: SpaceView, race: Race, showing: Showing, until: float, quiet: bool = False
    ) -> None:
        """The race, to ``until`` seconds of the film, while the camera goes round."""
        self.play(FadeIn(view.beside), view.relief.animate.set(traced=1.0), run_time=0.5)
        seconds = max(until - self.timeline.seconds, SETTLED)
        self.take_off(view.orbit(TURNED, TURNED / seconds))
        self.run(view, race, showing, until, quiet)
        self.land(0.5)
