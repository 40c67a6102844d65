"""The learning rate at its limit: one that flies away, four side by side, all along one curve."""

from functools import partial

from manim import FadeIn

from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.views.limit_view import LimitView
from optanim.stage.views.rate_panels import RatePanels
from optanim.stage.views.runaway_view import RunawayView
from optanim.stage.views.sweep_view import SweepView, glide
from optanim.stories import findings
from optanim.stories.findings.learning_rates import above_limit, edge, manners, of_sweep, overtaken
from optanim.studies import stability
from optanim.studies.racing import Race

SHARES, SHOWN, FOLLOWED, UNTIL = (0.1, 0.5, 0.95, 1.05), 70, "1.05", 24
FIRST, JUMPS = 12, 3  # steps before the question; jumps that are looked at one by one
BUDGET, PATH = 500, 20
SPAN, RATES, SAMPLES = (0.02, 1.08), 531, (0.1, 0.25, 0.5, 0.7, 0.95, 1.0, 1.05)


class LearningRate(FilmScene):
    """Gradient descent at 0.1, 0.5, 0.95 and 1.05 of 2/lambda_max, and a sweep over all rates."""

    def construct(self) -> None:
        """A rate that is too large, the limit, four rates, the sweep."""
        race = stability.at_shares(article(), SHARES, BUDGET)
        self.certify(race)
        panels = RatePanels(self.canvas, self.sheet, race, "GD", SHOWN, FOLLOWED, UNTIL)
        self.flight(race, panels)
        self.limit(race)
        self.four(race, panels)
        self.sweep(race, panels)

    def flight(self, race: Race, panels: RatePanels) -> None:
        """One that flies away, and the question."""
        self.act("too large")
        run = race.trajectories[FOLLOWED]
        view = RunawayView(self.canvas, self.sheet, run, panels.window, UNTIL, "GD")
        self.open_with("too large")
        self.add(view, view.clock)
        self.start_clock(view.clock)
        self.walk(Pace.quickening(slow=0.4, fast=0.1, over=10, steps=FIRST))
        self.ask("too large", steps=(FIRST, UNTIL))

    def limit(self, race: Race) -> None:
        """The largest curvature, what a step does across the valley, the limit."""
        self.act("limit")
        run = race.trajectories[FOLLOWED]
        view = LimitView(self.canvas, self.sheet, run, JUMPS + 2, "GD")
        steepest, rate, factor, limit = view.lines
        self.enter(view.map, title="limit", clock=view.clock)
        self.tell("bend", FadeIn(view.across, steepest), **view.numbers)
        self.bring_to_front(view.clock)  # the bar lies on the line across
        self.walk_heard(0, 1)
        self.tell("step_factor", FadeIn(rate, factor), **view.numbers)
        self.walk_heard(1, JUMPS)
        if found := above_limit(run):
            self.announce(found, FadeIn(limit))
            self.walk(Pace.even(JUMPS, JUMPS + 2, rest=0.2, move=0.8))

    def four(self, race: Race, panels: RatePanels) -> None:
        """Four rates in lockstep; the map of the last follows it for a while."""
        self.act("four rates")
        self.enter(panels, title="four rates", clock=panels.clock)
        self.tell("shares", shares=self.canvas.words.listed(race.trajectories))
        self.walk_heard(0, 1)
        if ways := manners(race.trajectories):
            self.announce(ways, *panels.factors())

        def tell(lost: findings.Finding) -> None:
            self.announce(lost, panels.cry(self.canvas.words("diverged")))

        happening = self.happenings(race, panels)
        found, passing = self.noting(happening, panels)
        last = max((each.step for each in happening), default=1)
        pace = Pace.quickening(slow=0.4, fast=0.08, over=12, steps=SHOWN)
        self.walk_and_tell(pace.between, (1, last), found, passing, tell)
        later = overtaken(race.trajectories, TOLERANCE)
        asked = later or findings.Finding("quickest", last, {})
        noted = panels.unfinished(SHOWN, TOLERANCE)
        self.ask(asked.name, *noted, steps=(last, SHOWN), **asked.values)

    def happenings(self, race: Race, panels: RatePanels) -> list[findings.Finding]:
        """Who arrives, and who leaves its map, while the film watches."""
        arrivals = (findings.arrival(run, TOLERANCE) for run in race.trajectories.values())
        found = findings.in_order(panels.lost, *arrivals)
        return [finding for finding in found if finding.step <= SHOWN]

    def sweep(self, race: Race, panels: RatePanels) -> None:
        """Steps against rate: the slow arm, the best, the cliff."""
        self.act("sweep")
        sweep = stability.across(race.problem, SPAN, RATES, BUDGET, TOLERANCE, PATH)
        found = of_sweep(sweep)
        stops = [finding.step for finding in found]
        runs = stability.confirmed(sweep, SAMPLES, stops)
        self.certify(runs)
        view = SweepView(self.canvas, self.sheet, sweep, runs, "GD", panels.window, stops)
        self.enter(view, title="sweep", clock=view.clock)
        tell = partial(self.announce, hold=True, tolerance=TOLERANCE, steps=BUDGET)
        last = stops[-1] if stops else 0
        self.walk_and_tell(glide, (0, last), found, tell=tell)
        self.play(view.whole(), run_time=0.3)
        cliff = next((each.step for each in found if each.name == "cliff"), sweep.best)
        self.walk(glide(last, cliff))
        if lesson := edge(sweep):
            self.announce(lesson)
        self.walk(glide(cliff, sweep.best))
