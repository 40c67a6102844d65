"""RMSprop gives each coordinate a rate of its own, evens out the steps, and never settles."""

from functools import partial

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

WALKED, CLOSE_STEPS, LAST_STEPS = 23, 10, 6
LEARNING_RATE = 0.1


class RMSprop(FilmScene):
    """GD and RMSprop on the article's regression: even steps, their box, the cycle at the end."""

    def construct(self) -> None:
        """The first step, the box that reshapes, the long run, the cycle."""
        problem = article()
        gd, rmsprop = (make(name, lr=LEARNING_RATE) for name in ("GD", "RMSprop"))
        steps = long_run.steps_until_cycle(Run(problem, rmsprop))
        race = Race.of(problem, [gd, rmsprop], steps)
        first = adaptive.first_scaling(race.trajectories["RMSprop"], race.trajectories["GD"])
        end = long_run.cycle(race.trajectories["RMSprop"])
        assert first is not None
        assert end is not None
        self.first, self.end = first, end
        self.certify(race)
        self.first_step(race)
        self.boxes(race, Race(problem, {"RMSprop": race.verified["RMSprop"]}))
        self.running_on(race)
        self.cycle(race)

    def first_step(self, race: Race) -> None:
        """The gradient, the multipliers, and two first steps side by side."""
        self.act("first scaling")
        view = ScalingView(self.canvas, self.sheet, race, "RMSprop", "GD", WALKED + 1)
        self.open_with("first scaling")
        self.add(*view)
        self.start_clock(view.clock)
        lit, numbers = view.rule.animate.lit, self.first.values
        self.tell("steep", Announce(view.clock, GRADIENT[1]), lit("gradient"), **numbers)
        self.tell("multiplier", Announce(view.clock, FACTOR[1]), lit("multiplier"), **numbers)
        self.listen()
        self.play(Announce(view.clock, 1.0), view.rule.animate.lit("step"))
        self.walk(Pace.even(0, 1, rest=0.3, move=1.0, announce=0.0))
        for finding in findings.in_order(self.first, adaptive.leap(race.trajectories["RMSprop"])):
            self.announce(finding)
        self.walk(Pace.quickening(slow=0.5, fast=0.08, over=5, steps=WALKED).between(1, WALKED))

    def boxes(self, race: Race, alone: Race) -> None:
        """The same first steps seen closely: the box reshapes, each step ends on its corner."""
        self.act("reshaping")
        view = CloseUp(self.canvas, self.sheet, alone, "RMSprop", "GD", 0, CLOSE_STEPS)
        self.enter(*view, title="reshaping", clock=view.clock)
        self.tell("box", Announce(view.clock, 1.0), view.rule.animate.lit("step"))
        self.walk(Pace.even(0, 1, rest=0.3, move=0.7, announce=0.0))
        self.walk(Pace.even(1, 4, rest=0.4, move=0.3, announce=0.3))
        self.walk(Pace.even(4, CLOSE_STEPS, rest=0.05, move=0.15, announce=0.05))
        even = adaptive.even_steps(
            race.trajectories["RMSprop"], race.trajectories["GD"], CLOSE_STEPS
        )
        for finding in findings.in_order(even):
            self.announce(finding)

    def running_on(self, race: Race) -> None:
        """What becomes of it: at the minimum, beyond the limit, thrown out."""
        self.act("running on")
        run = race.trajectories["RMSprop"]
        view = LongRunView(self.canvas, self.sheet, race, "RMSprop", self.end.values["half"])
        self.enter(*view, title="running on", clock=view.clock)
        rules = (long_run.forgetting, long_run.past_limit, long_run.thrown_out)
        found = findings.in_order(*(rule(run, TOLERANCE) for rule in rules))

        def tell(finding: findings.Finding) -> None:
            self.announce(finding, Announce(view.clock, 1.0))

        self.walk_and_tell(partial(Pace.lasting, 1.4), (0, race.steps), found, tell=tell)

    def cycle(self, race: Race) -> None:
        """The last steps around the minimum, seen closely, and what that proves."""
        self.act("cycle")
        first, last = race.steps - LAST_STEPS, race.steps
        view = CloseUp(self.canvas, self.sheet, race, "RMSprop", "GD", first, last)
        self.enter(*view, title="cycle", clock=view.clock)
        self.announce(self.end, Announce(view.clock, 1.0))
        self.walk(Pace.even(first, first + 1, rest=0.0, move=0.5))
        self.walk(Pace.even(first + 1, last, rest=0.2, move=0.25, announce=0.2))
        self.act("conclusion", view.map, view.legend, *view.closing)
        sentence = view.conclusion("rmsprop", **self.first.values, **self.end.values)
        self.play(FadeIn(sentence), run_time=0.6)
        self.say("rmsprop")
