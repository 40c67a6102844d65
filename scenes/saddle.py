"""The saddle: four optimizers start beside its ridge; who escapes at once, and why?"""

import numpy as np
from manim import FadeIn

from optanim.race_file import load
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories.findings import escapes
from optanim.stories.findings.story import story
from optanim.studies.starting import at_multiples, started

STEPS, SECONDS = 70, 64.0
MAP_ENDS, SURFACE_ENDS = 29.0, 50.0  # seconds into the film
PLAIN = "GD"  # whose steps follow the slope, and who gets a learning rate of its own
SCALED = "RMSprop"  # who divides by the slope's size
NEARER = (-1.5, 0.0001)  # the start of the control: a hundred times nearer to the ridge
MULTIPLES = 20  # up to so many times the race's rate it may have


class Saddle(SpaceScene):
    """A point that is flat and no minimum: who leaves it at once, and why?"""

    def construct(self) -> None:
        """The saddle, the race on the map, and again on the surface from nearer to the ridge."""
        request = load("saddle", {"steps": STEPS, "seconds": SECONDS})
        self.acts = RaceActs.of(self, request)
        self.nearer = started(self.acts.race, np.array(NEARER))
        self.open_with("saddle")
        self.act("race.surface")
        view = SurfaceRace(self.canvas, self.sheet, self.nearer, self.acts.presentation)
        self.acts.rise(view, ("saddle", {}))
        self.tell("beside", **escapes.beside(self.acts.race).values)
        self.on_the_map()
        self.on_the_surface(view)
        self.with_its_own_rate()

    def on_the_map(self) -> None:
        """What an escape is; who escapes when; and why not all at once."""
        self.act("race.race")
        race = self.acts.race
        view = MapRace(self.canvas, self.sheet, race, self.acts.presentation)
        self.enter(view)
        self.tell("escape", **escapes.beside(race).values)
        self.listen()
        self.acts.run(view, MAP_ENDS)
        found = (
            escapes.growth(race.trajectories[PLAIN]),
            escapes.even_leap(race.trajectories[SCALED]),
        )
        for finding in filter(None, found):
            self.tell(finding.name, **finding.values)

    def on_the_surface(self, view: SurfaceRace) -> None:
        """The control: from nearer to the ridge, where the way down has almost no slope."""
        self.act("nearer")
        before, here = (escapes.beside(race).values for race in (self.acts.race, self.nearer))
        self.tell("nearer", FadeIn(view.relief), **here, before=before["start"])
        RaceActs(self, self.nearer, self.acts.presentation).circle(view, SURFACE_ENDS, quiet=True)
        if found := escapes.alike(self.acts.race, self.nearer):
            self.tell(found.name, **found.values)

    def with_its_own_rate(self) -> None:
        """That plain steps escape as soon with a rate of their own, and from where they do not."""
        race, tolerance = self.acts.race, self.acts.presentation.tolerance
        trials, again = (
            at_multiples(each.trajectories[PLAIN].run, MULTIPLES) for each in (race, self.nearer)
        )
        first = min(finding.step for finding in story(race, tolerance))
        if found := escapes.own_rate(trials, again, first):
            self.certify(trials.only(found.racer))
            self.certify(again.only(found.racer))
            self.tell(found.name, **found.values)
        self.acts.hold()
