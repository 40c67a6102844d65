"""Four torch optimizers race down one loss: same start, same learning rate, every step verified."""

from manim import FadeIn, FadeOut

from optanim.optimizers.optimizer import make
from optanim.race_file import from_environment
from optanim.race_file.presentation import Presentation
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.opening import Opening
from optanim.stage.views.panel_race import PanelRace
from optanim.stories import findings
from optanim.stories.findings import story
from optanim.studies.racing import Race

STEPS, FIRST_STEPS = 100, 10
LEARNING_RATE = 0.1


class Compare(FilmScene):
    """GD, Momentum, RMSprop and Adam on the article's regression, side by side and on one map."""

    takes_race = True

    def construct(self) -> None:
        """The problem, the first steps side by side, the race on one map, the result.

        Or, in its place, the race of the file that OPTANIM_RACE names.
        """
        if asked := from_environment():
            RaceActs.of(self, asked).tell("side-by-side", "map")
            return
        names = ("GD", "Momentum", "RMSprop", "Adam")
        optimizers = [make(name, lr=LEARNING_RATE) for name in names]
        control = make("Adam", lr=LEARNING_RATE, betas=(0.0, 0.999), label="Adam, β₁ = 0")
        race = Race.of(article(), optimizers, STEPS, control)
        self.acts = RaceActs(self, race, Presentation(tolerance=TOLERANCE))
        self.problem(race)
        panels = self.side_by_side(race)
        self.race(race, panels)
        self.result()

    def problem(self, race: Race) -> None:
        """Points, a line, its loss, and the map on which every line is a point."""
        self.act("problem")
        view = Opening(self.canvas, self.sheet, race, "GD")
        self.open_with("problem", **view.counts)
        self.tell("data", FadeIn(view.data, view.model, view.start_line), **view.counts)
        self.tell("loss", FadeIn(view.residuals, view.loss))
        self.listen()
        self.play(FadeOut(view.model, view.loss), run_time=0.4)
        self.tell("map", FadeIn(view.map, view.start, view.best_line))

    def side_by_side(self, race: Race) -> PanelRace:
        """Four maps in lockstep: the rules first, then the first steps."""
        self.act("race.side by side")
        shown = self.acts.presentation
        panels = PanelRace(self.canvas, self.sheet, race, shown, FIRST_STEPS)
        self.enter(*panels.opening, title="side by side")
        self.tell("rules")
        self.listen()
        self.play(panels.arrival())
        self.start_clock(panels.clock)
        self.say("walk")
        self.listen()
        self.walk(Pace.even(0, 1, rest=0.4, move=0.8))
        self.announce(findings.first_step(race.trajectories))
        self.walk(Pace.even(1, 5, rest=0.4, move=0.6))
        self.walk(Pace.even(5, FIRST_STEPS, rest=0.15, move=0.35))
        return panels

    def race(self, race: Race, panels: PanelRace) -> None:
        """One map: rewind, then walk to the end, pausing wherever a detector finds something."""
        self.act("race.race", panels, panels.clock)
        view = MapRace(self.canvas, self.sheet, race, self.acts.presentation, FIRST_STEPS)
        self.play(panels.dissolve(), run_time=0.4)
        self.say("rewind")
        self.add(view.map)
        self.play(*view.grow_from(panels), self.title("one map"), run_time=1.2)
        self.remove(*panels.maps)
        self.play(FadeIn(view.scales, view.beside), run_time=0.4)
        self.start_clock(view.clock, FadeOut(*panels.walkers))
        self.walk(Pace.even(FIRST_STEPS, 0, rest=0.0, move=0.15))
        self.play(view.introduce_control(), run_time=0.4)
        pace = Pace.quickening(slow=0.8, fast=0.09, over=18, steps=STEPS)
        found = story.in_a_valley(race, "GD", "Momentum", ("RMSprop", "Adam"), TOLERANCE)
        self.walk_and_tell(pace.between, (0, STEPS), *self.noting(found, view))

    def result(self) -> None:
        """Who stays at the minimum, from which step on."""
        self.act("race.result")
        self.acts.table("result")
        self.tell("result", tolerance=TOLERANCE)
        self.tell("honest")
