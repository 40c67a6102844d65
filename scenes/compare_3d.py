"""Four torch optimizers race on the surface of one loss, with true depth, every step verified."""

import numpy as np
from manim import FadeIn

from optanim.optimizers.optimizer import make
from optanim.race_file import from_environment
from optanim.race_file.presentation import Presentation
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Pace
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.surface.flight import Journey
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories.findings import story
from optanim.studies.racing import Race

STEPS, LEARNING_RATE = 100, 0.1


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
        """Low behind gradient descent on its first jump through the valley."""
        view, pace = self.view, Pace.even(0, 1, rest=1.5, move=6.0)
        self.open_with("race in space")
        self.act("surface")
        view.relief.front = "GD"
        self.jump = view.shots.chase("GD", pace)
        self.stand(self.jump.at(0.0))
        step = np.diff(view.race.trajectories["GD"].params[:2], axis=0)
        self.tell("jump", FadeIn(view.relief), length=float(np.linalg.norm(step)))
        self.start_clock(view.clock)
        self.take_off(self.jump)
        self.walk(pace)
        self.arrive()

    def race(self, race: Race) -> None:
        """All four in lockstep; the legend notes who stays at the minimum."""
        view, shots = self.view, self.view.shots
        self.act("race.race", view.relief, view.clock)
        view.relief.front = ""
        self.follow(view.compass)
        self.enter(view.names, view.compass, clock=view.clock)
        pace = Pace.quickening(slow=1.2, fast=0.1, over=20, steps=STEPS)
        orbit = shots.orbit(degrees=60, seconds=pace.seconds)
        up = shots.route([self.here, orbit.at(0.0)], seconds=4.0)
        self.take_off(Journey(up, orbit))
        self.wait(up.end)
        found = story.in_a_valley(race, "GD", "Momentum", ("RMSprop", "Adam"), TOLERANCE)
        self.walk_and_tell(pace.between, (1, STEPS), found, self.noting(view))
        self.gather(view)

    def gather(self, view: SurfaceRace) -> None:
        """Closer to where they gather, and how their losses fell."""
        here = self.here
        self.take_off(view.shots.route([here, view.shots.gather(STEPS // 4, here)], seconds=6.0))
        arriving = FadeIn(view.losses), *self.acts.unmarked(view)
        self.tell("result in space", *arriving, steps=STEPS, tolerance=TOLERANCE)
        self.arrive()
        self.wait(2.0)
