"""The acts in which any race is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from manim import Animation, FadeIn, FadeOut, Mobject

from optanim.frames.regrouping import Regrouping
from optanim.look import race_words
from optanim.look import theme as themes
from optanim.look.cast import cast
from optanim.look.race_words import Entry
from optanim.race_file.presentation import Presentation
from optanim.race_file.request import RaceRequest
from optanim.runs.outcome import Ending
from optanim.stage.boards.results import Results
from optanim.stage.boards.tuning_table import TuningTable
from optanim.stage.draw.clock import SLOWED, Pace
from optanim.stage.film.film_scene import TURN, FilmScene
from optanim.stage.film.legs import STOP, legs
from optanim.stage.film.passing import NOTE, FadeInMoving, Passing
from optanim.stage.film.silence import silent_steps
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.surface.overviews import TIMES
from optanim.stage.views.loss_race import LossRace
from optanim.stage.views.map_race import MapRace
from optanim.stage.views.panel_race import PanelRace
from optanim.stage.views.race_view import RaceView
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stories.findings import Finding
from optanim.stories.findings.story import ahead, closest, endings, headlines, story
from optanim.studies.racing import Race

LEAST_WALK = 6.0  # seconds that all steps together take, at least
LOSSES = 3.4  # seconds that the act of the losses takes besides its sentence
CLOSING = 5.2  # seconds for the table of results, besides its sentence
SPARE = 1.5  # of them, seconds that what is spoken on the way may take too long
TURNED, RISING = 32.0, 2.0  # degrees that the camera goes round; seconds in which a surface rises
STILL = 3.0  # seconds, at most, that a film that is over early stands still
SETTLED = 8.0  # seconds that an orbit takes, at least
FITTING = 4  # times that the walk is made shorter or longer, for all to last as long as it is to
EARLY, HURRIED = 0.95, 1.5  # of the steps: when all is over early; seconds for the others then


class RaceActs:
    """A race on a scene, act by act; `tell` tells it all, as its presentation says.

    The scene is dressed in the presentation's theme, if that names one; every racer gets its
    colour and shape, and what is proven is said. ``presentation`` is from then on the one that is
    settled for ``race``. The acts on the surface are for a `SpaceScene`.
    """

    def __init__(self, scene: FilmScene, race: Race, presentation: Presentation) -> None:
        self.scene, self.race = scene, race
        self.presentation = presentation.settled(race)
        if presentation.theme:
            scene.dress(themes.named(presentation.theme))
        optimizers = {name: t.optimizer for name, t in race.trajectories.items()}
        theme = cast(scene.canvas.theme, optimizers, presentation.colors)
        scene.canvas = replace(scene.canvas, theme=theme)
        scene.timeline.tolerance = presentation.tolerance
        scene.certify(race)

    @classmethod
    def of(cls, scene: FilmScene, request: RaceRequest) -> RaceActs:
        """The acts of the race that is asked for, which is run first."""
        return cls(scene, request.race(), request.presentation)

    def tell(self, *views: str) -> None:
        """The whole film: how rates were tuned, if they were, the race, the result.

        ``views`` are those that the scene can show, the first in place of any other; all where
        none are given.
        """
        name, values = race_words.title(self.scene.canvas.words, self.race, self.presentation.fair)
        self.scene.open_with(name, **values)
        if self.race.sweeps:
            self.tuning()
        acts = {"map": self.on_map, "side-by-side": self.side_by_side, "surface": self.on_surface}
        view = self.presentation.view
        acts[view if view in (views or acts) else views[0]]()
        self.result()

    def tuning(self) -> None:
        """Every learning rate that was tried, and those that were chosen."""
        self.scene.act("race.tuning")
        table = TuningTable(self.scene.canvas, self.scene.sheet.body, self.race)
        self.caption(race_words.sweep(self.race), FadeIn(table))

    def on_map(self) -> None:
        """The ground, then the race on one map."""
        scene = self.scene
        scene.act("race.ground")
        told = headlines(self.race, tolerance=self.presentation.tolerance)
        held = [finding.step for finding in told]
        view = MapRace(scene.canvas, scene.sheet, self.race, self.presentation, held=held)
        opening = race_words.opening(self.race, view.map.window)
        self.caption(opening, FadeIn(view.map, view.scales, *view.before()))
        self.caption(self._fairness)
        scene.act("race.race", view.map, view.scales)
        scene.play(FadeIn(view.beside), run_time=0.5)
        self.run(view, self.before_result)

    def side_by_side(self) -> None:
        """Everyone on a map of its own, with the rules that are known; then the losses of all."""
        scene = self.scene
        scene.act("race.side by side")
        view = PanelRace(scene.canvas, scene.sheet, self.race, self.presentation)
        self.caption(self._fairness, FadeIn(view.heads, *view.maps, view.beside, view.clock))
        if view.has_rules:
            self.caption(race_words.rules(self.race), FadeIn(view.rules))
        leaving = [FadeOut(view.rules)] if view.has_rules else []
        self.caption(race_words.opening(self.race, view.maps[0].window), *leaving)
        scene.listen()
        count = len(self.race.trajectories)
        self.run(view, self.before_result - LOSSES - scene.spoken("race.losses", count=count))
        self.losses()

    def losses(self) -> None:
        """All losses on one chart, drawn at once; what became of whom is there already."""
        scene = self.scene
        scene.act("race.losses")
        view = LossRace(scene.canvas, scene.sheet, self.race, self.presentation)
        scene.enter(view, title="race.losses")
        scene.start_clock(view.clock)
        names = self.race.trajectories
        scene.tell("race.losses", *(self._note(view, name) for name in names), count=len(names))
        scene.walk_heard(0, self.race.steps, rest=0.0)

    def on_surface(self) -> None:
        """The land; then the race on it."""
        scene = self.scene
        scene.act("race.surface")
        view = SurfaceRace(scene.canvas, scene.sheet, self.race, self.presentation)
        self.approach(view, race_words.opening(self.race, view.relief.window), self._fairness)
        scene.act("race.race", view.relief, view.names)
        self.circle(view, self.before_result)

    def approach(self, view: SurfaceRace, *told: Entry) -> None:
        """From low over the start to where all will be seen, while what is ``told`` is told.

        A film that begins with it begins on the land.
        """
        scene = self._in_space
        seconds = sum(TURN + scene.spoken(name, **values) for name, values in told)
        flight = view.shots.approach(view.shots.race(TURNED, SETTLED).at(0.0), seconds)
        scene.stand(flight.at(0.0))
        if scene.timeline.frames:
            scene.play(FadeIn(view.relief), run_time=0.5)
        scene.add(view.relief)
        scene.take_off(flight)
        first, *others = told
        scene.follow(*view.signs)
        self.caption(first, FadeIn(*view.signs))
        scene.listen()
        scene.play(FadeOut(*view.signs), run_time=0.3)
        scene.follow()
        for entry in others:
            arriving = [] if view.names in scene.mobjects else [FadeIn(view.names)]
            self.caption(entry, *arriving)
        scene.listen()

    def rise(self, view: SurfaceRace, told: Entry) -> None:
        """Out of the map the land rises while the caption ``told`` is told."""
        scene = self._in_space
        scene.stand(view.shots.race(TURNED, SETTLED).at(0.0))
        view.relief.rise(0.0).set(traced=0.0)
        self.caption(told, FadeIn(view.relief))
        scene.play(view.relief.animate.rise(1.0), run_time=RISING)
        scene.listen()

    def circle(self, view: SurfaceRace, until: float, quiet: bool = False) -> None:
        """`run` while the camera goes round."""
        scene, shots = self._in_space, view.shots
        scene.follow(view.compass)
        traced = view.relief.animate.set(traced=1.0)
        scene.play(self._alone(view.names), FadeIn(view.compass), traced, run_time=0.6)
        plan = self._plan(until, quiet, shots.stirring)
        ends = np.append(0.0, self._spent(plan))
        seconds = max(float(ends[-1]), SETTLED)
        steps = np.interp(np.linspace(0.0, seconds, TIMES), ends, np.arange(len(ends)))
        scene.take_off(shots.race(TURNED, seconds, steps))
        self._run(view, plan, late=view.losses)
        scene.arrive()

    def _alone(self, names: Regrouping) -> Any:
        """The animation after which ``names`` stand without settings: these leave, if they came."""
        if names in self.scene.mobjects:
            return names.animate.regroup(1.0)
        return FadeIn(names.regroup(1.0))

    def run(self, view: RaceView, until: float) -> None:
        """Walk all steps, to about ``until`` seconds of the film.

        The first outcome of each kind is told; for want of time it is only spoken meanwhile, if
        there is time for that. All are noted beside the names.
        """
        self._run(view, self._plan(until))

    def _plan(self, until: float, quiet: bool = False, stirring: int | None = None) -> _Plan:
        """How all steps are walked, and what is told on the way; nothing if ``quiet``.

        After the step ``stirring``, the last of which anything is seen, the film hurries on.
        """
        scene, tolerance, last = self.scene, self.presentation.tolerance, self.race.steps
        found = story(self.race, tolerance)
        first = set() if quiet else {f.racer for f in headlines(self.race, tolerance=tolerance)}
        heads = [finding for finding in found if finding.racer in first]
        told = [*heads]
        left = until - scene.timeline.seconds - NOTE
        while told and left - sum(map(self._delay, told)) < LEAST_WALK:
            told.pop()
        walking = left - sum(map(self._delay, told))
        for _ in range(FITTING):  # what is told in quick succession holds the walk up by more
            pace = _pace(last, max(walking, LEAST_WALK), stirring)
            plan = _Plan(pace, found, heads, told, quiet)
            walking += left - float(self._spent(plan)[-1])
        return plan

    def _run(self, view: RaceView, plan: _Plan, late: Mobject | None = None) -> None:
        """Walk as in ``plan``; what is ``late`` comes when two thirds of the time are over."""
        scene, last = self.scene, self.race.steps
        scene.start_clock(view.clock, *scene.hush())
        passing = [self._passing(view, plan, f) for f in plan.found if f not in plan.told]
        passing += [Passing(last, note) for note in self.unmarked(view)]
        passing += self._standings(plan)
        if late:
            passing.append(Passing(self._late(plan), FadeInMoving(late)))

        def tell(finding: Finding) -> None:
            scene.announce(self._sentence(finding), self._note(view, finding.racer))

        scene.walk_and_tell(plan.pace.between, (0, last), plan.told, passing, tell)

    def _passing(self, view: RaceView, plan: _Plan, finding: Finding) -> Passing:
        """The note of a finding at which the walk does not stop; a headline is spoken of."""
        note = self._note(view, finding.racer)
        if finding not in plan.heads:
            return Passing(finding.step, note)
        later = [stop.step for stop in plan.told if stop.step > finding.step]
        silence = plan.pace.between(finding.step, min(later, default=self.race.steps)).seconds
        spare = 0.0 if later else SPARE
        return Passing(finding.step, note, self._sentence(finding), silence + spare)

    def _standings(self, plan: _Plan) -> list[Passing]:
        """What is said where a walk would be silent: who is lowest, or, on a quiet one, nearest."""
        spent = self._spent(plan)
        told = [spent[max(finding.step, 1) - 1] - STOP for finding in plan.told]
        said: list[Passing] = []
        last: Finding | None = None
        for step in silent_steps(spent, told):
            near = closest(self.race, step) if plan.quiet else None
            if found := near or ahead(self.race, step, last):
                said.append(Passing(step, None, self._sentence(found)))
                last = found
        return said

    def unmarked(self, view: RaceView) -> list[Animation]:
        """The animations that note in ``view`` the outcomes that no step marks, as "not yet"."""
        return [self._note(view, name) for name, end in self._endings.items() if end.step is None]

    def result(self) -> None:
        """What became of everyone, and the sentence that the film ends on.

        One racer needs no table: the sentence stands beside its way.
        """
        if len(self.race.trajectories) > 1:
            self.scene.act("race.result")
            self.table()
        self.close()

    def table(self) -> None:
        """The table of results."""
        scene = self.scene
        table = Results(scene.canvas, scene.sheet.body, self.race, self.presentation.tolerance)
        scene.enter(table, title="race.result")

    def close(self) -> None:
        """Say what came of it, and stand still until the film's end."""
        self.caption(self._closing)
        self.hold()

    def hold(self) -> None:
        """Stand still until the film is as long as it is to be, if that is not long."""
        scene = self.scene
        scene.listen()
        if (left := self.presentation.seconds - scene.timeline.seconds - 1.0) > 0.1:
            scene.wait(min(left, STILL))

    def caption(self, told: Entry, *companions: Any) -> None:
        """Tell an entry of the catalogue, given as its name and its values."""
        name, values = told
        self.scene.tell(name, *companions, **values)

    @property
    def before_result(self) -> float:
        """When the race must have ended for the film to be as long as it is to be."""
        name, values = self._closing
        return self.presentation.seconds - CLOSING - self.scene.spoken(name, **values)

    @property
    def _in_space(self) -> SpaceScene:
        if not isinstance(self.scene, SpaceScene):
            raise TypeError(f"{self.scene} is no scene in space, which a surface needs")
        return self.scene

    @property
    def _endings(self) -> dict[str, Ending]:
        return endings(self.race, self.presentation.tolerance)

    @property
    def _fairness(self) -> Entry:
        return race_words.fairness(self.race, self.presentation.fair)

    @property
    def _closing(self) -> Entry:
        tolerance = self.presentation.tolerance
        return race_words.closing(self.scene.canvas.words, self.race, tolerance)

    def _note(self, view: RaceView, name: str) -> Animation:
        return view.note(name, race_words.note(self.scene.canvas.words, self._endings[name]))

    def _sentence(self, finding: Finding) -> Finding:
        """``finding`` with the words of a race of any kind."""
        name, values = race_words.headline(finding)
        return Finding(name, finding.step, values, finding.racer)

    def _spent(self, plan: _Plan) -> np.ndarray:
        """The seconds (steps,) that have passed after each step, walking and telling."""
        told = [(finding.step, self._seconds(finding)) for finding in plan.told]
        walked = legs(plan.pace.between, (0, self.race.steps), told)
        spent = np.cumsum(np.concatenate([leg.rests + leg.moves for leg in walked]))
        for finding in plan.told:
            spent[max(finding.step, 1) - 1 :] += STOP
        return spent

    def _late(self, plan: _Plan) -> int:
        """The step at which two thirds of the time have passed that walking and telling take."""
        spent = self._spent(plan)
        return int(np.searchsorted(spent, 2 / 3 * spent[-1])) + 1

    def _delay(self, finding: Finding) -> float:
        """By how many seconds a walk takes longer that stops at ``finding`` and goes on slowly."""
        return STOP + (1.0 - SLOWED) * max(self._seconds(finding) - STOP, 0.0)

    def _seconds(self, finding: Finding) -> float:
        """How long it takes to say ``finding``."""
        return self.scene.telling(self._sentence(finding))


@dataclass(frozen=True)
class _Plan:
    """At which pace all steps are walked, and what is ``found`` on the way.

    All of it is noted. ``heads`` are those findings that are headlines; the walk stops at those
    that are ``told``, as there may not be time for all. A ``quiet`` one is a walk that was seen.
    """

    pace: Pace
    found: Sequence[Finding]
    heads: Sequence[Finding]
    told: Sequence[Finding]
    quiet: bool


def _pace(steps: int, seconds: float, stirring: int | None) -> Pace:
    """All of ``steps`` within ``seconds``; quickly from ``stirring`` on, if it is well before."""
    if stirring is None or stirring >= EARLY * steps:
        return Pace.within(steps, seconds)
    busy = Pace.within(max(stirring, 1), seconds - HURRIED)
    idle = Pace.lasting(HURRIED, max(stirring, 1), steps)
    rests, moves = (
        np.append(*both) for both in ((busy.rests, idle.rests), (busy.moves, idle.moves))
    )
    return replace(busy, rests=rests, moves=moves)
