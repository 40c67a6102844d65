"""Standardising x turns a long valley into a round bowl, and gradient descent walks it anew."""

from dataclasses import replace
from typing import Any

from manim import FadeIn, VGroup

from optanim.optimizers.optimizer import make
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.clock import Announce, Clock, Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.views.conditioning_view import ConditioningView
from optanim.stories import findings
from optanim.stories.findings.standardizing import (
    elongated,
    nothing_gained,
    one_step,
    points_home,
    round_bowl,
    rounder,
)
from optanim.studies import standardizing, worst_case
from optanim.studies.racing import Race

ZERO, MORPH = -5.0, 4.0
FIRST, ASKED, TOLD = 30, 80, 200  # of the long walk: steps before the question, after it, and told
RAW, CENTRED, SCALED = standardizing.RAW, standardizing.CENTRED, standardizing.SCALED
TRIALS = {  # the phase of x, the phase whose learning rate it takes, steps
    "raw": (RAW, RAW, 520),
    "centred": (CENTRED, CENTRED, 40),
    "same rate": (SCALED, CENTRED, 40),
    "scaled": (SCALED, SCALED, 4),
}


class Conditioning(FilmScene):
    """Raw, centred, scaled x: the Hessian's ellipse, and GD at the rate for the worst start."""

    def construct(self) -> None:
        """The raw valley, the centred one, the round bowl at the old rate and at its own."""
        self.way = standardizing.Standardizing(standardizing.measured(article(), ZERO))
        self.runs = {name: self.trial(name) for name in TRIALS}
        self.view = ConditioningView(self.canvas, self.sheet, self.way, len(TRIALS), "GD")
        self.board = VGroup(*self.view.numbers, self.view.ledger.heads)
        self.rows: list[VGroup] = []
        self.raw()
        self.change("centred x", CENTRED, "rounder")
        self.go("centred")
        self.there("centred", "short way")
        self.change("scaled x", SCALED, "yet rounder")
        self.go("same rate")
        self.found(nothing_gained(self.runs["centred"], self.runs["same rate"], TOLERANCE))
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
        clock, legend = self.view.clock(run), self.view.legend(run, "raw")
        self.open_with("raw x")
        self.add(self.view, legend, clock)
        self.start_clock(clock)
        self.walk(Pace.quickening(slow=0.3, fast=0.05, over=16, steps=FIRST))
        self.ask("so many", steps=(FIRST, ASKED))
        self.tell(shape.name, **shape.values)
        self.walk_heard(ASKED, TOLD, rest=0.0)
        last = run.arrival(TOLERANCE) or run.steps
        self.tell("kappa", FadeIn(self.board), **shape.values)
        self.walk_heard(TOLD, last, rest=0.0)
        self.note("raw")
        self.there("raw", "long way")

    def change(self, name: str, phase: int, told: str) -> None:
        """From the phase of x before to ``phase``, and what becomes of the bowl."""
        self.act(name, self.view, self.board, *self.rows)
        before, after = self.way.at(phase - 1), self.way.at(phase)
        self.enter(title=name)
        self.tell(name, **elongated(before).values)
        self.play(self.view.reshape(phase - 1, phase, MORPH))
        found = rounder(before, after)
        self.found(found and replace(found, name=told))

    def enter_trial(self, name: str, arrows: bool = False) -> Clock:
        """Bring in a trial's walker, at the start."""
        run, view = self.runs[name], self.view
        clock = view.clock(run, arrows)
        self.start_clock(clock, FadeIn(view.legend(run, name)))
        return clock

    def go(self, name: str) -> None:
        """Walk a trial to where its loss stays low; what it took goes into the table."""
        run = self.runs[name]
        self.enter_trial(name)
        last = run.arrival(TOLERANCE) or run.steps
        self.walk(Pace.quickening(0.2, 0.05, 8, run.steps).between(0, last))
        self.note(name)

    def note(self, name: str) -> None:
        """Write what a trial took into the table."""
        self.rows.append(self.view.result(len(self.rows), self.runs[name], name, TOLERANCE))
        self.play(FadeIn(self.rows[-1]), run_time=0.4)

    def there(self, name: str, told: str) -> None:
        """Say after how many steps a trial stays at the minimum, in the words called ``told``."""
        if arrived := findings.arrival(self.runs[name], TOLERANCE):
            self.found(replace(arrived, name=told), tolerance=TOLERANCE)

    def own_rate(self) -> None:
        """The round bowl at its own rate, and what came of it all."""
        self.act("own rate", self.view, self.board, *self.rows)
        self.enter(title="own rate")
        run, raw = self.runs["scaled"], self.way.raw
        clock = self.enter_trial("scaled", arrows=True)
        if home := points_home(run):
            self.tell(home.name)
            self.play(Announce(clock, 1.0, run_time=self.unheard))
            self.ask("how many", **home.values)
        self.walk(Pace.even(0, run.arrival(TOLERANCE) or run.steps, 0.0, 1.8, announce=0.0))
        self.found(one_step(self.runs, TOLERANCE))
        self.note("scaled")
        self.found(round_bowl(raw, run.problem))
