"""Four torch optimizers race on the surface of one loss, with true depth, every step verified."""

from optanim.optimizers.optimizer import make
from optanim.race_file import from_environment
from optanim.race_file.presentation import Presentation
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Pace
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories.findings import story
from optanim.studies.racing import Race

STEPS, LEARNING_RATE = 100, 0.1


class Compare3D(SpaceScene):
    """GD, Momentum, RMSprop and Adam in lockstep on the article's loss, seen from its viewpoint."""

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
        view = SurfaceRace(self.canvas, self.sheet, race, self.acts.presentation)
        self.surface(view)
        self.race(race, view)

    def surface(self, view: SurfaceRace) -> None:
        """The surface rises, and its scales are shown."""
        self.open_with("race in space")
        self.act("surface")
        self.acts.rise(view, ("surface", {}))

    def race(self, race: Race, view: SurfaceRace) -> None:
        """All four in lockstep; the legend notes who stays at the minimum."""
        self.act("race.race", view.relief, view.axes, view.scales)
        self.enter(view.beside)
        self.start_clock(view.clock, view.relief.animate.set(traced=1.0))
        self.take_off(view.orbit(degrees=40, rate=1.1))
        pace = Pace.quickening(slow=1.2, fast=0.1, over=20, steps=STEPS)
        found = story.in_a_valley(race, "GD", "Momentum", ("RMSprop", "Adam"), TOLERANCE)
        self.walk_and_tell(pace.between, (0, STEPS), found, self.noting(view))
        unmarked = self.acts.unmarked(view)
        self.tell("result in space", *unmarked, steps=STEPS, tolerance=TOLERANCE)
        self.land(2.0)
