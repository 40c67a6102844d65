"""Gradient descent walks the map: level line, gradient, step, and why it swings."""

from manim import FadeIn, FadeOut

from optanim.optimizers.optimizer import make
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Announce, Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.views.descent_view import GRADIENT, LEVEL, DescentView
from optanim.stage.views.directions_view import DirectionsView
from optanim.stories import findings
from optanim.stories.findings.directions import powers, swings_and_creeps
from optanim.studies.racing import Race

STEPS, FIRST, SHOWN, TOLD, APART = 30, 6, 5, 10, 14
LEARNING_RATE = 0.1


class Contour(FilmScene):
    """Why gradient descent swings: each step at a right angle to its level line, then apart."""

    def construct(self) -> None:
        """The question, the first steps in parts, the walk, and the same along two directions."""
        race = Race.of(article(), [make("GD", lr=LEARNING_RATE)], STEPS)
        self.certify(race)
        self.view = DescentView(self.canvas, self.sheet, race, SHOWN, TOLERANCE)
        self.swinging()
        self.walk_down(race)
        self.take_apart(race)

    def swinging(self) -> None:
        """The whole walk at once, and the question."""
        view = self.view
        self.act("swinging")
        self.open_with("swinging")
        self.add(view.map, view.legend, view.bar, view.losses, view.opening)
        self.start_clock(view.opening)
        self.walk(Pace.even(0, FIRST, rest=0.05, move=0.35))
        self.ask("swinging", steps=(FIRST, STEPS))

    def walk_down(self, race: Race) -> None:
        """Level line, gradient and step, slowly, then at a walk."""
        view, run = self.view, self.view.run
        self.act("contour", view.map, view.legend, view.bar, view.losses)
        self.enter(title="contour", clock=view.clock)
        first = findings.first_step(race.trajectories)
        self.tell("level", loss=run.losses[0])
        self.play(Announce(view.clock, LEVEL[1], run_time=2.4))
        self.tell("normal")
        self.play(Announce(view.clock, GRADIENT[1], run_time=3.0))
        self.tell("descend", FadeIn(view.rule), length=first.values["GD"])
        self.play(Announce(view.clock, 1.0, run_time=1.6))
        self.walk_heard(0, 1, rest=0.0)
        self.tell("again")
        self.walk(Pace.even(1, SHOWN, rest=1.1, move=0.6, announce=1.0))
        pace = Pace.quickening(slow=0.6, fast=0.12, over=12, steps=STEPS)
        found = findings.in_order(findings.swings(run, SHOWN), findings.arrival(run, TOLERANCE))
        self.walk_and_tell(pace.between, (SHOWN, STEPS), *self.noting(found, view))

    def take_apart(self, race: Race) -> None:
        """Along the valley, then across it, then both: two factors, and the steps on powers."""
        view = self.view
        self.act("directions", view.map, view.legend, view.bar, view.losses)
        self.add(view.opening)  # where the last act's walk is that leaves
        parts = DirectionsView(view, view.run, APART)
        self.enter(title="directions", clock=view.opening)
        self.walk(Pace.lasting(1.0, STEPS, 0))
        self.tell("directions", FadeIn(parts.axes))
        self.walk_heard(0, TOLD)
        self.listen()
        self.play(FadeOut(parts.axes.plates), run_time=0.25)
        self.tell("bends", FadeIn(parts.bends.plates), **parts.numbers)
        self.listen()
        self.stop_clock()
        self.start_clock(parts.clock, FadeOut(view.opening, view.bar, view.losses))
        along, across = parts.veils
        self.tell("factor", FadeIn(parts.rule.lit("factor", "left")), **parts.numbers)
        self.play(FadeIn(*parts.shares, across), run_time=0.5)
        self.walk_heard(0, 3)
        self.tell("sides", FadeIn(along), FadeOut(across), **parts.numbers)
        self.walk_heard(3, 7)
        rings = [FadeOut(along), FadeIn(parts.powers)]
        if found := powers(view.run):
            self.tell(found.name, *rings)
        self.walk_heard(7, TOLD)
        if lesson := swings_and_creeps(view.run):
            self.announce(lesson)
        self.walk(Pace.even(TOLD, APART, rest=0.1, move=0.4))
