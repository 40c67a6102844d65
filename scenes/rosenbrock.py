"""The curved valley: four optimizers on Rosenbrock's function, each at its best learning rate."""

from manim import FadeIn

from optanim.race_file import checked
from optanim.race_file.presentation import Showing
from optanim.stage.film.space_acts import SpaceActs
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.surface_race import SpaceView
from optanim.stories.findings import story
from optanim.studies.racing import Race

RACE = {
    "problem": "rosenbrock",
    "steps": 1000,
    "fair": "tuned",
    "seconds": 70.0,
    "racers": [
        {"optimizer": "GD"},
        {"optimizer": "Momentum", "momentum": 0.9},
        {"optimizer": "RMSprop"},
        {"optimizer": "Adam"},
    ],
}
MAP_ENDS = 42.0  # seconds into the film


class Rosenbrock(SpaceActs):
    """A valley that bends: who gets round, and how well must its learning rate be chosen?"""

    def construct(self) -> None:
        """The valley, the tuning, the race on the map and on the surface, the result."""
        spec = checked(RACE, "scenes/rosenbrock.py").tuned()
        race, showing = spec.race(), Showing.of(spec)
        self.cast(race, showing)
        self.open_with("rosenbrock")
        self.act("own.surface")
        view = SpaceView(self.canvas, self.sheet, race, showing)
        self.rise(view, "valley", story.valley(race.problem).values)
        self.tuning_act(race, showing)
        self.on_the_map(race, showing)
        self.on_the_surface(view, race, showing)

    def on_the_map(self, race: Race, showing: Showing) -> None:
        """All four on the map, slowly first."""
        self.act("own.race")
        view = MapRace(self.canvas, self.sheet, race, showing)
        self.play(FadeIn(view), run_time=0.6)
        self.run(view, race, showing, MAP_ENDS)

    def on_the_surface(self, view: SpaceView, race: Race, showing: Showing) -> None:
        """The same steps on the surface, and what they show."""
        self.act("own.again")
        self.tell("own.again", FadeIn(view.relief, view.scales, view.axes))
        self.circle(view, race, showing, self.before_result(race, showing), quiet=True)
        if found := story.robust(showing.sweeps):
            self.tell("robust", **found.values)
        self.hold(showing.seconds)
