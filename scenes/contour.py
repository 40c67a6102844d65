"""Gradient descent walks the map: level line, gradient, step, and why it swings."""

from manim import FadeIn

from optanim.optimizers.optimizer import make
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Announce, Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.views.descent_view import GRADIENT, LEVEL, DescentView
from optanim.stage.views.directions_view import DirectionsView
from optanim.stories import findings
from optanim.studies.racing import Race

STEPS, SHOWN, APART = 30, 5, 14
LEARNING_RATE = 0.1


class Contour(FilmScene):
    """Why gradient descent swings: each step at a right angle to its level line, then apart."""

    def construct(self) -> None:
        """The first steps in parts, the walk, and the same walk along two directions."""
        race = Race.of(article(), [make("GD", lr=LEARNING_RATE)], STEPS)
        self.certify(race)
        self.view = DescentView(self.canvas, self.sheet, race, SHOWN, TOLERANCE)
        self.walk_down(race)
        self.take_apart(race)

    def walk_down(self, race: Race) -> None:
        """Level line, gradient and step, slowly, then at a walk."""
        view, run = self.view, self.view.run
        self.act("contour")
        self.open_with("contour")
        self.add(view.map, view.legend, view.losses)
        self.start_clock(view.clock)
        first = findings.first_step(race.trajectories)
        self.tell("level", loss=run.losses[0])
        self.play(Announce(view.clock, LEVEL[1], run_time=1.6))
        self.tell("normal", shrink=view.shrinks[0])
        self.play(Announce(view.clock, GRADIENT[1], run_time=1.0))
        self.tell("descend", length=first.values["GD"])
        self.play(Announce(view.clock, 1.0, run_time=1.2))
        self.listen()
        self.walk(Pace.even(0, 1, rest=0.0, move=1.2, announce=0.0))
        self.tell("again")
        self.walk(Pace.even(1, SHOWN, rest=1.1, move=0.6, announce=1.0))
        pace = Pace.quickening(slow=0.7, fast=0.16, over=14, steps=STEPS)
        found = findings.in_order(findings.swings(run, SHOWN), findings.arrival(run, TOLERANCE))
        self.walk_and_tell(pace.between, (SHOWN, STEPS), *self.noting(found, view))

    def take_apart(self, race: Race) -> None:
        """Along the valley and across it: two factors, and torch's dots on their powers."""
        view = self.view
        self.act("directions", view.map, view.legend)
        parts = DirectionsView(view, view.run, APART)
        self.enter(parts.axes, title="directions")
        self.tell("directions", FadeIn(parts.rule), **parts.numbers)
        lit = parts.rule.animate.lit("factor", "left")
        self.tell("factor", FadeIn(*parts.charts), lit, **parts.numbers)
        self.start_clock(parts.clock)
        self.walk(Pace.even(0, 4, rest=0.3, move=0.6))
        self.tell("sides", **parts.numbers)
        self.walk(Pace.even(4, 8, rest=0.2, move=0.5))
        self.tell("dots", bound=parts.bound)
        self.walk(Pace.even(8, APART, rest=0.12, move=0.4))
        self.act("conclusion", view.map, view.legend, parts.axes, *parts.walkers)
        self.play(FadeIn(view.conclusion("contour", **parts.numbers)), run_time=0.6)
        self.say("contour")
