"""The saddle: four optimizers start beside its ridge; who escapes first, and why?"""

from collections.abc import Sequence

import numpy as np
from manim import Animation, FadeIn, FadeOut

from optanim.race_file import load
from optanim.race_file.presentation import Presentation
from optanim.stage.draw.clock import Pace
from optanim.stage.film.passing import Passing
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.map.step_box import first_step_box
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories.findings import Finding, escapes, in_order
from optanim.studies.outlook import around_rows
from optanim.studies.racing import Race
from optanim.studies.starting import at_multiples, started, until

STEPS, RUSH = 70, 2.4  # steps; seconds in which the film opens with them
PLAIN = "GD"  # whose steps follow the slope, and who gets a learning rate of its own
SCALED = "RMSprop"  # who divides by the slope's size
NEARER = (-1.5, 0.0001)  # the start of the control: a hundred times nearer to the ridge
MULTIPLES = 20  # up to so many times the race's rate it may have
TRIED, EARLY = 15, 6  # steps of that; and the step at which one sees how slowly one leaves
BEFORE, BEYOND = 8, 2  # steps that are seen before and after one passes another


class Saddle(SpaceScene):
    """A point that is flat and no minimum: who leaves it at once, and why?"""

    def construct(self) -> None:
        """A race in a rush; the saddle; one alone; all four; nearer; and a rate of its own."""
        self.acts = RaceActs.of(self, load("saddle", {"steps": STEPS}))
        self.race_here = self.acts.race
        self.nearer = started(self.race_here, np.array(NEARER))
        self.passing = escapes.overtakes(self.race_here)
        self.certify(self.nearer)
        self.question()
        self.surface()
        self.alone()
        self.all_four()
        if self.passing is not None:
            self.lowest(self.passing)
        self.from_nearer()
        self.with_its_own_rate()

    def question(self) -> None:
        """The whole race in a rush, too quick to see who is first."""
        self.open_with("saddle")
        self.act("who escapes")
        view = self.on_map(self.race_here)
        self.add(*view, view.clock)
        self.start_clock(view.clock)
        self.walk(Pace.within(STEPS, RUSH, slow=0.2))
        self.ask("who escapes")

    def surface(self) -> None:
        """The land, where its saddle and the start are, and how steep it is there."""
        self.act("saddle")
        race = self.race_here
        view = SurfaceRace(self.canvas, self.sheet, race, self.acts.presentation)
        flight = view.shots.facing(seconds=11.5)
        self.stand(flight.at(0.0))
        view.relief.rise(0.0).set(traced=0.0)
        self.follow(view.compass, *view.signs)
        self.tell("saddle", FadeIn(view.relief), FadeIn(view.compass, *view.signs))
        self.take_off(flight)
        self.play(view.relief.animate.rise(1.0), run_time=2.5)
        self.tell("beside", **escapes.beside(race).values)
        self.listen()
        self.arrive()
        self.follow()

    def alone(self) -> None:
        """What an escape is, and how slowly plain steps come to it."""
        self.act("alone")
        alone = self.race_here.only(PLAIN)
        view = self.on_map(alone)
        self.enter(*view, clock=view.clock)
        self.tell("escape", **escapes.beside(self.race_here).values)
        pace = Pace.quickening(slow=0.6, fast=0.2, over=12, steps=STEPS)
        self.walk(pace.between(0, EARLY))
        if growing := escapes.growth(self.race_here.trajectories[PLAIN]):
            self.tell(growing.name, **growing.values)
        (out,) = escapes.escapes(alone)
        self.walk(pace.between(EARLY, out.step))
        self.tell("alone", *self.noted([out], view), step=out.step)

    def all_four(self) -> None:
        """Who escapes when, and why one does at once."""
        self.act("race.race")
        race = self.race_here
        view = self.on_map(race)
        self.enter(*view, clock=view.clock)
        first, *others = escapes.escapes(race)
        told = in_order(escapes.even_leap(race.trajectories[SCALED]), first)
        pace = Pace.quickening(slow=0.8, fast=0.25, over=12, steps=STEPS)
        notes = zip(others, self.noted(others, view), strict=True)
        passing = [Passing(each.step, note, each) for each, note in notes]

        color, scaled = self.canvas.theme.racer(SCALED), race.trajectories[SCALED]
        box = first_step_box(self.canvas, view.map, scaled, color)

        def tell(finding: Finding) -> None:
            if finding is first:
                self.announce(finding, FadeOut(box), *self.noted([first], view))
                return
            self.add(box, view.clock)  # below the heads
            self.announce(finding, FadeIn(box))

        self.walk_and_tell(pace.between, (0, others[-1].step), told, passing, tell)

    def lowest(self, found: Finding) -> None:
        """Farther down than the map reached: one passes another."""
        self.act("overtakes")
        names = found.racer, found.values["passed"]
        race = until(self.race_here, found.step + BEYOND, *names)
        self.certify(race)
        begin = found.step - BEFORE
        window = around_rows(race.trajectories.values(), begin)
        shown = Presentation(window=window).settled(race)
        view = MapRace(self.canvas, self.sheet, race, shown, begin, deep=True)
        self.enter(*view, clock=view.clock)
        pace = Pace.even(begin, race.steps, rest=0.0, move=0.4)
        depths = [
            view.note(name, self.canvas.words("label.depth", loss=float(run.losses[found.step])))
            for name, run in race.trajectories.items()
        ]
        self.walk(pace.between(begin, found.step))
        self.announce(found, *depths)
        self.walk(pace.between(found.step, race.steps))

    def from_nearer(self) -> None:
        """The control: from nearer to the ridge, where the way down has almost no slope."""
        self.act("nearer")
        before, here = (escapes.beside(race).values for race in (self.race_here, self.nearer))
        view = self.on_map(self.nearer)
        self.enter(*view, clock=view.clock)
        self.tell("nearer", **here, before=before["start"])
        found = escapes.escapes(self.nearer)
        pace = Pace.within(found[-1].step, 8.0, slow=0.6)
        notes = zip(found, self.noted(found, view), strict=True)
        spoken = found[1:-1]
        self.walk(
            pace,
            [Passing(each.step, note, each if each in spoken else None) for each, note in notes],
        )
        if alike := escapes.alike(self.race_here, self.nearer):
            self.announce(alike)

    def with_its_own_rate(self) -> None:
        """That plain steps escape as soon with a rate of their own, and from where they do not."""
        trials, again = (
            at_multiples(until(race, TRIED, PLAIN).trajectories[PLAIN].run, MULTIPLES)
            for race in (self.race_here, self.nearer)
        )
        first = escapes.escapes(self.race_here)[0].step
        found = escapes.own_rate(trials, again, first)
        if found is None:
            return
        self.act("a rate of its own")
        alone = trials.only(found.racer)
        control = again.verified[found.racer]
        race = Race(trials.problem, {PLAIN: alone.verified[found.racer]}, control)
        self.certify(race)
        starts = [escapes.beside(each).values["start"] for each in (self.race_here, self.nearer)]
        here, nearer = (self.canvas.words("label.off the ridge", start=start) for start in starts)
        view = MapRace(self.canvas, self.sheet, race, self.acts.presentation, versus=(here, nearer))
        self.enter(*view, clock=view.clock)
        pace = Pace.even(0, TRIED, rest=0.1, move=0.35)
        told = self.canvas.words("label.nearer", start=starts[-1])
        self.play(view.introduce_control(told), run_time=0.4)
        self.walk_and_tell(pace.between, (0, found.values["nearer"]), [found])
        self.announce(
            Finding("own rate nearer", found.values["nearer"], found.values, found.racer),
            start=starts[-1],
        )
        self.tell("shrinking steps")
        self.walk(Pace.lasting(5.0, found.values["nearer"], TRIED))

    def on_map(self, race: Race) -> MapRace:
        """``race`` on the saddle's map."""
        return MapRace(self.canvas, self.sheet, race, self.acts.presentation)

    def noted(self, found: Sequence[Finding], view: MapRace) -> list[Animation]:
        """The notes of escapes beside the racers' names."""
        words = self.canvas.words
        return [view.note(each.racer, words("note.escaped", step=each.step)) for each in found]
