"""The saddle: four optimizers start beside its ridge; who escapes, and when?"""

from manim import FadeIn

from optanim.look import telling
from optanim.race_file import checked
from optanim.race_file.presentation import Showing
from optanim.stage.film.space_acts import SpaceActs
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.surface_race import SpaceView
from optanim.stories.findings import story
from optanim.studies.racing import Race

RACE = {
    "problem": "saddle",
    "start": (-1.5, 0.01),
    "steps": 60,
    "fair": "same-lr",
    "lr": 0.05,
    "seconds": 62.0,
    "racers": [
        {"optimizer": "GD"},
        {"optimizer": "Momentum", "momentum": 0.9},
        {"optimizer": "RMSprop"},
        {"optimizer": "Adam"},
    ],
}
MAP_ENDS = 36.0  # seconds into the film


class Saddle(SpaceActs):
    """A point that is flat and no minimum: the way down begins with almost no slope."""

    def construct(self) -> None:
        """The saddle, the race on the map and on the surface, the result."""
        spec = checked(RACE, "scenes/saddle.py")
        race, showing = spec.race(), Showing.of(spec)
        self.cast(race, showing)
        self.open_with("saddle")
        self.act("own.surface")
        view = SpaceView(self.canvas, self.sheet, race, showing)
        self.rise(view, "saddle", {"lr": RACE["lr"]})
        self.on_the_map(race, showing)
        self.on_the_surface(view, race, showing)

    def on_the_map(self, race: Race, showing: Showing) -> None:
        """The first step tells most; then all four to the end."""
        self.act("own.race")
        view = MapRace(self.canvas, self.sheet, race, showing)
        self.play(FadeIn(view), run_time=0.6)
        self.tell("growths", **story.growths(race).values)
        self.listen()
        self.run(view, race, showing, MAP_ENDS)

    def on_the_surface(self, view: SpaceView, race: Race, showing: Showing) -> None:
        """The same steps on the surface, and the order of escape."""
        self.act("own.again")
        self.tell("own.again", FadeIn(view.relief, view.scales, view.axes))
        self.circle(view, race, showing, self.before_result(race, showing), quiet=True)
        self.tell_of(telling.closing(self.canvas.words, race, showing.tolerance))
        self.hold(showing.seconds)
