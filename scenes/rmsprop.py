"""RMSprop gives each coordinate a rate of its own, evens out the steps, and never settles."""

from manim import FadeIn

from optanim.optimizers.optimizer import make
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.stage.draw.clock import Announce, Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.views.long_run_view import LongRunView
from optanim.stage.views.scaling_view import FACTOR, GRADIENT, CloseUp, ScalingView
from optanim.stories import findings
from optanim.stories.findings import adaptive, long_run
from optanim.studies.racing import Race

WALKED, CLOSE_STEPS, LAST_STEPS, CLOSING_STEPS = 23, 9, 15, 11
BEFORE, AFTER = 9, 26  # steps of the leap that are seen before it is out, and from then on
LEARNING_RATE = 0.1


class RMSprop(FilmScene):
    """GD and RMSprop on the article's regression: even steps, their box, why it leaps away."""

    def construct(self) -> None:
        """The leap; the first step, the box that reshapes; why it leaps, and the cycle."""
        problem = article()
        gd, rmsprop = (make(name, lr=LEARNING_RATE) for name in ("GD", "RMSprop"))
        steps = long_run.steps_until_cycle(Run(problem, rmsprop))
        race = Race.of(problem, [gd, rmsprop], steps)
        self.run = race.trajectories["RMSprop"]
        first = adaptive.first_scaling(self.run, race.trajectories["GD"])
        there, out = (
            rule(self.run, TOLERANCE) for rule in (long_run.forgetting, long_run.thrown_out)
        )
        assert first is not None
        assert there is not None
        assert out is not None
        self.first, self.there, self.out = first, there, out
        self.certify(race)
        alone = race.only("RMSprop")
        self.question(alone)
        self.first_step(race)
        self.boxes(alone)
        self.running_on(alone)
        self.cycle(race)

    def question(self, alone: Race) -> None:
        """It arrives, stays, and leaps away: why?"""
        self.act("leap")
        view = LongRunView(self.canvas, self.sheet, alone, "RMSprop", TOLERANCE)
        self.open_with("leap")
        there, leap, end = self.there.step, self.out.step - BEFORE, self.out.step + AFTER
        self.add(view.legend, view.losses(end), view.clock)
        self.start_clock(view.clock)
        self.walk(Pace.lasting(2.2, 0, there))
        self.walk(Pace.lasting(1.2, there, leap))
        self.ask("leaps", steps=(leap, end), **self.out.values)

    def first_step(self, race: Race) -> None:
        """The gradient, the multipliers, and two first steps side by side."""
        self.act("first scaling")
        view = ScalingView(self.canvas, self.sheet, race, "RMSprop", WALKED + 1)
        self.enter(*view, view.color_note(), title="first scaling", clock=view.clock)
        lit, numbers = view.rule.animate.lit, self.first.values
        self.tell("steep", lit("gradient"), **numbers)
        self.meanwhile(Announce(view.clock, GRADIENT[1]))
        self.tell("multiplier", lit("multiplier"), **numbers)
        self.meanwhile(Announce(view.clock, FACTOR[1]))
        self.tell("first_scaling", lit("step"), **numbers)
        self.play(Announce(view.clock, 1.0), run_time=1.0)
        self.walk(Pace.even(0, 1, rest=0.0, move=3.5))
        for finding in findings.in_order(adaptive.leap(self.run)):
            self.announce(finding)
        self.walk(Pace.quickening(slow=0.5, fast=0.08, over=5, steps=WALKED).between(1, WALKED))

    def boxes(self, alone: Race) -> None:
        """The same first steps seen closely: the box reshapes, each step ends on its corner."""
        self.act("reshaping")
        view = CloseUp(self.canvas, self.sheet, alone, "RMSprop", 0, CLOSE_STEPS)
        self.enter(*view, title="reshaping", clock=view.clock)
        self.tell("box", Announce(view.clock, 1.0), view.rule.animate.lit("step"))
        self.walk(Pace.even(0, 1, rest=0.3, move=0.7, announce=0.0))
        self.walk(Pace.even(1, 4, rest=0.4, move=0.3, announce=0.3))
        self.tell("reshapes")
        self.walk_heard(4, CLOSE_STEPS)

    def running_on(self, alone: Race) -> None:
        """What becomes of it: at the minimum, beyond the limit, thrown out, caught again."""
        self.act("running on")
        start = self.there.step
        view = LongRunView(self.canvas, self.sheet, alone, "RMSprop", TOLERANCE, start)
        self.start_clock(view.clock, FadeIn(view, *view.distances()), self.title("running on"))
        rules = (long_run.past_limit, long_run.caught)
        relapses = long_run.relapses(self.run, TOLERANCE)
        later = (rule(self.run, TOLERANCE) for rule in rules)
        found = findings.in_order(self.there, self.out, relapses, *later)

        def tell(finding: findings.Finding) -> None:
            self.announce(finding, Announce(view.clock, 1.0), tolerance=TOLERANCE)

        pace = view.pace(self.out.step, relapses.values["rows"] if relapses else ())
        self.walk_and_tell(pace.between, (start, alone.steps - LAST_STEPS), found, tell=tell)

    def cycle(self, race: Race) -> None:
        """The last steps around the minimum, seen closely, and what one remembers."""
        self.act("cycle")
        first, last = race.steps - LAST_STEPS, race.steps
        view = CloseUp(self.canvas, self.sheet, race, "RMSprop", first, last)
        self.enter(*view, title="cycle", clock=view.clock)
        end = long_run.cycle(self.run)
        assert end is not None
        self.announce(end, Announce(view.clock, 1.0))
        pace = Pace.even(first, last, rest=0.2, move=0.3, announce=0.2)
        self.walk(pace.between(first, last - CLOSING_STEPS))
        self.tell("rmsprop")
        self.walk(pace.between(last - CLOSING_STEPS, last))
