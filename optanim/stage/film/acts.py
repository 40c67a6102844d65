"""The acts that films of any race are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from manim import Animation, FadeIn

from optanim.look import telling
from optanim.look.cast import cast
from optanim.race_file.presentation import Showing
from optanim.stage.boards.results import Results
from optanim.stage.boards.tuning_table import Tuning
from optanim.stage.draw.clock import Clock, Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.narrated_scene import SPEECH
from optanim.stage.views.grid_race import GridRace
from optanim.stage.views.map_race import MapRace
from optanim.stories.findings import Finding
from optanim.stories.findings.story import headlines, story
from optanim.studies.racing import Race

LEAST_WALK, TURN, NOTE, CLOSING = 6.0, 0.85, 0.4, 5.2  # seconds


class Notes(Protocol):
    """Where it is written what has become of each racer."""

    def told(self, name: str) -> Animation:
        """The animation that writes it for ``name``."""

    def untold(self) -> list[Animation]:
        """The same for all whose outcome no step marks."""


class RaceOnStage(Protocol):
    """A view of a race: what its clock drives, where the racers are, who notes their outcomes."""

    clock: Clock

    @property
    def places(self) -> Mapping[str, Any]:
        """On which map or surface each racer is."""

    @property
    def notes(self) -> Notes:
        """Where outcomes are written."""


class RaceActs(FilmScene):
    """Acts in which any race is told; each takes the race and what of it is shown."""

    def cast(self, race: Race, showing: Showing) -> None:
        """Give every racer its colour and shape, and say what is proven."""
        optimizers = {name: run.optimizer for name, run in race.trajectories.items()}
        theme = cast(self.canvas.theme, optimizers, showing.colors)
        self.canvas = replace(self.canvas, theme=theme)
        self.certify(race)

    def tell_race(self, race: Race, showing: Showing) -> None:
        """The whole film: how rates were tuned, if they were, the race, the result."""
        self.cast(race, showing)
        name, values = telling.title(race, showing)
        self.open_with(name, **values)
        if showing.sweeps:
            self.tuning_act(race, showing)
        self.race_acts(race, showing)
        self.result_act(race, showing)

    def race_acts(self, race: Race, showing: Showing) -> None:
        """The race as it is to be viewed."""
        tell = {"map": self.map_acts, "side-by-side": self.grid_acts}
        tell.get(showing.view, self.grid_acts)(race, showing)

    def tuning_act(self, race: Race, showing: Showing) -> None:
        """Every learning rate that was tried, and those that were chosen."""
        self.act("own.tuning")
        table = Tuning(self.canvas, self.sheet.body, race, showing.sweeps)
        self.tell_of(telling.sweep(showing), FadeIn(table))

    def map_acts(self, race: Race, showing: Showing) -> None:
        """The ground, then the race on one map."""
        self.act("own.ground")
        view = MapRace(self.canvas, self.sheet, race, showing)
        self.tell_of(
            telling.opening(race, showing.ground(race)), FadeIn(view.map, view.scales, *view.before)
        )
        self.tell_of(telling.fairness(race, showing))
        self.act("own.race", view.map, view.scales)
        self.play(FadeIn(view.beside), run_time=0.5)
        self.run(view, race, showing, self.before_result(race, showing))

    def grid_acts(self, race: Race, showing: Showing) -> None:
        """The rules that are known, then everyone on a map of its own."""
        self.act("own.side by side")
        view = GridRace(self.canvas, self.sheet, race, showing)
        self.tell_of(telling.fairness(race, showing), FadeIn(view.heads))
        if view.has_rules:
            self.play(FadeIn(view.rules), run_time=0.4)
            self.tell_of(telling.rules(race))
        self.listen()
        self.tell_of(telling.opening(race, showing.ground(race)), view.arrival())
        self.listen()
        self.run(view, race, showing, self.before_result(race, showing))

    def result_act(self, race: Race, showing: Showing) -> None:
        """What became of everyone, and the sentence that the film ends on.

        One racer needs no table: the sentence stands beside its way.
        """
        if len(race.trajectories) == 1:
            self.tell_of(telling.closing(self.canvas.words, race, showing.tolerance))
            self.hold(showing.seconds)
            return
        self.act("own.result")
        table = Results(self.canvas, self.sheet.body, race, showing.tolerance)
        self.play(self.title("own.result"), FadeIn(table), run_time=0.6)
        self.tell_of(telling.closing(self.canvas.words, race, showing.tolerance))
        self.hold(showing.seconds)

    def run(
        self, view: RaceOnStage, race: Race, showing: Showing, until: float, quiet: bool = False
    ) -> None:
        """Walk all steps, to about ``until`` seconds of the film.

        The first outcome of each kind is told, unless ``quiet`` or for want of time; all are
        noted beside the names.
        """
        self.start_clock(view.clock, view.places)
        told = [] if quiet else headlines(race, tolerance=showing.tolerance)
        happening = story(race, showing.tolerance)
        left = until - self.timeline.seconds - NOTE * (len(happening) + 1)
        while told and left - sum(map(self._talk, told)) < LEAST_WALK:
            told.pop()
        left -= sum(map(self._talk, told))
        pace, now = Pace.within(race.steps, max(left, LEAST_WALK)), 0
        first = {(finding.name, finding.racer) for finding in told}
        for finding in happening:
            self.walk(pace.between(now, min(finding.step, race.steps)))
            if (finding.name, finding.racer) in first:
                self.tell_event(finding, view.notes.told(finding.racer))
            else:
                self.play(view.notes.told(finding.racer), run_time=NOTE)
            now = finding.step
        self.walk(pace.between(now, race.steps))
        if rest := view.notes.untold():
            self.play(*rest, run_time=NOTE)

    def tell_of(self, entry: tuple[str, Mapping[str, Any]], *companions: Any) -> None:
        """`tell` an entry of the catalogue and its values."""
        name, values = entry
        self.tell(name, *companions, **values)

    def tell_event(self, finding: Finding, *companions: Any) -> None:
        """Tell what has become of a racer, and stand still until it is read."""
        values = self._values(finding)
        self.announce(
            Finding(f"own.{finding.name}", finding.step, values, finding.racer), *companions
        )

    def hold(self, seconds: float) -> None:
        """Stand still until the film is ``seconds`` long with its last second."""
        self.listen()
        if (left := seconds - self.timeline.seconds - 1.0) > 0.1:
            self.wait(left)

    def _values(self, finding: Finding) -> dict[str, str]:
        values = {name: telling.written(number) for name, number in finding.values.items()}
        return {**values, "label": telling.racer(finding.racer)}

    def _talk(self, finding: Finding) -> float:
        values = {**self._values(finding), "step": finding.step}
        return TURN + max(len(self.canvas.words(f"say.own.{finding.name}", **values)) / SPEECH, 1.5)

    def before_result(self, race: Race, showing: Showing) -> float:
        """When the race must have ended for the film to be as long as it is to be."""
        name, values = telling.closing(self.canvas.words, race, showing.tolerance)
        said = self.canvas.words(f"say.{name}", **values)
        return showing.seconds - CLOSING - max(len(said) / SPEECH, 1.5)
