"""A walk on the map and the line that it moves through the data, in one frame, on one clock."""

from manim import FadeIn, FadeOut

from optanim.optimizers.optimizer import make
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Clock, Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.views.linked_view import LinkedView
from optanim.stories import findings
from optanim.stories.findings import tilt
from optanim.studies.racing import Race

STEPS, LEARNING_RATE = 180, 0.1
SWINGS, SEEN, GATHERED = 4, 22, 90  # steps: of the first look; of both, until they gather
WRONG_SLOPE = ("tilts_past", "height_past")  # findings about a slope that is still off


class Linked(FilmScene):
    """Parameter space and data space side by side: GD, then Adam, on the article's regression."""

    def construct(self) -> None:
        """A point and a line; what they have to do with each other; GD, Adam, both at once."""
        race = Race.of(article(), [make(name, lr=LEARNING_RATE) for name in ("GD", "Adam")], STEPS)
        self.certify(race)
        self.view = view = LinkedView(self.canvas, self.sheet, race, TOLERANCE)
        self.point_and_line()
        self.one_point()
        self.act("linked GD", view, view.best)
        self.racer(
            "GD", view.clock("GD"), Pace.quickening(slow=1.1, fast=0.012, over=24, steps=STEPS)
        )
        self.add(losses := view.losses("GD"))
        self.act("linked Adam", view, view.best, losses)
        clock = view.clock("Adam")
        self.racer("Adam", clock, Pace.quickening(slow=0.6, fast=0.024, over=24, steps=STEPS))
        self.act("two ways", view, view.best)
        self.two_ways(race)

    def point_and_line(self) -> None:
        """A point jumps on the map, a line swings among the data: what have they in common?"""
        view, clock = self.view, self.view.clock("GD", missing=False)
        self.act("point and line")
        self.open_with("point and line")
        self.add(view, clock)
        self.start_clock(clock)
        self.walk(Pace.lasting(3.0, 0, SWINGS))
        self.ask("point and line", steps=(SWINGS, SEEN))

    def one_point(self) -> None:
        """A point that is moved by hand: first b, then a; what its line misses; the best line."""
        view = self.view
        self.act("one point", view)
        clock = view.tour()
        self.enter(title="one point", clock=clock)
        self.tell("b tilts")
        self.walk_heard(0, 1, rest=0.0)
        self.tell("a lifts")
        self.walk_heard(1, 3, rest=0.0)
        self.tell("misses", **view.counts)
        self.meanwhile(clock[0].misses())
        self.tell("best")
        self.walk(Pace.lasting(2.0, 3, 4))
        self.meanwhile(FadeIn(view.best), FadeOut(clock[0]))

    def racer(self, name: str, clock: Clock, pace: Pace) -> None:
        """One racer from the start to the end, pausing where a detector finds something."""
        view, run = self.view, self.view.race.trajectories[name]
        self.enter(view.legend(name), title=f"linked {name}", clock=clock)
        told = f"linked {name}"
        if name == "GD" and tilt.mostly_tilt(run):
            told += " tilt"
        elif name == "Adam" and tilt.height_past(run):
            told += " alike"
        self.tell(told)

        def tell(finding: findings.Finding) -> None:
            wrong = finding.name in WRONG_SLOPE
            pointers = view.pointers(name, finding.step) if wrong else []
            self.announce(finding, pointers=pointers, hold=finding.name == "height_past")

        found = (
            tilt.tilts_past(run),
            tilt.tilt_close(run),
            tilt.height_past(run),
            tilt.fits(run, TOLERANCE),
        )
        self.walk_and_tell(pace.between, (0, STEPS), findings.in_order(*found), tell=tell)

    def two_ways(self, race: Race) -> None:
        """Both at once, from the start: two ways over the map, and one line in the end."""
        self.enter(self.view.names(), title="two ways", clock=self.view.both())
        self.tell("both")
        pace = Pace.quickening(slow=0.45, fast=0.04, over=24, steps=STEPS)
        self.walk(pace.between(0, GATHERED))
        if all(tilt.fits(run, TOLERANCE) for run in race.trajectories.values()):
            self.tell("two ways")
        self.walk(pace.between(GATHERED, STEPS))
