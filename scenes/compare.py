"""Four torch optimizers race down one loss: at one learning rate, then each at its own best."""

from collections.abc import Callable
from dataclasses import replace

from manim import Animation, FadeIn, FadeOut, LaggedStart

from optanim.optimizers.optimizer import make
from optanim.race_file import from_environment
from optanim.race_file.presentation import Presentation
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.runs.trajectory import Trajectory
from optanim.stage.boards.results import Results
from optanim.stage.draw.clock import Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.passing import Passing
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.map.floor_line import FloorLine, off_floor
from optanim.stage.views.becoming import become_point
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.opening import Opening
from optanim.stage.views.panel_race import PanelRace
from optanim.stage.views.rates_view import RatesView
from optanim.stories import findings
from optanim.stories.findings import Finding, long_run, reversal, story
from optanim.stories.findings.reversal import arrivals
from optanim.studies import tuning
from optanim.studies.outlook import around_rows
from optanim.studies.racing import Race

NAMES = "GD", "Momentum", "RMSprop", "Adam"
LEARNING_RATE = 0.1
HORIZON, LONG, WAY = 200, 500, 30  # steps of a trial; of a longer one; of those shown on the map
RATES = tuning.rates(-3, 1, 30)
BEYOND, AFTER = 100, 15  # steps that a tuned race may go on for; those seen after its price
RUSH, SWEEPING = 2.4, 4.2  # seconds of the race that the film opens with; of all rates
TURNING, LOOK = 1.6, 1.6  # seconds in which an order changes; in which one watches the race go on


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
        self.running_on, self.later = map(_going_on, (self.tuned, self.longer))
        for race in (self.tuned, self.longer, self.running_on, self.later):
            self.certify(race)
        self.question()
        self.problem()
        self.race(self.side_by_side())
        self.every_rate()
        self.new_order(self.tuned_race())
        self.longer_order()

    def question(self) -> None:
        """The first steps in a rush; it is asked who is first long before anybody is."""
        self.open_with("question")
        self.act("question")
        view = MapRace(self.canvas, self.sheet, self.equal, self.acts.presentation)
        self.add(*view, view.clock)
        self.start_clock(view.clock)
        first = arrivals(self.equal.trajectories, TOLERANCE)[0].step
        rushed, asked = first // 4, first // 2
        self.walk(Pace.lasting(RUSH, 0, rushed))
        self.ask("first", steps=(rushed, asked))

    def problem(self) -> None:
        """Points, a line, its loss; the line becomes a point, and paints the map it walks on."""
        self.act("problem")
        view = Opening(self.canvas, self.sheet, self.equal)
        arriving = FadeIn(view.data, view.model, view.line)
        self.tell("points", self.title("problem"), arriving, **view.counts)
        self.play(FadeIn(view.residuals, view.loss))
        self.listen()
        self.add(view.map, view.cover)
        self.tell("map", FadeOut(view.model, view.loss), FadeIn(view.axes))
        becoming = become_point(view.line, view.cover)
        self.play(*becoming, FadeIn(view.trail, view.point, view.start), run_time=1.2)
        self.play(view.walk(), view.cover.painted(), FadeOut(view.start), run_time=2.6)
        self.play(view.cover.flooded(), run_time=1.2)
        self.remove(view.cover)

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
        runs = self.equal.trajectories
        valley = story.in_a_valley(self.equal, "GD", "Momentum", ("RMSprop", "Adam"), TOLERANCE)
        seen = [each for each in valley if each.name == "calmer_swings"]
        found = findings.in_order(*seen, *arrivals(runs, TOLERANCE))
        shown, held = self.acts.presentation, [each.step for each in found]
        view = MapRace(self.canvas, self.sheet, self.equal, shown, first=len(NAMES), held=held)
        self.play(panels.dissolve(), run_time=0.4)
        self.add(view.map)
        self.play(*view.grow_from(panels), self.title("one map"), run_time=1.2)
        self.remove(*panels.maps)
        self.play(FadeIn(view.scales, view.beside), run_time=0.4)
        self.start_clock(view.clock, FadeOut(*panels.walkers))
        pace = Pace.quickening(slow=0.6, fast=0.03, over=18, steps=found[-1].step)
        self.walk_and_tell(
            pace.between, (len(NAMES), found[-1].step), found, tell=self.on_the_map(view)
        )
        self.ask("guess")

    def on_the_map(self, view: MapRace) -> Callable[[Finding], None]:
        """How findings are told on the map of ``view``: with the floor and a ruler, or a note."""
        runs, words = view.race.trajectories, self.canvas.words

        def tell(finding: Finding) -> None:
            if finding.name == "calmer_swings":
                off = words("label.off", length=finding.values["reference"])
                place = self.canvas, view.map, view.race.problem
                here = runs["GD"].params[finding.step]
                floor = FloorLine(*place, view.marks)
                taken = [*view.marks, *floor, floor.sign]
                ruler, name = off_floor(*place, here, off, taken)
                self.add(floor, ruler, view.clock, floor.sign, name)  # heads above lines
                self.announce(finding, FadeIn(floor), pointers=[ruler, name, floor.sign])
            elif "there" in finding.name:
                self.announce(finding, self.arrived(view, finding))
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
        self.play(LaggedStart(*view.chosen(), lag_ratio=0.8, run_time=2.0))

    def tuned_race(self) -> MapRace:
        """The same race, each at its own best rate."""
        self.act("race.tuned")
        view, runs = self.close_map(self.running_on), self.tuned.trajectories
        self.enter(*view, title="tuned", clock=view.clock)
        there = [replace(each, name=f"own {each.name}") for each in arrivals(runs, TOLERANCE)]
        found = findings.in_order(*map(reversal.first_jump, runs.values()), *there)
        pace = Pace.quickening(slow=1.2, fast=0.025, over=16, steps=HORIZON)
        told = [each for each in found if each.name != "own there"]
        passing = [
            Passing(each.step, self.arrived(view, each), each) for each in found if each not in told
        ]
        self.walk_and_tell(pace.between, (0, HORIZON), told, passing, self.on_the_map(view))
        return view

    def close_map(self, race: Race) -> MapRace:
        """``race`` on a map that holds its ways, and no more."""
        window = around_rows(race.trajectories.values(), 0)
        shown = Presentation(tolerance=TOLERANCE, window=window).settled(race)
        return MapRace(self.canvas, self.sheet, race, shown)

    def new_order(self, view: MapRace) -> None:
        """The order of equal rates gives way to that of own ones; what becomes of its first."""
        self.act("new order", view.map, view.chart, view.clock)
        equal, tuned = (self.order(view, race) for race in (self.equal, self.tuned))
        self.enter(title="new order")
        self.enter(equal)
        self.start_clock(view.clock)
        turned = reversal.reversal(self.equal.trajectories, self.tuned.trajectories, TOLERANCE)
        if turned is not None:
            self.announce(turned)
        self.play(*equal.give_way_to(tuned), run_time=TURNING)
        self.go_on(view, tuned, HORIZON, "price")

    def longer_order(self) -> None:
        """Rates chosen over more steps: that race, its order, and what one remembers."""
        self.act("race.longer")
        view, runs = self.close_map(self.later), self.longer.trajectories
        self.enter(*view, clock=view.clock)
        lost = reversal.lead_lost(self.tuned.trajectories, runs, TOLERANCE)
        if lost is not None:
            self.tell("lead_lost", **lost.values, racer=lost.racer, steps=LONG)
        found = arrivals(runs, TOLERANCE)
        pace = Pace.quickening(slow=0.15, fast=0.02, over=12, steps=found[-1].step)
        self.walk(pace)
        order = self.order(view, self.longer)
        self.play(FadeOut(view.scales, view.roster), run_time=0.3)
        self.play(FadeIn(order), run_time=0.4)
        self.go_on(view, order, found[-1].step, "not for good")
        self.tell("tuning_lesson")

    def order(self, view: MapRace, race: Race) -> Results:
        """Who is where in ``race``, above the losses of ``view``."""
        return Results(self.canvas, view.upper, race, TOLERANCE, HORIZON)

    def go_on(self, view: MapRace, order: Results, start: int, name: str) -> None:
        """The race of ``view`` goes on, until it has thrown out again whom it does.

        That is told as ``name``, and corrected in the ``order``.
        """
        prices = findings.in_order(*map(_price, view.race.trajectories.values()))
        last = view.race.steps
        seen = min(max((each.step for each in prices), default=last) + AFTER, last)

        def tell(finding: Finding) -> None:
            words = self.canvas.words("note.price", step=finding.step)
            self.announce(replace(finding, name=name), order.correct(finding.racer, words))

        pace = Pace.lasting(LOOK, start, seen)
        self.walk_and_tell(pace.between, (start, seen), prices, tell=tell)


def _going_on(race: Race) -> Race:
    """The same racers on the same problem for more steps than those over which they were tuned."""
    racers = [run.optimizer for run in race.trajectories.values()]
    return Race.of(race.problem, racers, race.steps + BEYOND)


def _price(run: Trajectory) -> Finding | None:
    """That ``run`` is thrown out again, if its steps have grown too long before."""
    thrown = long_run.thrown_out(run, TOLERANCE)
    over = thrown and long_run.past_limit(run, TOLERANCE)
    return thrown if thrown and over and over.step <= thrown.step else None
