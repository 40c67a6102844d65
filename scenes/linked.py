"""A walk on the map and the line that it moves through the data, in one frame, on one clock."""

from manim import FadeIn

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
WRONG_SLOPE = ("tilts_past", "height_close")  # findings about a slope that is still off


class Linked(FilmScene):
    """Parameter space and data space side by side: GD, then Adam, on the article's regression."""

    def construct(self) -> None:
        """A point and a line; what they have to do with each other; GD, Adam, both at once."""
        race = Race.of(article(), [make(name, lr=LEARNING_RATE) for name in ("GD", "Adam")], STEPS)
        self.certify(race)
        self.view = view = LinkedView(self.canvas, self.sheet, race, TOLERANCE)
        clock = self.point_and_line()
        self.one_point(clock)
        self.act("linked GD", view, view.best, clock)
        self.racer("GD", clock, Pace.quickening(slow=1.1, fast=0.012, over=24, steps=STEPS))
        self.add(losses := view.losses("GD"))
        self.act("linked Adam", view, view.best, losses)
        clock = view.clock("Adam")
        self.racer("Adam", clock, Pace.quickening(slow=0.6, fast=0.024, over=24, steps=STEPS))
        self.add(others := view.losses("Adam"))
        self.act("two ways", view, view.best, losses, others)
        self.two_ways(race)

    def point_and_line(self) -> Clock:
        """A point jumps on the map, a line swings among the data: what have they in common?"""
        view, clock = self.view, self.view.clock("GD", missing=False)
        self.act("point and line")
        self.open_with("point and line")
        self.add(view, clock)
        self.start_clock(clock)
        self.walk(Pace.lasting(3.0, 0, SWINGS))
        self.ask("point and line", steps=(SWINGS, SEEN))
        return clock

    def one_point(self, clock: Clock) -> None:
        """Back to the start: its line among the data, and the best of both."""
        view = self.view
        self.act("one point", view, clock)
        self.enter(title="one point", clock=clock)
        self.tell("one point")
        self.walk(Pace.lasting(5.0, SEEN, 0))
        self.tell("misses", **view.counts)
        self.meanwhile(clock[0].misses())
        self.tell("best")
        self.meanwhile(FadeIn(view.best))
        self.bring_to_front(clock)

    def racer(self, name: str, clock: Clock, pace: Pace) -> None:
        """One racer from the start to the end, pausing where a detector finds something."""
        view, run = self.view, self.view.race.trajectories[name]
        self.enter(view.legend(name), title=f"linked {name}", clock=clock)
        self.tell(f"linked {name}")

        def tell(finding: findings.Finding) -> None:
            wrong = finding.name in WRONG_SLOPE
            pointers = view.pointers(name, finding.step) if wrong else []
            self.announce(finding, pointers=pointers)

        found = tilt.tilts_past(run), tilt.close_first(run), tilt.fits(run, TOLERANCE)
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
