"""The saddle: four optimizers start beside its ridge; who escapes, and when?"""

from optanim.race_file import load
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories.findings import story

STEPS, SECONDS = 60, 62.0
MAP_ENDS = 36.0  # seconds into the film


class Saddle(SpaceScene):
    """A point that is flat and no minimum: the way down begins with almost no slope."""

    def construct(self) -> None:
        """The saddle, the race on the map and on the surface, the result."""
        request = load("saddle", {"steps": STEPS, "seconds": SECONDS})
        self.acts = RaceActs.of(self, request)
        self.open_with("saddle")
        self.act("race.surface")
        view = SurfaceRace(self.canvas, self.sheet, self.acts.race, self.acts.presentation)
        self.acts.rise(view, ("saddle", {"lr": request.keys["lr"]}))
        self.on_the_map()
        self.on_the_surface(view)

    def on_the_map(self) -> None:
        """The first step tells most; then all four to the end."""
        self.act("race.race")
        view = MapRace(self.canvas, self.sheet, self.acts.race, self.acts.presentation)
        self.enter(view)
        self.tell("growths", **story.growths(self.acts.race).values)
        self.listen()
        self.acts.run(view, MAP_ENDS)

    def on_the_surface(self, view: SurfaceRace) -> None:
        """The same steps on the surface, and the order of escape."""
        self.acts.again(view)
        self.acts.close()
