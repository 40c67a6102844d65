"""Four torch optimizers race down one loss: at one learning rate, then each at its own best."""

from collections.abc import Mapping
from dataclasses import replace

from manim import FadeIn, FadeOut

from optanim.optimizers.optimizer import make
from optanim.race_file import from_environment
from optanim.race_file.presentation import Presentation
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.runs.trajectory import Trajectory
from optanim.stage.boards.ranking import Ranking
from optanim.stage.draw.clock import Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.opening import Opening
from optanim.stage.views.panel_race import PanelRace
from optanim.stage.views.rates_view import RatesView
from optanim.stories import findings
from optanim.stories.findings import long_run, reversal, story
from optanim.studies import tuning
from optanim.studies.racing import Race

STEPS, FIRST_STEPS = 100, 10
LEARNING_RATE = 0.1
HORIZON, LONG, WAY = 200, 300, 30  # steps of a trial; of the winner's run that goes on; on the map
RATES = tuning.rates(-3, 1, 30)
SWEEPING = 7.0  # seconds in which all rates are tried


class Compare(FilmScene):
    """GD, Momentum, RMSprop and Adam on the article's regression: at one rate, then tuned."""

    takes_race = True

    def construct(self) -> None:
        """The problem, the first steps side by side, the race on one map, its order; then tuned.

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
        self.equal = Race.of(article(), optimizers, HORIZON)
        self.tuned = tuning.tuned_race(article(), optimizers, HORIZON, TOLERANCE, RATES, WAY)
        self.certify(self.equal)
        self.certify(self.tuned)
        self.problem(race)
        panels = self.side_by_side(race)
        self.race(race, panels)
        self.result()
        self.every_rate()
        self.tuned_race()
        self.new_order()

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
        panels = PanelRace(self.canvas, self.sheet, race, shown, large=True)
        self.enter(*panels.opening, title="side by side")
        self.tell("rules")
        self.listen()
        if arriving := panels.arrival():
            self.play(*arriving)
        self.start_clock(panels.clock)
        self.say("walk")
        self.listen()
        self.walk(Pace.even(0, 1, rest=0.4, move=0.8))
        self.announce(findings.first_step(race.trajectories))
        pace = Pace.quickening(slow=0.85, fast=0.15, over=6, steps=FIRST_STEPS)
        recalled = findings.remembers(race.trajectories["Momentum"], race.trajectories["GD"])
        self.walk_and_tell(pace.between, (1, FIRST_STEPS), findings.in_order(recalled))
        return panels

    def race(self, race: Race, panels: PanelRace) -> None:
        """One map: rewind, then walk to the end, pausing wherever a detector finds something."""
        self.act("race.race", *panels, panels.clock)
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
        """Who stays at the minimum first, and the question whether that is the last word."""
        self.act("race.result")
        order = self.ranking(self.equal.trajectories)
        self.enter(order, title="result")
        self.tell("result", steps=HORIZON, tolerance=TOLERANCE)
        self.ask("guess")

    def every_rate(self) -> None:
        """Every learning rate is tried by everyone, and the best of each is kept."""
        self.act("every rate")
        view = RatesView(self.canvas, self.sheet, self.tuned, self.tuned.window)
        self.enter(view, title="every rate", clock=view.clock)
        self.tell("every rate", count=len(RATES), steps=HORIZON, tolerance=TOLERANCE)
        self.walk(view.pace(SWEEPING))
        self.tell("chosen", *view.chosen())

    def tuned_race(self) -> None:
        """The same race, each at its own best rate, as far as anyone needs."""
        self.act("race.tuned")
        race = self.tuned
        presentation = Presentation(tolerance=TOLERANCE).settled(race)
        view = MapRace(self.canvas, self.sheet, race, presentation)
        self.enter(view, title="tuned", clock=view.clock)
        arrivals = [findings.arrival(run, TOLERANCE) for run in race.trajectories.values()]
        jumps = [reversal.first_jump(run) for run in race.trajectories.values()]
        found = findings.in_order(*jumps, *arrivals)
        last = max((each.step for each in found), default=race.steps)
        pace = Pace.quickening(slow=1.2, fast=0.04, over=16, steps=last)
        self.walk_and_tell(pace.between, (0, last), *self.noting(found, view))

    def new_order(self) -> None:
        """The old order gives way to the new, what that costs, and what one remembers."""
        self.act("new order")
        old, new = (self.ranking(race.trajectories) for race in (self.equal, self.tuned))
        self.enter(old, title="new order")
        self.play(*old.give_way_to(new), run_time=2.0)
        found = reversal.reversal(self.equal.trajectories, self.tuned.trajectories, TOLERANCE)
        if found is not None:
            self.announce(found)
            self.listen()
            if thrown := self.thrown_out(found.racer):
                self.announce(replace(thrown, name="price"), horizon=HORIZON)
        self.tell("tuning_lesson")

    def thrown_out(self, racer: str) -> findings.Finding | None:
        """Whether the winner stays there if its run just goes on."""
        problem, winner = self.tuned.problem, self.tuned.trajectories[racer].optimizer
        longer = Race.of(problem, [winner], LONG)
        self.certify(longer)
        return long_run.thrown_out(longer.trajectories[racer], TOLERANCE)

    def ranking(self, runs: Mapping[str, Trajectory]) -> Ranking:
        """Who arrives first of ``runs``."""
        return Ranking(self.canvas, self.sheet.body, runs, TOLERANCE, HORIZON)
