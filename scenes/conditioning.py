"""Standardising x turns a long valley into a round bowl, and gradient descent walks it anew."""

from manim import FadeIn, VGroup

from optanim.optimizers.optimizer import make
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.clock import Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.views.conditioning_view import ConditioningView
from optanim.stories import findings
from optanim.stories.findings import tilt
from optanim.stories.findings.standardizing import (
    elongated,
    nothing_gained,
    points_home,
    rounder,
)
from optanim.studies import standardizing, worst_case
from optanim.studies.racing import Race

ZERO, MORPH = -5.0, 2.4
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
        self.rows: list[VGroup] = []
        self.raw()
        self.change("centred x", CENTRED)
        self.go("centred", Pace.quickening(0.25, 0.05, 12, 40))
        self.change("scaled x", SCALED)
        self.go("same rate", Pace.quickening(0.25, 0.05, 12, 40))
        self.found(nothing_gained(self.runs["centred"], self.runs["same rate"], TOLERANCE))
        self.own_rate()

    def trial(self, name: str) -> Trajectory:
        """Gradient descent from the same line as all others, verified."""
        phase, rated, steps = TRIALS[name]
        rate = worst_case.rate(self.way.at(rated))
        race = Race.of(self.way.at(phase), [make("GD", label=f"GD, {name}", lr=rate)], steps)
        self.certify(race)
        return race.trajectories[f"GD, {name}"]

    def found(self, finding: findings.Finding | None) -> None:
        """Tell what a rule found, if it did."""
        if finding is not None:
            self.announce(finding)

    def raw(self) -> None:
        """The data and their valley, and a long walk."""
        self.act("raw x")
        self.open_with("raw x")
        found = elongated(self.way.raw)
        self.tell("raw x", FadeIn(self.view), zero=ZERO, **found.values)
        self.found(found)
        run = self.runs["raw"]
        self.go("raw", Pace.quickening(0.3, 0.005, 24, run.steps), findings.swings(run))
        self.found(tilt.fits(run, TOLERANCE))

    def change(self, name: str, phase: int) -> None:
        """From the phase of x before to ``phase``, and what becomes of the bowl."""
        self.act(name, self.view, *self.rows)
        before, after = self.way.at(phase - 1), self.way.at(phase)
        self.enter(title=name)
        self.tell(name, **elongated(before).values)
        self.listen()
        self.play(self.view.reshape(phase - 1, phase, MORPH))
        self.found(rounder(before, after))

    def go(self, name: str, pace: Pace, finding: findings.Finding | None = None) -> None:
        """Walk a trial to where its loss stays low; what it took goes into the table."""
        run, view = self.runs[name], self.view
        self.start_clock(view.clock(run), FadeIn(view.legend(run, name)))
        last = run.arrival(TOLERANCE) or run.steps
        self.walk_and_tell(pace.between, (0, last), findings.in_order(finding))
        self.rows.append(view.result(len(self.rows), run, name, TOLERANCE))
        self.play(FadeIn(self.rows[-1]), run_time=0.4)

    def own_rate(self) -> None:
        """The round bowl at its own rate, and what came of it all."""
        self.act("own rate", self.view, *self.rows)
        self.enter(title="own rate")
        self.found(points_home(self.runs["scaled"]))
        self.go("scaled", Pace.even(0, 4, rest=0.4, move=1.4))
        arrivals = {name: run.arrival(TOLERANCE) for name, run in self.runs.items()}
        if None not in arrivals.values():
            self.tell("own rate", **arrivals)
