"""One optimizer under several settings: a map a setting, one of which grows, and the losses."""

from __future__ import annotations

from manim import Animation, FadeIn, Group, VGroup

from optanim.base import numbers
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.charts.end_names import EndNames
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.plates import plate
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.ticker import ALPHABET, Glyphs
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.growing_map import FollowedTrail, GrowingMap
from optanim.stage.map.walker import Head, Trail
from optanim.stage.map.zoom import Zoom
from optanim.stage.views.rate_places import Places
from optanim.stories.findings import Finding
from optanim.studies.racing import Race
from optanim.studies.stability import factor

CRY = 16.0  # design pixels around the words that stand large over a map


class RatePanels(Group):
    """The runs of ``race`` on maps of their own, all of one window, with one chart of losses.

    All racers are the optimizer called ``kind``. The map of ``followed`` grows with its walker
    until row ``until``; the window is that of the others.
    """

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        race: Race,
        kind: str,
        steps: int,
        followed: str,
        until: int,
    ) -> None:
        self.canvas, self.race, self.kind, self.followed = canvas, race, kind, followed
        others = {name: proof for name, proof in race.verified.items() if name != followed}
        self.window = Race(race.problem, others).window
        places = Places.of(sheet, len(race.trajectories))
        self.heads = [place.rows(*[None] * 3) for place in places.heads]
        self.maps = [
            self._map(name, place, until, outer=place.left == places.maps[0].left)
            for name, place in zip(race.trajectories, places.maps, strict=True)
        ]
        self.grounds = dict(zip(race.trajectories, self.maps, strict=True))
        (self.growing,) = (chart for chart in self.maps if isinstance(chart, GrowingMap))
        still = [chart for chart in self.maps if not isinstance(chart, GrowingMap)]
        self.chart = LossChart(canvas, places.chart, race.trajectories, steps)
        bar = ColorBar(canvas, places.bar, still[0].landscape, more=True)
        self.clock = self._clock(sheet, steps)
        named = zip(race.trajectories, self.heads, strict=True)
        headings = [self._heading(name, rows) for name, rows in named]
        super().__init__(*headings, *still, bar, self.chart)

    def note(self, racer: str, words: str) -> Animation:
        """The animation that writes ``words`` below the settings of ``racer``."""
        row = self.heads[list(self.race.trajectories).index(racer)][2]
        text = self.canvas.text(words, SMALL, weight="MEDIUM")
        return FadeIn(row.place_type(text))

    def unfinished(self, steps: int, tolerance: float) -> list[Animation]:
        """The animations that note who is still on the way after ``steps``."""
        words = self.canvas.words("note.under_way")
        runs = {name: run for name, run in self.race.trajectories.items() if name != self.followed}
        arrivals = {name: run.arrival(tolerance) for name, run in runs.items()}
        return [self.note(n, words) for n, at in arrivals.items() if at is None or at > steps]

    @property
    def factors(self) -> str:
        """By what each racer's first step multiplied its distance across the valley, in order."""
        numbers = (f"{factor(run):.2f}" for run in self.race.trajectories.values())
        return ", ".join(numbers).replace("-", "−")

    @property
    def lost(self) -> Finding | None:
        """The followed walker leaves its map, which has stopped growing; ``values``: ``scale``."""
        growth, run = self.growing.growth, self.race.trajectories[self.followed]
        row = growth.lost(run)
        return (
            None if row is None else Finding("lost", row, {"scale": growth.at(row)}, self.followed)
        )

    def climbed(self, steps: int) -> dict[str, str]:
        """The followed racer's loss after ``steps``, how it grew in the last, and at the start."""
        losses = self.race.trajectories[self.followed].losses
        return {
            "loss": numbers.scientific(losses[steps]),
            "growth": f"{losses[steps] / losses[steps - 1]:.2f}",
            "start": f"{losses[0]:.0f}",
        }

    def cry(self, words: str) -> Animation:
        """The animation that writes ``words`` large over the followed racer's map."""
        canvas, place = self.canvas, self.growing.region
        text = canvas.text(words, LARGE, weight="SEMIBOLD")
        place.inset(CRY, 0).fit(text)
        text.move_to(place.at(0.5, 0.76))
        return FadeIn(VGroup(plate(canvas, text, pad=CRY), text))

    def _map(self, name: str, place: Region, until: int, outer: bool) -> ContourMap:
        problem = self.race.problem
        if name == self.followed:
            run = self.race.trajectories[name]
            letters = ALPHABET + self.canvas.words("rate.zoom", scale="")
            glyphs = Glyphs(self.canvas, SMALL, letters=letters)
            return GrowingMap(self.canvas, problem, self.window, place, run, until, glyphs)
        return ContourMap(self.canvas, problem, self.window, place, slope_axis=outer)

    def _heading(self, name: str, rows: list[Region]) -> VGroup:
        canvas, words = self.canvas, self.canvas.words
        color = canvas.theme.racer(self.kind)
        label = canvas.text(words("rate.share", share=name), SMALL, color, weight="SEMIBOLD")
        lr = self.race.trajectories[name].optimizer.settings["lr"]
        rate = canvas.text(words("rate.value", lr=lr), SMALL, canvas.theme.muted)
        return VGroup(rows[0].place_type(label), rows[1].place_type(rate))

    def _ends(self, steps: int) -> EndNames:
        """The share of each racer beside the end of its curve."""
        canvas, runs = self.canvas, self.race.trajectories
        names = [canvas.text(name, SMALL, canvas.theme.racer(self.kind)) for name in runs]
        return EndNames(self.chart, names, [run.losses[: steps + 1] for run in runs.values()])

    def _clock(self, sheet: Sheet, steps: int) -> Clock:
        canvas, runs, color = (
            self.canvas,
            self.race.trajectories,
            self.canvas.theme.racer(self.kind),
        )
        growing = self.growing
        row = self.heads[list(runs).index(self.followed)][2]
        return Clock(
            growing,
            Zoom(canvas, growing, row),
            *(LossCurve(canvas, self.chart, run, self.kind) for run in runs.values()),
            self._ends(steps),
            StepCounter(canvas, sheet.title, steps),
            *(
                (FollowedTrail if chart is growing else Trail)(canvas, chart, run, color)
                for run, chart in zip(runs.values(), self.maps, strict=True)
            ),
            *(
                Head(canvas, chart, run, self.kind)
                for run, chart in zip(runs.values(), self.maps, strict=True)
            ),
            grounds=self.grounds,
        )
