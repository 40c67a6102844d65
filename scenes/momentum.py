"""Momentum from the inside: the velocity as a sum of past gradients, and how much of it helps."""

from dataclasses import replace

from manim import FadeIn, FadeOut

from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Announce, Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.passing import Passing
from optanim.stage.map.floor_line import FloorLine, off_floor
from optanim.stage.map.walker import Head, Trail
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.setting_panels import SettingPanels
from optanim.stage.views.velocity_view import VelocityView
from optanim.stories import findings
from optanim.stories.findings import momentum
from optanim.studies import worst_case
from optanim.studies.racing import Race

STEPS, LONG, SHOWN = 30, 140, 3
RULED = 5  # steps for which a ruler stays as others walk on
FIRST, ON, SLOWLY = 2, 5, 3  # steps before a question, and after it; steps while one is heard
LEARNING_RATE, LITTLE, MUCH = 0.1, 0.2, 0.9


class Momentum(FilmScene):
    """What momentum's velocity is made of: it cancels what alternates and sums what agrees."""

    def construct(self) -> None:
        """Beside gradient descent; the velocity as a sum; four values of gamma."""
        problem = article()
        pair = Race.of(
            problem, [make(name, lr=LEARNING_RATE) for name in ("GD", "Momentum")], STEPS
        )
        gammas = (0.0, LITTLE, round(worst_case.gamma(problem, LEARNING_RATE), 2), MUCH)
        names = {gamma: self.canvas.words("settings.gamma", gamma=gamma) for gamma in gammas}
        settings = [
            make("Momentum", names[gamma], lr=LEARNING_RATE, momentum=gamma) for gamma in gammas
        ]
        many = Race.of(problem, settings, LONG)
        for race in (pair, many):
            self.certify(race)
        self.beside(pair)
        self.take_apart(pair.only("Momentum"))
        self.settings(many)

    def beside(self, race: Race) -> None:
        """Gradient descent and momentum with the article's gamma on one map."""
        self.act("momentum race")
        presentation = Presentation(tolerance=TOLERANCE).settled(race)
        runs = race.trajectories
        calmer = findings.calmer_swings(runs["Momentum"], runs["GD"])
        seen = FIRST if calmer is None else max(calmer.step, FIRST)
        view = MapRace(self.canvas, self.sheet, race, presentation, held=(seen,))
        self.open_with("momentum race")
        self.add(*view, view.clock)
        self.start_clock(view.clock)
        self.walk(Pace.even(0, FIRST, rest=0.1, move=0.9))
        self.ask("calm", steps=(FIRST, seen))
        if calmer is not None:
            self.off_the_floor(view, calmer)
        self.tell("memory", gamma=LITTLE)
        self.walk_heard(seen, seen + ON)
        found = findings.in_order(*(findings.arrival(run, TOLERANCE) for run in runs.values()))
        pace = Pace.quickening(slow=0.6, fast=0.16, over=12, steps=STEPS)
        self.walk_and_tell(pace.between, (seen + ON, STEPS), *self.noting(found, view))

    def off_the_floor(self, view: MapRace, calmer: findings.Finding) -> None:
        """Tell who lands how far off the valley's floor, which is drawn on the map with a ruler."""
        off = self.canvas.words("label.off", length=calmer.values["reference"])
        place = self.canvas, view.map, view.race.problem
        here = view.race.trajectories["GD"].params[calmer.step]
        floor = FloorLine(*place, view.marks)
        ruler, name = off_floor(*place, here, off, [*view.marks, *floor, floor.sign])
        self.add(floor, ruler, view.clock, floor.sign, name)  # heads above lines
        self.announce(calmer, pointers=[ruler, name, floor, floor.sign])

    def take_apart(self, race: Race) -> None:
        """The velocity as the sum of all past gradients, on the map and by direction."""
        self.act("velocity")
        run = race.trajectories["Momentum"]
        cancel = momentum.cancel(run, SHOWN)
        stop = 1 if cancel is None else cancel.step - 1
        view = VelocityView(self.canvas, self.sheet, race, SHOWN, SHOWN)
        across, along = view.veils
        self.enter(view.map, view.legend, title="velocity", clock=view.clock)
        self.tell("sum", FadeIn(view.measure, *view.frames))
        self.walk(Pace.even(0, stop, rest=1.8, move=1.2, announce=1.5))
        self.tell("fan")
        self.play(Announce(view.clock, 1.0, run_time=max(self.unheard, 2.0)))
        if cancel is not None:
            self.announce(cancel, FadeIn(along), pointers=[view.result(cancel)])
            adds = replace(cancel, name="adds")
            veiled = FadeOut(along), FadeIn(across)
            self.announce(adds, *veiled, pointers=[view.result(adds)])
            self.listen()
            self.play(FadeOut(across), run_time=0.3)
            self.walk(Pace.even(stop, stop + 1, rest=0.0, move=1.0, announce=0.0))
            self.landing(view, cancel)
            stop += 1
        self.tell("on")
        self.walk(Pace.even(stop, SHOWN - 1, rest=1.2, move=0.6, announce=1.0))
        self.play(Announce(view.clock, 1.0, run_time=max(self.unheard, 2.0)))

    def landing(self, view: VelocityView, cancel: findings.Finding) -> None:
        """Tell how far off the floor the step has led, and where the new gradient alone would."""
        marks = [part for part in view.clock.submobjects if isinstance(part, Head | Trail)]
        place, step = (self.canvas, view.map, view.run.problem), cancel.step - 1
        alone, floor = view.newest(step), FloorLine(*place, marks)
        lines, names = [floor, alone], [floor.sign]
        for key, end in (("off", view.run.params[step + 1]), ("without", view.ways[step][1])):
            words = self.canvas.words(f"ruler.{key}", **cancel.values)
            ruler, name = off_floor(*place, end, words, [*marks, *floor, *names])
            lines.append(ruler)
            names.append(name)
        self.add(*lines, view.clock, *names)  # heads above lines
        self.announce(replace(cancel, name="lands"), pointers=[*lines, *names])

    def explained(self, first: findings.Finding | None) -> list[findings.Finding]:
        """What is told once a second is there: who it is, and why the ``first`` was first."""
        if first is None:
            return []
        if "next" not in first.values:
            return [replace(first, name="theory")]
        return [replace(first, name=n, step=first.values["next"]) for n in ("second", "theory")]

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
        over = momentum.overrun(max(runs.values(), key=momentum.gamma_of))
        early = SLOWLY if over is None else max(over.step, SLOWLY)
        self.walk_heard(SLOWLY, early)
        gone: list[Passing] = []
        first, lesson = momentum.suited(runs, TOLERANCE), momentum.too_much(runs, TOLERANCE)
        if over is not None:
            ruler = panels.ruler(over)
            name = ruler.split_name()
            self.add(ruler, panels.clock, name)  # heads above lines
            self.announce(over, FadeIn(ruler), FadeIn(name))
            gone = [Passing(over.step + RULED, FadeOut(part)) for part in (ruler, name)]
        found = findings.in_order(
            first,
            *self.explained(first),
            lesson and replace(lesson, name="swings on", step=lesson.values["others"]),
            lesson and replace(lesson, name="comes last"),
            *(findings.arrival(run, TOLERANCE) for run in runs.values()),
        )
        pace = Pace.quickening(slow=0.5, fast=0.03, over=24, steps=LONG)
        stops, notes = self.noting(found, panels)
        (without,) = (name for name, run in runs.items() if momentum.gamma_of(run) == 0.0)
        besides = {"swings on": [without], "comes last": [without]}

        def tell(finding: findings.Finding) -> None:
            self.announce(finding, focus=besides.get(finding.name, []))

        self.walk_and_tell(pace.between, (early, LONG), stops, [*gone, *notes], tell)
        self.act("conclusion", panels, *panels.results, panels.clock)
        if lesson:
            self.announce(lesson)
