"""The curved valley: four optimizers on Rosenbrock's function, each at its best learning rate."""

from manim import FadeOut

from optanim.race_file import load
from optanim.runs.run import Run
from optanim.stage.boards.tuning_table import TuningTable
from optanim.stage.draw.clock import Pace
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.map.valley_cross import ValleyCross
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories import findings
from optanim.stories.findings import leading, story
from optanim.studies.tuning import at_best, rates, surveyed

STEPS, FIRST, SLOWLY = 1000, 10, 12  # steps; of them, those before the question; slow ones
LOOK, FLIGHT = 2.6, 17.5  # seconds of look and flight
FINER = rates(-4, 1, 100)  # learning rates, so many to a decade


class Rosenbrock(SpaceScene):
    """A valley that bends: who gets round, and how well must its learning rate be chosen?"""

    def construct(self) -> None:
        """The first steps in the valley, what makes it hard, the race on the map, the tuning."""
        self.acts = RaceActs.of(self, load("rosenbrock", {"steps": STEPS}))
        race, tolerance = self.acts.race, self.acts.presentation.tolerance
        self.finer = {
            name: surveyed(Run(race.problem, run.optimizer, steps=STEPS), tolerance, FINER)
            for name, run in race.trajectories.items()
        }
        self.certify(at_best(self.finer))
        self.question()
        self.on_the_map()
        self.tuning()

    def question(self) -> None:
        """All four set off in the valley: who is first? Then back to the start."""
        self.act("setting_off")
        self.open_with("rosenbrock")
        view = SurfaceRace(self.canvas, self.sheet, self.acts.race, self.acts.presentation)
        self.take_off(view.shots.facing(FLIGHT))
        self.add(view.relief, view.names, view.clock)
        self.start_clock(view.clock)
        open_until = leading.leads(self.acts.race)[0].step
        self.walk(Pace.lasting(LOOK, 0, FIRST))
        self.ask("setting_off", steps=(FIRST, open_until))
        self.walk(Pace.lasting(1.0, open_until, 0))
        self.tell("drawn", drawn=view.drawn)
        self.tell("race.tuned")
        self.listen()
        self.settle()

    def on_the_map(self) -> None:
        """What makes the valley hard; then who leads, who arrives, who comes round last."""
        self.act("race.race")
        race, tolerance = self.acts.race, self.acts.presentation.tolerance
        found = findings.in_order(
            leading.last_around(race),
            *leading.leads(race),
            *leading.arrivals(race, tolerance),
            leading.not_there(race, tolerance),
        )
        shown, held = self.acts.presentation, [finding.step for finding in found]
        view = MapRace(self.canvas, self.sheet, race, shown, deep=True, held=[SLOWLY, *held])
        self.enter(view, clock=view.clock)
        cross = ValleyCross(self.canvas, view.map, race.problem)
        self.tell("valley", **story.valley(race.problem).values)
        self.meanwhile(cross.growing())
        self.tell("steps", FadeOut(cross))
        self.walk_heard(0, SLOWLY)

        def tell(finding: findings.Finding) -> None:
            arrived = finding.name in leading.ARRIVED
            words = self.canvas.words("note.arrived", step=finding.step)
            notes = [view.note(finding.racer, words)] if arrived else []
            if finding.step == STEPS:
                notes = self.acts.unmarked(view)
            self.announce(finding, *notes, tolerance=tolerance)

        pace = Pace.quickening(slow=0.21, fast=0.011, over=80, steps=STEPS)
        self.walk_and_tell(pace.between, (SLOWLY, STEPS), found, tell=tell)

    def tuning(self) -> None:
        """Every rate that was tried, and many more: how far luck decides; what one remembers."""
        self.act("race.tuning")
        sweeps, finer = self.acts.race.sweeps, self.finer
        table = TuningTable(self.canvas, self.sheet.body, self.acts.race)
        self.tell("sweep_tried", table.empty(), count=len(next(iter(sweeps.values())).values))
        self.meanwhile(table.tried(*sweeps))
        if fruitless := story.fruitless(sweeps):
            self.tell("never", **fruitless.values)
        self.tell("finer", count=len(FINER))
        self.meanwhile(table.finer(finer))
        if lucky := story.lucky(sweeps, finer):
            self.tell("lucky", **lucky.values, racer=lucky.racer)
            self.meanwhile(table.soonest(lucky.racer, finer[lucky.racer]))
            self.tell("soonest", **lucky.values, racer=lucky.racer)
        if robust := story.robust(finer):
            two = robust.values["racer"], robust.values["second"]
            self.tell("robust", *table.recede(*two), **robust.values)
            self.tell("luck", *table.come_back())
