"""Standardising x turns a long valley into a round bowl, and gradient descent walks it anew."""

from dataclasses import replace
from typing import Any

from manim import FadeIn, FadeOut, LaggedStart, Mobject, Succession, VGroup

from optanim.optimizers.optimizer import make
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.clock import Announce, Clock, Pace
from optanim.stage.film.film_scene import LEAVING, FilmScene
from optanim.stage.views.conditioning_view import ConditioningView
from optanim.stories import findings
from optanim.stories.findings.standardizing import (
    creeps,
    elongated,
    every_start,
    nothing_gained,
    one_step,
    points_home,
    round_bowl,
    rounder,
    worst_start,
)
from optanim.studies import standardizing, worst_case
from optanim.studies.racing import Race

ZERO, MORPH = -5.0, 4.0
BACK, AGAIN = 0.8, 3.0  # seconds in which the bowl is a valley again, in the end, and a bowl
FIRST, ASKED, TOLD = 30, 80, 180  # of the long walk: steps before sentences
RAW, CENTRED, SCALED = standardizing.RAW, standardizing.CENTRED, standardizing.SCALED
TRIALS = {  # the phase of x, the phase whose learning rate it takes, steps
    "raw": (RAW, RAW, 520),
    "centred": (CENTRED, CENTRED, 40),
    "same rate": (SCALED, CENTRED, 40),
    "scaled": (SCALED, SCALED, 4),
}


class Conditioning(FilmScene):
    """Raw, centred, scaled x: the Hessian's ellipse, and GD, quickest from the worst start."""

    def construct(self) -> None:
        """The raw valley, the centred one, the round bowl at the old rate and at its own."""
        self.way = standardizing.Standardizing(standardizing.measured(article(), ZERO))
        self.runs = {name: self.trial(name) for name in TRIALS}
        self.view = ConditioningView(self.canvas, self.sheet, self.way, len(TRIALS), "GD")
        self.board = [*self.view.numbers, self.view.ledger.heads]
        self.rows: list[VGroup] = []
        self.raw()
        self.change("centred x", CENTRED, "rounder", self.view.ledger.heads, self.row("raw"))
        self.go("centred")
        self.there("centred", "short way")
        self.note("centred")
        self.change("scaled x", SCALED, "yet rounder")
        self.go("same rate")
        self.found(nothing_gained(self.runs["centred"], self.runs["same rate"], TOLERANCE))
        self.note("same rate")
        self.own_rate()

    def trial(self, name: str) -> Trajectory:
        """Gradient descent from the same line as all others, verified."""
        phase, rated, steps = TRIALS[name]
        rate = worst_case.rate(self.way.at(rated))
        race = Race.of(self.way.at(phase), [make("GD", label=f"GD, {name}", lr=rate)], steps)
        self.certify(race)
        return race.trajectories[f"GD, {name}"]

    def found(self, finding: findings.Finding | None, **values: Any) -> None:
        """Tell what a rule found, if it did."""
        if finding is not None:
            self.announce(finding, **values)

    def raw(self) -> None:
        """A long walk in a long valley, and why it is so long."""
        self.act("raw x")
        run, shape = self.runs["raw"], elongated(self.way.raw)
        chart, curve = self.view.losses(run, TOLERANCE)
        clock, legend = self.view.clock(run, curve), self.view.legend(run, "raw")
        self.open_with("raw x")
        self.add(self.view, legend, chart, clock)
        self.start_clock(clock)
        self.walk(Pace.quickening(slow=0.3, fast=0.05, over=16, steps=FIRST))
        self.ask("so many", steps=(FIRST, ASKED))
        self.tell(shape.name, **shape.values)
        self.walk_heard(ASKED, TOLD, rest=0.0)
        last = run.arrival(TOLERANCE) or run.steps
        self.tell("kappa", FadeIn(*self.view.numbers), **shape.values)
        if slow := creeps(run):
            self.walk_heard(TOLD, slow.step, rest=0.0)
            self.tell(slow.name, **slow.values)
            self.walk_heard(slow.step, last, rest=0.0)
        else:
            self.walk_heard(TOLD, last, rest=0.0)
        self.there("raw", "long way")

    def change(self, name: str, phase: int, told: str, *arriving: Mobject) -> None:
        """From the phase of x before to ``phase``, and what becomes of the bowl."""
        self.act(name, self.view, *self.board, *self.rows)
        before, after = self.way.at(phase - 1), self.way.at(phase)
        self.enter(*arriving, title=name)
        self.tell(name, **elongated(before).values)
        self.play(self.view.reshape(phase - 1, phase, max(MORPH, self.unheard)))
        found = rounder(before, after)
        self.found(found and replace(found, name=told))

    def enter_trial(self, name: str, arrows: bool = False) -> Clock:
        """Bring in a trial's walker, at the start."""
        run, view = self.runs[name], self.view
        clock, self.legend = view.clock(run, arrows=arrows), view.legend(run, name)
        self.start_clock(clock, FadeIn(self.legend))
        return clock

    def go(self, name: str) -> None:
        """Walk a trial to where its loss stays low."""
        run = self.runs[name]
        self.enter_trial(name)
        last = run.arrival(TOLERANCE) or run.steps
        self.walk(Pace.quickening(0.2, 0.05, 8, run.steps).between(0, last))

    def row(self, name: str) -> VGroup:
        """What a trial took, for the table."""
        self.rows.append(self.view.result(len(self.rows), self.runs[name], name, TOLERANCE))
        return self.rows[-1]

    def note(self, name: str) -> None:
        """Write what a trial took into the table."""
        self.play(FadeIn(self.row(name)), run_time=0.4)

    def there(self, name: str, told: str) -> None:
        """Say after how many steps a trial stays at the minimum, in the words called ``told``."""
        if arrived := findings.arrival(self.runs[name], TOLERANCE):
            self.found(replace(arrived, name=told), tolerance=TOLERANCE)

    def own_rate(self) -> None:
        """The round bowl at its own rate, and what came of it all."""
        self.act("own rate", self.view, *self.board, *self.rows)
        self.enter(title="own rate")
        run = self.runs["scaled"]
        clock = self.enter_trial("scaled", arrows=True)
        if home := points_home(run):
            self.tell(home.name)
            self.play(Announce(clock, 1.0, run_time=self.unheard))
            if worst_start(self.way.raw) and (one := every_start(run.problem)):
                self.ask(one.name, **one.values)
        self.walk(Pace.even(0, run.arrival(TOLERANCE) or run.steps, 0.0, 1.4, announce=0.0))
        if found := one_step(self.runs, TOLERANCE):
            self.announce(found, FadeIn(self.row("scaled")))
            told = (self.rows[index] for index in (0, 1, 3))
            self.meanwhile(Succession(*map(self.view.ledger.point_out, told)))
            self.once_more(self.same_line(clock, self.legend))

    def once_more(self, ends: VGroup) -> None:
        """The valley of the raw x turns into the round bowl, at one go; the last lines leave."""
        if lesson := round_bowl(self.way.raw, self.way.at(SCALED)):
            self.announce(lesson)
            self.play(FadeOut(ends), run_time=LEAVING)
            self.play(self.view.reshape(RAW, SCALED, AGAIN))

    def same_line(self, *leaving: Mobject) -> VGroup:
        """Back to the raw x, in which the three last lines lie on top of each other."""
        self.stop_clock()
        runs = [self.runs[name] for name in ("raw", "centred", "scaled")]
        self.play(FadeOut(*leaving), run_time=LEAVING)
        self.play(self.view.reshape(SCALED, RAW, BACK))
        self.tell("one line")
        ends = self.view.ends(runs)
        self.meanwhile(LaggedStart(*map(FadeIn, ends), lag_ratio=0.5))
        return ends
