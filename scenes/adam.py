"""Adam's averages: corrected for their start at zero, and slow to forget at a turn."""

from manim import FadeIn

from optanim.optimizers.optimizer import make
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Announce, Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.views.averages_view import CORRECTED, GHOST, RAW, RULE, AveragesView
from optanim.stage.views.charted_walk import ChartedWalk
from optanim.stage.views.turn_view import TurnView
from optanim.stories import findings
from optanim.stories.findings import adaptive
from optanim.studies.racing import Race

STEPS, CLOSE_STEPS = 220, 12
LEARNING_RATE = 0.1


class Adam(FilmScene):
    """GD, RMSprop and Adam on the article's regression: correction, race and late turn."""

    def construct(self) -> None:
        """The averages and their correction, the race, the late turn against its control."""
        optimizers = [make(name, lr=LEARNING_RATE) for name in ("GD", "RMSprop", "Adam")]
        control = make("Adam", lr=LEARNING_RATE, betas=(0.0, 0.999), label="Adam, β₁ = 0")
        race = Race.of(article(), optimizers, STEPS, control)
        self.certify(race)
        alone = Race(race.problem, {"Adam": race.verified["Adam"]}, race.control)
        self.averages(alone)
        self.race(race)
        self.turn(alone)

    def averages(self, alone: Race) -> None:
        """m and v, the step that they would give, and the corrected one."""
        self.act("averages")
        view = AveragesView(self.canvas, self.sheet, alone, "Adam", CLOSE_STEPS)
        found = adaptive.uncorrected(alone.trajectories["Adam"])
        self.open_with("averages")
        self.add(*view)
        self.start_clock(view.clock)
        self.tell("averages", Announce(view.clock, RAW[1]), view.rule.animate.lit("raw"))
        self.tell("raw", Announce(view.clock, GHOST[1]), **found.values)
        self.tell("corrected", Announce(view.clock, CORRECTED[1]),
                  view.rule.animate.lit("corrected"), **found.values)  # fmt: skip
        self.tell("taken", Announce(view.clock, 1.0), view.rule.animate.lit("step"))
        self.walk(Pace.even(0, 1, rest=0.0, move=0.6))
        self.walk(Pace.even(1, 4, rest=0.5, move=0.3, announce=0.5))
        self.walk(Pace.even(4, found.step, rest=0.15, move=0.15, announce=0.15))
        self.announce(found, Announce(view.clock, 1.0))

    def race(self, race: Race) -> None:
        """All three on one map, with the losses."""
        self.act("adam race")
        view = ChartedWalk(self.canvas, self.sheet, race, RULE[2:], {}, TOLERANCE)
        self.enter(*view, title="adam race", clock=view.clock)
        self.tell("slow", lr=LEARNING_RATE)
        self.listen()
        pace = Pace.quickening(slow=0.5, fast=0.02, over=30, steps=race.steps)
        arrivals = (findings.arrival(run, TOLERANCE) for run in race.trajectories.values())
        assert race.control is not None
        again = adaptive.runs_on(race.trajectories["Adam"], race.control.trajectory, TOLERANCE)
        found = findings.in_order(*arrivals, again)
        self.walk_and_tell(pace.between, (0, race.steps), *self.noting(found, view))

    def turn(self, alone: Race) -> None:
        """The late turn, closely, with the control that does not remember."""
        assert alone.control is not None
        adam, control = alone.trajectories["Adam"], alone.control.trajectory
        called = adaptive.remembering(adam, control)
        late = findings.late_turn(adam, control)
        if called is None or late is None:
            return
        self.act("turn")
        span = (called.step, late.step)
        view = TurnView(self.canvas, self.sheet, alone, "Adam", span, findings.INTERCEPT)
        self.enter(*view, title="turn", clock=view.clock)
        self.tell("turn")
        self.walk(Pace.even(view.first, called.step, rest=0.0, move=0.1))
        lit = view.rule.animate.lit("memory", "gradient")
        self.announce(called, Announce(view.clock, 1.0), lit)
        self.walk(Pace.even(called.step, late.step, rest=0.0, move=0.25))
        self.announce(late, Announce(view.clock, 1.0))
        self.walk(Pace.even(late.step, view.last, rest=0.0, move=0.08))
        self.act("conclusion", view.map, view.legend, view.line, *view.closing)
        first = adaptive.uncorrected(adam)
        sentence = view.conclusion("adam", **first.values, lag=late.values["lag"])
        self.play(FadeIn(sentence), run_time=0.6)
        self.say("adam")
