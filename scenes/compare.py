"""Four torch optimizers race down one loss: at one learning rate, then each at its own best."""

from collections.abc import Callable
from dataclasses import replace

from manim import Animation, FadeIn, FadeOut, LaggedStart, Mobject

from optanim.optimizers.optimizer import make
from optanim.race_file import from_environment
from optanim.race_file.presentation import Presentation
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.runs.trajectory import Trajectory
from optanim.stage.boards.results import Results
from optanim.stage.draw.clock import Pace, Walk
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.passing import Passing
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.map.floor_line import FloorLine, off_floor
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.opening import Opening
from optanim.stage.views.panel_race import PanelRace
from optanim.stage.views.rates_view import RatesView
from optanim.stories import findings
from optanim.stories.findings import Finding, long_run, reversal, story
from optanim.stories.findings.reversal import arrivals
from optanim.studies import tuning
from optanim.studies.racing import Race

NAMES = "GD", "Momentum", "RMSprop", "Adam"
LEARNING_RATE = 0.1
HORIZON, LONG, WAY = 200, 300, 30  # steps of a trial; of a longer one; of those shown on the map
RATES = tuning.rates(-3, 1, 30)
RUSH, SWEEPING = 2.4, 6.0  # seconds of the race that the film opens with; of all rates
SEEN = 230  # the step of the longer race up to which one sees what becomes of the first
AGAIN = 250, 270  # the steps at which its orders have changed


class Compare(FilmScene):
    """GD, Momentum, RMSprop and Adam on the article's regression: at one rate, then tuned."""

    takes_race = True

    def construct(self) -> None:
        """A race in a rush; the problem, the rules, the race; then the same, tuned, and longer.

        Or, in its place, the race of the file that OPTANIM_RACE names.
        """
        if asked := from_environment():
            RaceActs.of(self, asked).tell("side-by-side", "map")
            return
        racers = [make(name, lr=LEARNING_RATE) for name in NAMES]
        self.equal = Race.of(article(), racers, HORIZON)
        self.acts = RaceActs(self, self.equal, Presentation(tolerance=TOLERANCE))
        self.tuned, self.longer = (
            tuning.tuned_race(article(), racers, steps, TOLERANCE, RATES, WAY)
            for steps in (HORIZON, LONG)
        )
        chosen = [run.optimizer for run in self.tuned.trajectories.values()]
        self.running_on = Race.of(article(), chosen, LONG)
        for race in (self.tuned, self.longer, self.running_on):
            self.certify(race)
        self.question()
        self.problem()
        self.race(self.side_by_side())
        self.every_rate()
        self.new_order(self.tuned_race())

    def question(self) -> None:
        """The whole race in a rush, too quick to see who is first."""
        self.open_with("question")
        self.act("question")
        view = MapRace(self.canvas, self.sheet, self.equal, self.acts.presentation)
        self.add(*view, view.clock)
        self.start_clock(view.clock)
        self.walk(Pace.within(HORIZON, RUSH, slow=0.3))
        self.ask("first")

    def problem(self) -> None:
        """Points, a line, its loss, and the map on which every line is a point."""
        self.act("problem")
        view = Opening(self.canvas, self.sheet, self.equal, "GD")
        self.tell(
            "points",
            self.title("problem"),
            FadeIn(view.data, view.model, view.start_line),
            **view.counts,
        )
        self.play(FadeIn(view.residuals, view.loss))
        self.tell("map", FadeOut(view.model, view.loss), FadeIn(view.map, view.start))
        self.play(FadeIn(view.best_line))

    def side_by_side(self) -> PanelRace:
        """Four maps; rule by rule is told while all take a step; and why the first ones differ."""
        self.act("race.side by side")
        shown = self.acts.presentation
        panels = PanelRace(self.canvas, self.sheet, self.equal, shown, above=True)
        colors, arrows = panels.beside
        self.enter(panels.heads, *panels.maps, colors, title="side by side", clock=panels.clock)
        for step, (name, rule) in enumerate(zip(NAMES, panels.rules, strict=True)):
            arriving = FadeIn(rule, arrows) if step == 0 else FadeIn(rule)
            self.tell(f"rule {name}", arriving)
            self.walk_heard(step, step + 1)
            if step == 0:
                self.announce(findings.first_step(self.equal.trajectories))
        return panels

    def race(self, panels: PanelRace) -> None:
        """From the four maps to one, and on to where the last of them arrives."""
        self.act("race.race", *panels, *panels.beside, panels.clock)
        view = MapRace(
            self.canvas, self.sheet, self.equal, self.acts.presentation, first=len(NAMES)
        )
        self.play(panels.dissolve(), run_time=0.4)
        self.add(view.map)
        self.play(*view.grow_from(panels), self.title("one map"), run_time=1.2)
        self.remove(*panels.maps)
        self.play(FadeIn(view.scales, view.beside), run_time=0.4)
        self.start_clock(view.clock, FadeOut(*panels.walkers))
        runs = self.equal.trajectories
        valley = story.in_a_valley(self.equal, "GD", "Momentum", ("RMSprop", "Adam"), TOLERANCE)
        seen = [each for each in valley if each.name == "calmer_swings"]
        found = findings.in_order(*seen, *arrivals(runs, TOLERANCE))
        pace = Pace.quickening(slow=0.6, fast=0.03, over=18, steps=found[-1].step)
        self.walk_and_tell(
            pace.between, (len(NAMES), found[-1].step), found, tell=self.on_the_map(view)
        )
        self.ask("guess")

    def on_the_map(self, view: MapRace) -> Callable[[Finding], None]:
        """How findings are told on the map of ``view``: with the floor, a ruler, or a note."""
        runs, notes = view.race.trajectories, dict[str, Animation]()
        words = self.canvas.words

        def tell(finding: Finding) -> None:
            if finding.name == "calmer_swings":
                off = words("label.off", length=finding.values["reference"])
                place = self.canvas, view.map, runs["GD"]
                floor = FloorLine(*place, view.marks)
                ruler = off_floor(*place, finding.step, off, [*view.marks, *floor])
                self.add(floor, ruler, view.clock)  # below the heads
                self.announce(finding, pointers=[ruler, floor])
            elif "there" in finding.name:
                notes[finding.racer] = self.arrived(view, finding)
                self.announce(finding, notes[finding.racer])
            elif finding.name == "price":
                last = notes[finding.racer].mobject
                assert isinstance(last, Mobject)
                out = view.note(finding.racer, words("note.price", step=finding.step))
                self.announce(finding, FadeOut(last), out)
            else:
                self.announce(finding)

        return tell

    def arrived(self, view: MapRace, finding: Finding) -> Animation:
        """The note of an arrival beside the racer's name."""
        return view.note(finding.racer, self.canvas.words("note.arrived", step=finding.step))

    def every_rate(self) -> None:
        """Every learning rate is tried by everyone, and the best of each is kept."""
        self.act("every rate")
        view = RatesView(self.canvas, self.sheet, self.tuned, self.tuned.window)
        self.enter(view, title="every rate", clock=view.clock)
        self.tell("every rate", count=len(RATES), steps=HORIZON)
        self.walk(view.pace(SWEEPING))
        self.tell("chosen")
        self.play(LaggedStart(*view.chosen(), lag_ratio=0.8, run_time=2.4))

    def tuned_race(self) -> MapRace:
        """The same race, each at its own best rate; and what becomes of the first as it goes on."""
        self.act("race.tuned")
        race, runs = self.running_on, self.tuned.trajectories
        shown = Presentation(tolerance=TOLERANCE).settled(race)
        view = MapRace(self.canvas, self.sheet, race, shown)
        self.enter(*view, title="tuned", clock=view.clock)
        there = [replace(each, name=f"own {each.name}") for each in arrivals(runs, TOLERANCE)]
        found = findings.in_order(*map(reversal.first_jump, runs.values()), *there)
        pace = Pace.quickening(slow=1.2, fast=0.025, over=16, steps=SEEN)
        told = [each for each in found if each.name != "own there"]
        passing = [
            Passing(each.step, self.arrived(view, each), each) for each in found if each not in told
        ]
        tell = self.on_the_map(view)
        self.walk_and_tell(pace.between, (0, HORIZON), told, passing, tell)
        self.announce(Finding("goes on", HORIZON, {"horizon": HORIZON}))
        prices = (self.price(each) for each in race.trajectories.values())
        self.walk_and_tell(pace.between, (HORIZON, SEEN), findings.in_order(*prices), tell=tell)
        return view

    def price(self, run: Trajectory) -> Finding | None:
        """That ``run`` is thrown out again, if its steps have grown too long before."""
        thrown = long_run.thrown_out(run, TOLERANCE)
        over = thrown and long_run.past_limit(run, TOLERANCE)
        if thrown is None or over is None or over.step > thrown.step:
            return None
        return replace(thrown, name="price")

    def new_order(self, view: MapRace) -> None:
        """Three orders of the same four, while the first of them is out; what one remembers."""
        self.act("new order", view.map, view.chart, view.clock)
        equal, tuned, longer = (
            Results(self.canvas, view.upper, race, TOLERANCE, LONG)
            for race in (self.equal, self.tuned, self.longer)
        )
        self.enter(equal, title="new order", clock=view.clock)
        turned = reversal.reversal(self.equal.trajectories, self.tuned.trajectories, TOLERANCE)
        lost = reversal.lead_lost(self.tuned.trajectories, self.longer.trajectories, TOLERANCE)
        if turned is not None:
            self.announce(turned)
            self.give_over(equal, tuned, AGAIN[0])
        if lost is not None:
            self.announce(lost, steps=LONG)
            self.give_over(tuned, longer, AGAIN[1])
        self.tell("tuning_lesson")
        self.walk(Pace.lasting(4.4, AGAIN[1], LONG))

    def give_over(self, old: Results, new: Results, step: int) -> None:
        """From one order to the next, while the race goes on to ``step``."""
        assert self.clock is not None
        pace = Pace.lasting(2.0, round(self.clock.moment.step), step)
        self.play(*old.give_way_to(new), Walk(self.clock, pace), run_time=2.0)
