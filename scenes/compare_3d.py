"""Four torch optimizers race on the surface of one loss, with true depth, every step verified."""

from manim import FadeIn

from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.draw.clock import Pace
from optanim.stage.film.race_scene import SpaceRaceScene
from optanim.stage.views.space_race import SpaceRace
from optanim.stories import findings
from optanim.studies.racing import Race

STEPS, TOLERANCE, LEARNING_RATE = 100, 1e-3, 0.1


class Compare3D(SpaceRaceScene):
    """GD, Momentum, RMSprop and Adam in lockstep on the article's loss, seen from its viewpoint."""

    def construct(self) -> None:
        """The surface, the race in a slow orbit, the result.

        Or, in its place, the race of the file that OPTANIM_RACE names.
        """
        if self.own is not None:
            self.tell_race(*self.own)
            return
        names = ("GD", "Momentum", "RMSprop", "Adam")
        race = Race.of(article(), [make(name, lr=LEARNING_RATE) for name in names], STEPS)
        self.certify(race)
        view = SpaceRace(self.canvas, self.sheet, race, TOLERANCE)
        self.surface(view)
        self.race(race, view)

    def surface(self, view: SpaceRace) -> None:
        """The surface rises, and its scales are shown."""
        self.act("surface")
        self.flight = view.orbit(degrees=40, rate=1.1)
        self.stand(self.flight.at(0))
        self.open_with("race in space")
        view.relief.rise(0.0).set(traced=0.0)
        self.tell("surface", FadeIn(view.relief))
        self.play(view.relief.animate.rise(1.0), run_time=2.0)
        self.raise_axes(view.axes)
        self.play(FadeIn(view.axes, view.scales), run_time=0.6)
        self.listen()

    def race(self, race: Race, view: SpaceRace) -> None:
        """All four in lockstep; the legend notes who stays at the minimum."""
        self.act("race", view.relief, view.axes, view.scales)
        self.play(FadeIn(view.legend), run_time=0.5)
        self.start_clock(view.clock, view.reliefs_by_racer, view.relief.animate.set(traced=1.0))
        self.take_off(self.flight)
        pace = Pace.quickening(slow=1.2, fast=0.1, over=20, steps=race.steps)
        self.walk_and_tell(pace, self.happenings(race), view.arrived)
        self.tell("result in space", *view.unfinished(), steps=race.steps, tolerance=TOLERANCE)
        self.land(2.0)

    def happenings(self, race: Race) -> list[findings.Finding]:
        """What the rules find in this race, in order."""
        runs = race.trajectories
        return findings.in_order(
            findings.swings(runs["GD"]),
            findings.calmer_swings(runs["Momentum"], runs["GD"]),
            findings.other_route([runs["RMSprop"], runs["Adam"]], runs["GD"]),
            *(findings.arrival(run, TOLERANCE) for run in runs.values()),
        )
