"""RMSprop gives each coordinate a rate of its own, evens out the steps, and never settles."""

from manim import FadeIn

from optanim import adaptive_events as events
from optanim.optimizer import make
from optanim.problem import article
from optanim.race import Race
from optanim.run import Run
from optanim.stage.clock import Announce, Pace
from optanim.stage.film_scene import FilmScene
from optanim.stage.long_run_view import LongRunView
from optanim.stage.scaling_view import CloseUp, ScalingView

LEARNING_RATE, CLOSE_STEPS, LAST_STEPS, TOLERANCE = 0.1, 10, 6, 1e-3


class RMSprop(FilmScene):
    """GD and RMSprop on the article's regression: equal steps, the box, the cycle at the end."""

    def construct(self) -> None:
        """The first step, the box that reshapes, the long run, the cycle."""
        problem = article()
        gd, rmsprop = (make(name, lr=LEARNING_RATE) for name in ("GD", "RMSprop"))
        steps = events.steps_until_cycle(Run(problem, rmsprop))
        race = Race.of(problem, [gd, rmsprop], steps)
        self.certify(race)
        self.first_step(race)
        self.boxes(Race.of(problem, [rmsprop], steps), race)
        self.running_on(race)
        self.cycle(race)

    def first_step(self, race: Race) -> None:
        """The gradient, the multipliers, and two first steps side by side."""
        self.act("first scaling")
        view = ScalingView(self.canvas, self.sheet, race, "RMSprop", CLOSE_STEPS)
        first = events.first_scaling(race.runs["RMSprop"], race.runs["GD"])
        self.open_with("first scaling")
        self.add(*view)
        self.start_clock(view.clock, view.maps_by_racer)
        self.tell("steep", Announce(view.clock, 0.33),
                  view.rule.animate.lit("gradient"), **first.values)
        self.tell("multiplier", Announce(view.clock, 0.67),
                  view.rule.animate.lit("multiplier"), **first.values)  # fmt: skip
        self.listen()
        self.play(Announce(view.clock, 1.0), view.rule.animate.lit("step"))
        self.walk(Pace.even(0, 1, rest=0.3, move=1.0, announce=0.0))
        self.announce(first)
        self.walk(Pace.quickening(slow=0.5, fast=0.1, over=6, steps=23).between(1, 23))

    def boxes(self, alone: Race, race: Race) -> None:
        """The same first steps seen closely: the box reshapes, each step ends on its corner."""
        self.act("reshaping")
        view = CloseUp(self.canvas, self.sheet, alone, "RMSprop", 0, CLOSE_STEPS)
        self.play(self.title("reshaping"), FadeIn(*view), run_time=0.6)
        self.start_clock(view.clock, view.maps_by_racer)
        self.tell("box", Announce(view.clock, 1.0), view.rule.animate.lit("step"))
        self.listen()
        self.walk(Pace.even(0, 1, rest=0.3, move=0.7, announce=0.0))
        self.walk(Pace.even(1, 4, rest=0.65, move=0.4, announce=0.5))
        self.walk(Pace.even(4, CLOSE_STEPS, rest=0.2, move=0.2, announce=0.2))
        self.announce(events.even_steps(race.runs["RMSprop"], race.runs["GD"], CLOSE_STEPS))

    def running_on(self, race: Race) -> None:
        """What becomes of it: at the minimum, beyond the limit, thrown out."""
        self.act("running on")
        run = race.runs["RMSprop"]
        arrived, over, out = events.forgetting(run), events.past_limit(run), events.thrown_out(run)
        end = events.cycle(run)
        view = LongRunView(self.canvas, self.sheet, race, "RMSprop", end.values["half"],
                           self.canvas.words("adaptive.half"))  # fmt: skip
        self.play(self.title("running on"), FadeIn(*view), run_time=0.6)
        self.start_clock(view.clock, {})
        self.walk(Pace.even(0, arrived.step, rest=0.0, move=0.013))
        self.announce(arrived, Announce(view.clock, 1.0))
        self.walk(Pace.even(arrived.step, over.step, rest=0.0, move=0.005))
        self.announce(over, Announce(view.clock, 1.0))
        self.walk(Pace.even(over.step, out.step, rest=0.0, move=0.018))
        self.announce(out, Announce(view.clock, 1.0), tolerance=TOLERANCE)
        self.walk(Pace.even(out.step, race.steps, rest=0.0, move=0.0027))

    def cycle(self, race: Race) -> None:
        """The last steps around the minimum, seen closely."""
        self.act("cycle")
        first, last = race.steps - LAST_STEPS, race.steps
        view = CloseUp(self.canvas, self.sheet, race, "RMSprop", first, last)
        end = events.cycle(race.runs["RMSprop"])
        self.play(self.title("cycle"), FadeIn(*view), run_time=0.6)
        self.start_clock(view.clock, view.maps_by_racer)
        self.announce(end, Announce(view.clock, 1.0))
        self.walk(Pace.even(first, first + 1, rest=0.0, move=0.5))
        self.walk(Pace.even(first + 1, last, rest=0.35, move=0.35, announce=0.3))
        start = events.first_scaling(race.runs["RMSprop"], race.runs["GD"])
        self.act("conclusion", view.map, view.legend, *view.closing)
        sentence = view.conclusion("rmsprop", **start.values, **end.values)
        self.play(FadeIn(sentence), run_time=0.6)
        self.say("rmsprop")
