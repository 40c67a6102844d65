"""The act of any race on the surface."""

from __future__ import annotations

from manim import FadeIn

from optanim.race import Race
from optanim.stage.own import telling
from optanim.stage.own.acts import RaceActs
from optanim.stage.own.showing import Showing
from optanim.stage.own.space import SpaceView
from optanim.stage.space_scene import SpaceScene

TURNED, RISING = 40.0, 2.0  # degrees that the camera goes round; seconds in which the surface rises


class SpaceActs(RaceActs, SpaceScene):
    """Acts on the map and in space."""

    def race_acts(self, race: Race, showing: Showing) -> None:
        """The race as it is to be viewed, on the surface unless that is said otherwise."""
        if showing.view in ("map", "side-by-side"):
            super().race_acts(race, showing)
        else:
            self.surface_acts(race, showing)

    def surface_acts(self, race: Race, showing: Showing) -> None:
        """The surface rises, then the race on it in a slow orbit."""
        self.act("own.surface")
        view = SpaceView(self.canvas, self.sheet, race, showing)
        flight = view.orbit(TURNED, rate=TURNED / max(showing.seconds - 8.0, 20.0))
        self.stand(flight.at(0))
        view.relief.rise(0.0).set(traced=0.0)
        self.tell_of(telling.opening(race, showing.ground(race)), FadeIn(view.relief, view.scales))
        self.play(view.relief.animate.rise(1.0), run_time=RISING)
        self.raise_axes(view.axes)
        self.play(FadeIn(view.axes), run_time=0.6)
        self.tell_of(telling.fairness(race, showing))
        self.act("own.race", view.relief, view.axes, view.scales)
        self.play(FadeIn(view.beside), view.relief.animate.set(traced=1.0), run_time=0.5)
        self.take_off(flight)
        self.run(race, showing, view.clock, view.places, view.roster)
        self.land(0.5)
