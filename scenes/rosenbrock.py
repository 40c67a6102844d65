"""The curved valley: four optimizers on Rosenbrock's function, each at its best learning rate."""

from manim import FadeIn, LaggedStart

from optanim.race_file import load
from optanim.stage.boards.tuning_table import TuningTable
from optanim.stage.draw.clock import Pace
from optanim.stage.film.race_acts import TURNED, RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories.findings import story

STEPS, FIRST, FARTHER = 1000, 10, 24  # steps; of them, those seen before the question, and with it
LOOK, FLIGHT, MAP_ENDS = 2.6, 25.0, 60.0  # seconds of look and flight; into the film


class Rosenbrock(SpaceScene):
    """A valley that bends: who gets round, and how well must its learning rate be chosen?"""

    def construct(self) -> None:
        """The first steps in the valley, what makes it hard, the race on the map, the tuning."""
        self.acts = RaceActs.of(self, load("rosenbrock", {"steps": STEPS}))
        view = SurfaceRace(self.canvas, self.sheet, self.acts.race, self.acts.presentation)
        self.question(view)
        self.valley(view)
        self.on_the_map()
        self.tuning()

    def question(self, view: SurfaceRace) -> None:
        """All four set off in the valley: who gets round the bend?"""
        self.act("setting_off")
        self.open_with("rosenbrock")
        self.take_off(view.shots.race(TURNED, FLIGHT))
        self.add(view.relief, view.names, view.clock)
        self.start_clock(view.clock)
        self.walk(Pace.lasting(LOOK, 0, FIRST))
        self.ask("setting_off", steps=(FIRST, FARTHER))

    def valley(self, view: SurfaceRace) -> None:
        """Back to the start, over what makes the valley hard."""
        self.tell("valley", **story.valley(self.acts.race.problem).values)
        self.walk(Pace.lasting(4.5, FARTHER, FIRST))
        self.tell("steps")
        self.walk(Pace.lasting(4.0, FIRST, 0))
        self.tell("drawn", drawn=view.drawn)
        self.tell("race.tuned")
        self.listen()
        self.settle()

    def on_the_map(self) -> None:
        """All four on the map, slowly first."""
        self.act("race.race")
        view = MapRace(self.canvas, self.sheet, self.acts.race, self.acts.presentation)
        self.enter(view)
        self.acts.run(view, MAP_ENDS)

    def tuning(self) -> None:
        """Every rate that was tried: how well it must be chosen, and what one remembers."""
        self.act("race.tuning")
        sweeps = self.acts.race.sweeps
        table = TuningTable(self.canvas, self.sheet.body, self.acts.race)
        self.tell("sweep_tried", FadeIn(table.axis), count=len(next(iter(sweeps.values())).values))
        self.meanwhile(LaggedStart(*map(FadeIn, table.rows.values()), lag_ratio=0.6))
        self.tell("ringed")
        if found := story.robust(sweeps):
            two = found.values["racer"], found.values["second"]
            self.tell("robust", *table.recede(*two), **found.values)
            self.tell("luck")
