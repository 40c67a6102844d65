"""Momentum from the inside: the velocity as a sum of past gradients, and how much of it helps."""

from dataclasses import replace

from manim import FadeIn, FadeOut

from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Announce, Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.map.floor_line import FloorLine
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.setting_panels import SettingPanels
from optanim.stage.views.velocity_view import VelocityView
from optanim.stories import findings
from optanim.stories.findings import momentum
from optanim.studies import worst_case
from optanim.studies.racing import Race

STEPS, FEW, LONG, SHOWN = 30, 12, 140, 4
FIRST, ON, SLOWLY = 2, 10, 3  # steps before a question, and after it; steps while one is heard
LEARNING_RATE, LITTLE, MUCH = 0.1, 0.2, 0.9


class Momentum(FilmScene):
    """What momentum's velocity is made of: it cancels what alternates and sums what agrees."""

    def construct(self) -> None:
        """Beside gradient descent; the velocity as a sum; four values of gamma."""
        problem = article()
        pair = Race.of(
            problem, [make(name, lr=LEARNING_RATE) for name in ("GD", "Momentum")], STEPS
        )
        much = Race.of(problem, [make("Momentum", lr=LEARNING_RATE, momentum=MUCH)], FEW)
        gammas = (0.0, LITTLE, round(worst_case.gamma(problem, LEARNING_RATE), 2), MUCH)
        names = {gamma: self.canvas.words("settings.gamma", gamma=gamma) for gamma in gammas}
        settings = [
            make("Momentum", names[gamma], lr=LEARNING_RATE, momentum=gamma) for gamma in gammas
        ]
        many = Race.of(problem, settings, LONG)
        for race in (pair, much, many):
            self.certify(race)
        self.beside(pair)
        self.take_apart(much)
        self.settings(many)

    def beside(self, race: Race) -> None:
        """Gradient descent and momentum with the article's gamma on one map."""
        self.act("momentum race")
        presentation = Presentation(tolerance=TOLERANCE).settled(race)
        view = MapRace(self.canvas, self.sheet, race, presentation)
        self.open_with("momentum race")
        self.add(*view, view.clock)
        self.start_clock(view.clock)
        self.walk(Pace.even(0, FIRST, rest=0.1, move=0.9))
        runs = race.trajectories
        calmer = findings.calmer_swings(runs["Momentum"], runs["GD"])
        seen = FIRST if calmer is None else max(calmer.step, FIRST)
        self.ask("calm", steps=(FIRST, seen))
        self.tell("memory", gamma=LITTLE)
        self.walk_heard(seen, ON)
        if calmer is not None:
            self.off_the_floor(view, calmer)
        found = findings.in_order(*(findings.arrival(run, TOLERANCE) for run in runs.values()))
        pace = Pace.quickening(slow=0.6, fast=0.16, over=12, steps=STEPS)
        self.walk_and_tell(pace.between, (ON, STEPS), *self.noting(found, view))

    def off_the_floor(self, view: MapRace, calmer: findings.Finding) -> None:
        """Tell who lands how far off the valley's floor, which is drawn on the map."""
        floor = FloorLine(self.canvas, view.map, view.race.trajectories["GD"], view.marks)
        self.add(floor, view.clock)  # below the heads
        self.announce(calmer, FadeIn(floor))

    def take_apart(self, race: Race) -> None:
        """The velocity as the sum of all past gradients, on the map and by direction."""
        self.act("velocity")
        run = race.trajectories["Momentum"]
        cancel, over = momentum.cancel(run, SHOWN), momentum.overrun(run)
        stop = SHOWN - 1 if cancel is None else cancel.step - 1
        last = SHOWN if over is None else max(over.step, SHOWN)
        view = VelocityView(self.canvas, self.sheet, race, SHOWN, last + 1)
        across, along = view.veils
        parts = [view.map, view.legend, view.measure, *view.frames]
        self.enter(*parts, title="velocity", clock=view.clock)
        self.tell("more", gamma=MUCH)
        self.walk(Pace.even(0, 1, rest=2.4, move=1.6, announce=2.0))
        self.tell("fan")
        self.walk(Pace.even(1, stop, rest=1.7, move=0.7, announce=1.5))
        self.play(Announce(view.clock, 1.0, run_time=1.8))
        if cancel is not None:
            self.announce(cancel, FadeIn(along), pointers=[view.result(cancel)])
            adds = replace(cancel, name="adds")
            veiled = FadeOut(along), FadeIn(across)
            self.announce(adds, *veiled, pointers=[view.result(adds)])
            self.listen()
        self.walk(Pace.even(stop, SHOWN, rest=0.0, move=0.8, announce=0.0))
        if over is not None:
            self.tell("on", FadeOut(across))
            self.walk(Pace.even(SHOWN, last, rest=1.0, move=0.6, announce=0.8))
            self.play(Announce(view.clock, 1.0, run_time=1.2))
            self.announce(over, FadeIn(across), pointers=[view.ruler(over)])

    def settings(self, race: Race) -> None:
        """The same race with four values of gamma."""
        self.act("gammas")
        kinds = dict(
            zip(race.trajectories, ("GD", "Momentum", "Momentum", "Momentum"), strict=True)
        )
        panels = SettingPanels(self.canvas, self.sheet, race, kinds)
        self.enter(panels, title="gammas", clock=panels.clock)
        self.ask("gammas", steps=(0, SLOWLY))
        self.say("tick", tolerance=TOLERANCE)
        runs = race.trajectories
        first, lesson = momentum.suited(runs, TOLERANCE), momentum.too_much(runs, TOLERANCE)
        found = findings.in_order(
            first,
            first and replace(first, name="theory", step=first.values.get("next", LONG)),
            lesson and replace(lesson, name="comes last"),
            *(findings.arrival(run, TOLERANCE) for run in runs.values()),
        )
        pace = Pace.quickening(slow=0.5, fast=0.045, over=24, steps=LONG)
        self.walk_and_tell(pace.between, (SLOWLY, LONG), *self.noting(found, panels))
        self.act("conclusion", panels, *panels.results, panels.clock)
        if lesson:
            self.announce(lesson)
