"""The curved valley: four optimizers on Rosenbrock's function, each at its best learning rate."""

from optanim.race_file import load
from optanim.stage.boards.tuning_table import TuningTable
from optanim.stage.draw.clock import Pace
from optanim.stage.film.race_acts import TURNED, RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories import findings
from optanim.stories.findings import leading, story

STEPS, FIRST, FARTHER = 1000, 10, 24  # steps; of them, those seen before the question, and with it
LOOK, FLIGHT = 2.6, 25.0  # seconds of look and flight


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
        """All four on the map, slowly first: who leads, who arrives, who comes round last."""
        self.act("race.race")
        race, tolerance = self.acts.race, self.acts.presentation.tolerance
        view = MapRace(self.canvas, self.sheet, race, self.acts.presentation)
        self.enter(view, clock=view.clock)
        found = findings.in_order(
            leading.first_steps(race),
            leading.last_around(race),
            *leading.leads(race),
            *leading.arrivals(race, tolerance),
            leading.on_the_way(race, tolerance),
        )

        def tell(finding: findings.Finding) -> None:
            arrived = finding.name in leading.ARRIVED
            words = self.canvas.words("note.arrived", step=finding.step)
            notes = [view.note(finding.racer, words)] if arrived else []
            if finding.step == STEPS:
                notes = self.acts.unmarked(view)
            self.announce(finding, *notes, tolerance=tolerance)

        pace = Pace.quickening(slow=0.21, fast=0.011, over=80, steps=STEPS)
        self.walk_and_tell(pace.between, (0, STEPS), found, tell=tell)

    def tuning(self) -> None:
        """Every rate that was tried: how well it must be chosen, and what one remembers."""
        self.act("race.tuning")
        sweeps = self.acts.race.sweeps
        table = TuningTable(self.canvas, self.sheet.body, self.acts.race)
        fruitless = story.fruitless(sweeps)
        none = fruitless.values["racers"] if fruitless else ()
        self.tell("sweep_tried", table.empty(), count=len(next(iter(sweeps.values())).values))
        self.meanwhile(table.tried(*none))
        if fruitless:
            self.tell("never", **fruitless.values)
        self.meanwhile(table.tried(*(name for name in sweeps if name not in none)))
        if found := story.robust(sweeps):
            two = found.values["racer"], found.values["second"]
            self.tell("robust", *table.recede(*two), **found.values)
            self.tell("luck")
