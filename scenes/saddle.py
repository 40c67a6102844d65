"""The saddle: four optimizers start beside its ridge; why does one leave at once, one late?"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from manim import Animation, FadeIn, FadeOut, Mobject

from optanim.race_file import load
from optanim.race_file.presentation import Presentation
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import SMALL
from optanim.stage.draw.clock import Pace
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.film.passing import Passing
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.locator import part_frame
from optanim.stage.map.step_box import first_step_box
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories.findings import Finding, escapes, in_order
from optanim.studies.outlook import around_rows
from optanim.studies.racing import Race
from optanim.studies.starting import at_multiples, started, until

STEPS, RUSH = 60, 2.4  # steps; seconds in which the film opens with them
LATER = 110  # steps from nearer to the ridge, where some take longer to leave
PLAIN = "GD"  # whose steps follow the slope, and who gets a learning rate of its own
SCALED = "RMSprop"  # who divides by the slope's size
NEARER = (-1.5, 0.0001)  # the start of the control: a hundred times nearer to the ridge
MULTIPLES = 20  # up to so many times the race's rate it may have
NEAR = 24  # steps in which one comes down the ridge, near to the saddle
TRIED, EARLY = 14, 6  # steps of that; and the step at which one sees how slowly one leaves
ASIDE = 20.0  # design pixels from a frame on the map to its name
BEFORE, BEYOND = 8, 2  # steps that are seen before and after one passes another


class Saddle(SpaceScene):
    """A point that is flat and no minimum: who leaves it at once, and why?"""

    def construct(self) -> None:
        """A race in a rush; the saddle; one alone; all four; nearer; and a rate of its own."""
        self.acts = RaceActs.of(self, load("saddle", {"steps": STEPS}))
        self.race_here, self.depth = self.acts.race, self.acts.presentation.tolerance
        racers = self.race_here.trajectories
        self.nearer = until(started(self.race_here, np.array(NEARER)), LATER, *racers)
        self.passing = escapes.overtakes(self.race_here)
        self.carried = in_order(*map(escapes.carried, racers.values()))
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
        """The whole race in a rush: one is gone at once, one is late. Why?"""
        self.open_with("saddle")
        self.act("why")
        view = self.on_map(self.race_here, self.carried)
        self.add(*view, view.clock)
        self.start_clock(view.clock)
        self.walk(Pace.within(STEPS, RUSH, slow=0.2))
        first, *_, last = escapes.escapes(self.race_here, self.depth)
        self.ask("why", first=first.racer, last=last.racer)

    def surface(self) -> None:
        """The land, where its saddle and the start are, and how steep it is there."""
        self.act("saddle")
        race = self.race_here
        alone = race.only(PLAIN)
        view = SurfaceRace(self.canvas, self.sheet, alone, self.acts.presentation, bare=True)
        flight = view.shots.facing(seconds=11.5)
        self.stand(flight.at(0.0))
        view.relief.rise(0.0)
        self.follow(view.compass, *view.signs)
        self.tell("saddle", FadeIn(view.relief), FadeIn(view.compass, *view.signs))
        self.take_off(flight)
        self.play(view.relief.animate.rise(1.0), run_time=2.5)
        self.tell("beside", **escapes.beside(race, self.depth).values)
        self.start_clock(view.clock)
        self.walk_heard(0, NEAR)
        self.arrive()
        self.follow()

    def alone(self) -> None:
        """What an escape is, and how slowly plain steps come to it."""
        self.act("alone")
        alone = self.race_here.only(PLAIN)
        view = self.on_map(alone)
        self.enter(*view, title="alone", clock=view.clock)
        self.tell("escape", **escapes.beside(self.race_here, self.depth).values)
        pace = Pace.quickening(slow=0.6, fast=0.1, over=16, steps=STEPS)
        self.walk(pace.between(0, EARLY))
        if growing := escapes.growth(self.race_here.trajectories[PLAIN]):
            self.tell(growing.name, **growing.values)
        (out,) = escapes.escapes(alone, self.depth)
        self.walk(pace.between(EARLY, out.step))
        self.tell("alone", *self.noted([out], view), step=out.step)

    def all_four(self) -> None:
        """Who escapes when, and why one does at once."""
        self.act("race.race")
        race = self.race_here
        first, *others = escapes.escapes(race, self.depth)
        told = in_order(
            escapes.even_leap(race.trajectories[SCALED]),
            first,
            *self.carried,
        )
        view = self.on_map(race, told)
        self.enter(*view, title="all four", clock=view.clock)
        pace = Pace.quickening(slow=0.8, fast=0.14, over=24, steps=STEPS)
        notes = zip(others, self.noted(others, view), strict=True)
        passing = [Passing(each.step, note, each) for each, note in notes]

        color, scaled = self.canvas.theme.racer(SCALED), race.trajectories[SCALED]
        box = first_step_box(self.canvas, view.map, scaled, color)

        def tell(finding: Finding) -> None:
            if finding is first:
                self.announce(finding, FadeOut(box), *self.noted([first], view))
                return
            if finding.racer != SCALED:
                self.announce(finding)
                return
            self.add(box, view.clock)  # below the heads
            self.announce(finding, FadeIn(box))
            self.announce(replace(finding, name="longer"))

        self.walk_and_tell(pace.between, (0, others[-1].step), told, passing, tell)

    def lowest(self, found: Finding) -> None:
        """Farther down than the map reached: one passes another."""
        self.act("overtakes")
        names = found.racer, found.values["passed"]
        race = until(self.race_here, found.step + BEYOND, *names)
        self.certify(race)
        begin = found.step - BEFORE
        window = around_rows(race.trajectories.values(), begin)
        shown = Presentation(window=window, tolerance=self.depth).settled(race)
        view = MapRace(self.canvas, self.sheet, race, shown, begin, deep=True)
        self.enter(*view, *self.map_before(view.map), title="overtakes", clock=view.clock)
        pace = Pace.even(begin, race.steps, rest=0.0, move=0.4)
        depths = [self.depth_of(run, found.step, view) for run in race.trajectories.values()]
        self.walk(pace.between(begin, found.step))
        self.announce(found, *depths)
        self.walk(pace.between(found.step, race.steps))

    def map_before(self, chart: ContourMap) -> Sequence[Mobject]:
        """On a ``chart`` that reaches farther: a frame around the map until now, and its name."""
        window = self.acts.presentation.shown_window.shaped(chart.region.aspect)
        frame = part_frame(self.canvas, chart, window)
        name = self.canvas.text(self.canvas.words("label.map before"), SMALL)
        (left, low), (_, top) = chart.locate(window.corners)[:, :2]
        width = half_size(name)[0]
        name.move_to((left - width - ASIDE * self.canvas.px, (low + top) / 2, 0.0))
        return frame, plate(self.canvas, name), name

    def from_nearer(self) -> None:
        """The control: from nearer to the ridge, where the way down has almost no slope."""
        self.act("nearer")
        before, here = (
            escapes.beside(race, self.depth).values for race in (self.race_here, self.nearer)
        )
        found = escapes.escapes(self.nearer, self.depth)
        view = self.on_map(self.nearer, found)
        self.enter(*view, title="nearer", clock=view.clock)
        self.tell("nearer", **here, before=before["start"])
        pace = Pace.within(found[-1].step, 8.0, slow=0.6)
        notes = zip(found, self.noted(found, view), strict=True)
        spoken = found[1:-1]
        self.walk(
            pace,
            [Passing(each.step, note, each if each in spoken else None) for each, note in notes],
        )
        if alike := escapes.alike(self.race_here, self.nearer, self.depth):
            self.announce(alike)
            slow, step = (alike.values[name] for name in ("slow", "slow_step"))
            self.announce(replace(alike, name="late", step=step, racer=slow))

    def with_its_own_rate(self) -> None:
        """The rate at which plain steps escape the soonest, from both starts."""
        trials, again = (
            at_multiples(until(race, TRIED, PLAIN).trajectories[PLAIN].run, MULTIPLES)
            for race in (self.race_here, self.nearer)
        )
        first = escapes.escapes(self.race_here, self.depth)[0].step
        found = escapes.best_rate(trials, again, first, self.depth)
        if found is None:
            return
        self.act("a rate of its own")
        alone = trials.only(found.racer)
        control = again.verified[found.racer]
        race = Race(trials.problem, {PLAIN: alone.verified[found.racer]}, control)
        self.certify(race)
        both = self.race_here, self.nearer
        starts = [escapes.beside(each, self.depth).values["start"] for each in both]
        here, nearer = (self.canvas.words("label.off the ridge", start=start) for start in starts)
        view = MapRace(self.canvas, self.sheet, race, self.acts.presentation, versus=(here, nearer))
        self.enter(*view, title="a rate of its own", clock=view.clock)
        pace = Pace.even(0, TRIED, rest=0.1, move=0.35)
        told = self.canvas.words("label.nearer", start=starts[-1])
        self.play(view.introduce_control(told), run_time=0.4)
        self.walk_and_tell(pace.between, (0, found.values["nearer"]), [found])
        self.announce(
            Finding("best rate nearer", found.values["nearer"], found.values, found.racer),
            start=starts[-1],
        )
        self.tell("shrinking steps")
        self.walk(Pace.lasting(5.0, found.values["nearer"], TRIED))

    def depth_of(self, run: Trajectory, step: int, view: MapRace) -> Animation:
        """The note beside its name how low ``run`` is at ``step``."""
        words = self.canvas.words("label.depth", loss=float(run.losses[step]), step=step)
        return view.note(run.label, words)

    def on_map(self, race: Race, told: Sequence[Finding] = ()) -> MapRace:
        """``race`` on the saddle's map, where it is held up by what is ``told``."""
        held = [finding.step for finding in told]
        return MapRace(self.canvas, self.sheet, race, self.acts.presentation, held=held)

    def noted(self, found: Sequence[Finding], view: MapRace) -> list[Animation]:
        """The notes of escapes beside the racers' names."""
        words = self.canvas.words
        return [view.note(each.racer, words("note.escaped", step=each.step)) for each in found]
