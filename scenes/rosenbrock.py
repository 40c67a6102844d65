"""The curved valley: four optimizers on Rosenbrock's function, each at its best learning rate."""

from optanim.race_file import load
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories.findings import story

STEPS, SECONDS = 1000, 62.0
MAP_ENDS = 35.0  # seconds into the film


class Rosenbrock(SpaceScene):
    """A valley that bends: who gets round, and how well must its learning rate be chosen?"""

    def construct(self) -> None:
        """The valley, the tuning, the race on the map and on the surface, the result."""
        self.acts = RaceActs.of(self, load("rosenbrock", {"steps": STEPS, "seconds": SECONDS}))
        self.open_with("rosenbrock")
        self.act("race.surface")
        view = SurfaceRace(self.canvas, self.sheet, self.acts.race, self.acts.presentation)
        self.acts.rise(view, ("valley", story.valley(self.acts.race.problem).values))
        self.tell("drawn", drawn=view.drawn)
        self.acts.tuning()
        self.on_the_map()
        self.on_the_surface(view)

    def on_the_map(self) -> None:
        """All four on the map, slowly first."""
        self.act("race.race")
        view = MapRace(self.canvas, self.sheet, self.acts.race, self.acts.presentation)
        self.enter(view)
        self.acts.run(view, MAP_ENDS)

    def on_the_surface(self, view: SurfaceRace) -> None:
        """The same steps on the surface, and what they show."""
        self.acts.again(view)
        if found := story.robust(self.acts.race.sweeps):
            self.tell("robust", **found.values)
            self.tell("luck")
        self.acts.hold()
