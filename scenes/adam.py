"""Adam's averages: corrected for their start at zero, and slow to forget at a turn."""

from dataclasses import replace

from manim import Animation

from optanim.optimizers.optimizer import make
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Announce, Moment, Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.focus import EVERYBODY
from optanim.stage.film.passing import Passing
from optanim.stage.views.averages_view import CORRECTED, GHOST, RAW, RULE, AveragesView
from optanim.stage.views.charted_walk import ChartedWalk
from optanim.stage.views.turn_view import TurnView
from optanim.stories import findings
from optanim.stories.findings import adaptive
from optanim.studies.racing import Race

STEPS, FIRST_STEPS, CLOSE_STEPS = 240, 1, 12
LEARNING_RATE = 0.1
SILENCE = 6.0  # seconds in which what is said in passing must be heard


class Adam(FilmScene):
    """GD, RMSprop and Adam on the article's regression: a speed limit, and a late turn."""

    def construct(self) -> None:
        """Who is last; the averages and their correction, the race, the late turn."""
        optimizers = [make(name, lr=LEARNING_RATE) for name in ("GD", "RMSprop", "Adam")]
        control = make("Adam", lr=LEARNING_RATE, betas=(0.0, 0.999), label="Adam, β₁ = 0")
        race = Race.of(article(), optimizers, STEPS, control)
        self.certify(race)
        alone = Race(race.problem, {"Adam": race.verified["Adam"]}, race.control)
        self.last(race)
        self.averages(alone)
        self.race(race)
        self.turn(alone)
        self.again(race)

    def last(self, race: Race) -> None:
        """Two are there, the third still walks: why?"""
        self.act("last")
        view = ChartedWalk(self.canvas, self.sheet, race, RULE[-1:], TOLERANCE)
        self.open_with("last")
        self.add(view.map, view.legend, view.color_note(upper=True), view.chart, view.clock)
        self.start_clock(view.clock)
        order = findings.in_order(
            *(findings.arrival(run, TOLERANCE) for run in race.trajectories.values())
        )
        *_, second, last = (finding.step for finding in order)
        self.walk(Pace.lasting(2.8, 0, second))
        self.ask("last", steps=(second, last))

    def averages(self, alone: Race) -> None:
        """m and v, the step that they would give, and the corrected one."""
        self.act("averages")
        view = AveragesView(self.canvas, self.sheet, alone, "Adam", FIRST_STEPS)
        found = adaptive.uncorrected(alone.trajectories["Adam"])
        self.enter(*view, title="averages", clock=view.clock)
        told = {
            "averages": ("raw", RAW),
            "raw": ("raw", GHOST),
            "corrected": ("corrected", CORRECTED),
        }
        for name, (term, part) in told.items():
            self.tell(name, view.rule.animate.lit(term), **found.values)
            self.meanwhile(Announce(view.clock, part[1]))
        self.tell("taken", Announce(view.clock, 1.0), view.rule.animate.lit("step"))
        self.walk(Pace.even(0, FIRST_STEPS, rest=0.0, move=2.0))
        self.stop_clock()
        self.give_way([*view, view.clock])
        view = AveragesView(self.canvas, self.sheet, alone, "Adam", CLOSE_STEPS)
        view.clock.show_at(Moment(FIRST_STEPS))
        self.enter(*view, view.clock, clock=view.clock)
        self.walk(Pace.even(FIRST_STEPS, 4, rest=0.3, move=0.3, announce=0.3))
        pace = Pace.even(4, CLOSE_STEPS, rest=0.0, move=0.25)

        def tell(finding: findings.Finding) -> None:
            self.announce(finding, Announce(view.clock, 1.0), hold=True)

        self.walk_and_tell(pace.between, (4, CLOSE_STEPS), [found], tell=tell)

    def race(self, race: Race) -> None:
        """All three on one map, with the losses."""
        self.act("adam race")
        view = ChartedWalk(self.canvas, self.sheet, race, RULE[-1:], TOLERANCE)
        self.enter(*view, title="adam race", clock=view.clock)
        pace = Pace.quickening(slow=0.28, fast=0.03, over=30, steps=race.steps)
        runs = race.trajectories.values()
        arrived = (findings.arrival(run, TOLERANCE) for run in runs)
        first, *others = findings.in_order(*arrived)
        assert race.control is not None
        adam, control = race.trajectories["Adam"], race.control.trajectory
        there = replace(first, name="stays_there")
        told = (
            adaptive.speed_limit(adam),
            adaptive.head_start(race.trajectories["RMSprop"], adam),
            there,
            adaptive.slows(adam),
            adaptive.runs_on(adam, control, TOLERANCE),
        )
        passing = [
            Passing(
                each.step,
                self._arrived(view, each),
                replace(each, name="there_too", values={"tolerance": TOLERANCE}),
                SILENCE,
            )
            for each in others
        ]

        def tell(finding: findings.Finding) -> None:
            notes = [self._arrived(view, finding)] if finding is there else []
            self.announce(finding, *notes, tolerance=TOLERANCE)

        stops = findings.in_order(*told)
        self.walk_and_tell(pace.between, (0, race.steps), stops, passing, tell)

    def _arrived(self, view: ChartedWalk, finding: findings.Finding) -> Animation:
        """The animation that notes beside the name when the racer has arrived."""
        return view.note(finding.racer, self.canvas.words("note.arrived", step=finding.step))

    def turn(self, alone: Race) -> None:
        """The late turn, closely, with the control that does not remember; what one remembers."""
        assert alone.control is not None
        adam, control = alone.trajectories["Adam"], alone.control.trajectory
        called = adaptive.remembering(adam, control)
        late = adaptive.turns_late(adam, control)
        if called is None or late is None:
            return
        self.act("turn")
        after = adaptive.control_turns(control)
        last = max(late.step, after.step if after else 0)
        span = (called.step, last)
        view = TurnView(self.canvas, self.sheet, alone, "Adam", span, findings.INTERCEPT)
        self.enter(*view, title="turn", clock=view.clock)
        self.tell("turn")
        self.walk(Pace.even(view.first, called.step, rest=0.0, move=0.15))
        lit = view.rule.animate.lit("memory", "gradient")
        self.announce(called, Announce(view.clock, 1.0), lit)
        self.walk(Pace.even(called.step, late.step, rest=0.0, move=0.25))
        self.announce(late, Announce(view.clock, 1.0))
        pace = Pace.even(late.step, view.last, rest=0.0, move=0.12)
        carried = adaptive.memory_carries(adam, control, TOLERANCE)
        found = findings.in_order(after, carried and replace(carried, step=last))
        self.walk_and_tell(pace.between, (late.step, view.last), found)

    def again(self, race: Race) -> None:
        """The race once more, in one go, while what one remembers is said."""
        self.act("adam")
        view = ChartedWalk(self.canvas, self.sheet, race, RULE[-1:], TOLERANCE)
        self.enter(*view, title="adam race", clock=view.clock)
        self.tell("adam", focus=EVERYBODY)
        self.walk_heard(0, race.steps, rest=0.0)
