"""Four torch optimizers race on the surface of one loss, with true depth, every step verified."""

from dataclasses import replace

from manim import FadeIn, FadeOut

from optanim.optimizers.optimizer import make
from optanim.race_file import from_environment
from optanim.race_file.presentation import Presentation
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Pace
from optanim.stage.film.focus import EVERYBODY
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories import findings
from optanim.stories.findings import gathering
from optanim.studies.racing import Race

STEPS, LEARNING_RATE = 100, 0.1
DIVE = 10.2  # seconds down to the first racer
READ = 1.5  # seconds in which one still reads who is where
TURN = 80  # degrees that the camera goes round the race


class Compare3D(SpaceScene):
    """GD, Momentum, RMSprop and Adam in lockstep across the valley of the article's loss."""

    takes_race = True

    def construct(self) -> None:
        """The surface, the race in a slow orbit, the result.

        Or, in its place, the race of the file that OPTANIM_RACE names.
        """
        if asked := from_environment():
            RaceActs.of(self, asked).tell("surface")
            return
        names = ("GD", "Momentum", "RMSprop", "Adam")
        race = Race.of(article(), [make(name, lr=LEARNING_RATE) for name in names], STEPS)
        self.acts = RaceActs(self, race, Presentation(tolerance=TOLERANCE))
        self.view = SurfaceRace(self.canvas, self.sheet, race, self.acts.presentation)
        self.chase()
        self.race(race)

    def chase(self) -> None:
        """Down to gradient descent, alone, with a question; behind it on its first jump."""
        view, pace, shots = self.view, Pace.even(0, 1, rest=0.8, move=5.2), self.view.shots
        runs = view.race.trajectories
        self.open_with("race in space")
        self.act("surface")
        self.add(view.relief.set(front="GD", others=0.0), view.clock)
        jump = shots.chase("GD", pace)
        self.take_off(shots.route([shots.orbit(TURN, DIVE).at(0.0), jump.at(0.0)], DIVE))
        self.follow(*view.signs)
        self.ask("landing", FadeIn(*view.signs))
        self.tell("height", offset=view.relief.elevation.offset)
        self.arrive()
        self.tell("jump", length=findings.first_step(runs).values["GD"])
        self.start_clock(view.clock, only="GD")
        self.take_off(jump)
        self.walk(pace)
        self.arrive()
        if landed := findings.jumps_over(runs["GD"]):
            losses = view.first_losses("GD")
            self.take_off(shots.drift(self.telling(landed), self.here))
            self.follow(*view.signs, *losses)
            self.announce(landed, FadeOut(view.signs[0]), *map(FadeIn, losses))
        self.settle()

    def race(self, race: Race) -> None:
        """Up to where the other three are seen; all in lockstep, and who stays at the minimum."""
        view, shots = self.view, self.view.shots
        self.act("race.race", view.relief, view.clock)
        pace = Pace.quickening(slow=1.1, fast=0.08, over=16, steps=STEPS)
        found = self.seen_in_space(race)
        seconds = self.lasting(pace.between, (1, STEPS), found)
        orbit = shots.orbit(TURN, seconds, self.here)
        first = findings.first_step(race.trajectories)
        seconds = 2.0 + self.telling(first)
        self.take_off(shots.route([self.here, orbit.at(0.0)], seconds))
        self.play(FadeIn(view.names), view.relief.animate.set(others=1.0), run_time=1.0)
        self.start_clock(view.clock)
        self.announce(first)
        self.arrive()
        self.follow(view.compass)
        self.play(FadeIn(view.compass), view.names.animate.regroup(1.0), run_time=0.5)
        self.take_off(orbit)
        self.walk_and_tell(pace.between, (1, STEPS), *self.noting(found, view))
        self.gather(view)

    def seen_in_space(self, race: Race) -> list[findings.Finding]:
        """Who leaps from wall to wall, who less, who stays on one wall, and who arrives."""
        runs = race.trajectories
        leaps, calmer = (
            findings.swings(runs["GD"]),
            findings.calmer_swings(runs["Momentum"], runs["GD"]),
        )
        return findings.in_order(
            leaps and replace(leaps, name="wall to wall"),
            calmer and replace(calmer, name="calm in space"),
            findings.one_wall([runs["RMSprop"], runs["Adam"]], runs["GD"]),
            *(findings.arrival(run, TOLERANCE) for run in runs.values()),
        )

    def gather(self, view: SurfaceRace) -> None:
        """Round to where they gather, how their losses fell, who ended where; and back again."""
        flight = view.shots.gather(self.here, degrees=120, seconds=10.0)
        self.take_off(flight)
        self.listen()
        self.wait(1.0)
        arriving = FadeIn(view.losses), *self.acts.unmarked(view)
        self.tell("result in space", *arriving, steps=STEPS, tolerance=TOLERANCE)
        board = view.whereabouts(flight.at(flight.end))
        if found := gathering.gathered(view.groups):
            self.announce(found, FadeIn(board), focus=EVERYBODY)
        else:
            self.play(FadeIn(board))
        self.arrive()
        self.linger(READ)
        self.take_off(view.shots.withdraw(self.here, self.spoken("four ways")))
        self.play(FadeOut(board), run_time=0.5)
        self.tell("four ways")
        self.settle()
