"""Standardising x turns a long valley into a round bowl, and gradient descent walks it anew."""

from manim import FadeIn

from optanim import events, scaling, tilt
from optanim.optimizer import make
from optanim.problem import Problem, article
from optanim.race import Race
from optanim.stage.clock import Pace
from optanim.stage.conditioning_view import ConditioningView
from optanim.stage.film_scene import FilmScene
from optanim.trajectory import Trajectory

ZERO, TOLERANCE, MORPH = -5.0, 1e-3, 3.0
STEPS = {"raw": 520, "centred": 40, "same rate": 40, "scaled": 4}


class Conditioning(FilmScene):
    """Raw, centred, scaled x: the Hessian's ellipse, and GD from the same line at its best rate."""

    def construct(self) -> None:
        """The raw valley, the centred one, the round bowl at the old rate and at its own."""
        way = scaling.Standardizing(scaling.measured(article(), ZERO))
        raw, centred, scaled = way.stages
        long, middle, best = map(scaling.best_rate, way.stages)
        self.runs = {
            "raw": self.trial("raw", raw, long),
            "centred": self.trial("centred", centred, middle),
            "same rate": self.trial("same rate", scaled, middle),
            "scaled": self.trial("scaled", scaled, best),
        }
        self.rows, self.view = [], ConditioningView(self.canvas, self.sheet, way, len(self.runs))
        self.raw(raw)
        self.centred(raw, centred)
        self.scaled(centred, scaled)
        self.rates()

    def trial(self, name: str, problem: Problem, rate: float) -> Trajectory:
        """Gradient descent at ``rate`` from the problem's start, verified."""
        race = Race.of(problem, [make("GD", label=f"GD, {name}", lr=rate)], STEPS[name])
        self.certify(race)
        return race.runs[f"GD, {name}"]

    def start(self, name: str) -> Trajectory:
        """The walker of a trial at its start, its learning rate beside its name."""
        run, view = self.runs[name], self.view
        self.start_clock(
            view.clock(run), {f"GD, {name}": view.bowl}, FadeIn(view.legend(run, name))
        )
        return run

    def arrive(self, name: str, pace: Pace, now: int = 0) -> None:
        """On to the step from which the loss stays low, and what the trial took into the table."""
        run = self.runs[name]
        self.walk(pace.between(now, run.arrival(TOLERANCE) or run.steps))
        self.rows.append(self.view.result(len(self.rows), run, name, TOLERANCE))
        self.play(FadeIn(self.rows[-1]), run_time=0.4)

    def found(self, event: events.Event | None) -> None:
        """Tell what a rule found, if it did."""
        if event is not None:
            self.announce(event)

    def raw(self, problem: Problem) -> None:
        """The data and their valley, and a long walk."""
        self.act("raw x")
        self.open_with("raw x")
        found = scaling.valley(problem)
        self.tell("raw x", FadeIn(self.view), zero=ZERO, **found.values)
        self.announce(found)
        run = self.start("raw")
        swings, pace = events.swings(run), Pace.quickening(0.3, 0.01, 30, STEPS["raw"])
        if swings:
            self.walk(pace.between(0, swings.step))
            self.announce(swings)
        self.arrive("raw", pace, swings.step if swings else 0)
        self.found(tilt.fits(run, TOLERANCE))

    def centred(self, before: Problem, after: Problem) -> None:
        """The mean of x taken away."""
        self.act("centred x", self.view, *self.rows)
        self.play(self.title("centred x"), run_time=0.6)
        self.tell("centring")
        self.listen()
        self.play(self.view.reshape(scaling.RAW, scaling.CENTRED, MORPH))
        self.found(scaling.rounder(before, after))
        self.start("centred")
        self.arrive("centred", Pace.quickening(0.3, 0.08, 14, STEPS["centred"]))

    def scaled(self, before: Problem, after: Problem) -> None:
        """Divided by its deviation; at the rate from before, nothing is gained."""
        self.act("scaled x", self.view, *self.rows)
        self.play(self.title("scaled x"), run_time=0.6)
        self.tell("scaling", **scaling.valley(before).values)
        self.listen()
        self.play(self.view.reshape(scaling.CENTRED, scaling.SCALED, MORPH))
        self.found(scaling.rounder(before, after))
        run = self.start("same rate")
        self.arrive("same rate", Pace.quickening(0.3, 0.08, 14, STEPS["same rate"]))
        self.found(scaling.nothing_gained(self.runs["centred"], run, TOLERANCE))

    def rates(self) -> None:
        """The round bowl at its best rate, and what came of it all."""
        self.act("best rates", self.view, *self.rows)
        self.play(self.title("best rates"), run_time=0.6)
        self.tell("longer steps")
        self.start("scaled")
        self.listen()
        self.arrive("scaled", Pace.even(0, STEPS["scaled"], rest=0.4, move=1.4))
        arrivals = {name: run.arrival(TOLERANCE) for name, run in self.runs.items()}
        if None not in arrivals.values():
            self.tell("best rates", **arrivals)
