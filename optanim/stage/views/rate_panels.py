"""One optimizer under several settings: a map a setting, one of which grows."""

from __future__ import annotations

from manim import Animation, FadeIn, Group, VGroup

from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.plates import plate
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.ticker import ALPHABET, Glyphs
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.growing_map import GrowingMap
from optanim.stage.map.rescaled_map import FollowedTrail
from optanim.stage.map.walker import Head, Trail
from optanim.stage.map.zoom import Zoom
from optanim.stage.views.rate_places import Places
from optanim.stories.findings import Finding
from optanim.studies.racing import Race
from optanim.studies.stability import factor

AIR = 8.0  # design pixels between a heading and its map
CRY = 16.0  # design pixels around words that stand large over a map, and from its edge to a note
NOTE = 36.0  # design pixels: height of the row of what is noted on a map


class RatePanels(Group):
    """The runs of ``race`` on maps of their own, all of one window, over ``steps`` steps.

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
        self.heads = dict(zip(race.trajectories, places.heads, strict=True))
        self.maps = [
            self._map(name, place, until, outer=place.left == places.maps[0].left)
            for name, place in zip(race.trajectories, places.maps, strict=True)
        ]
        self.grounds = dict(zip(race.trajectories, self.maps, strict=True))
        (self.growing,) = (chart for chart in self.maps if isinstance(chart, GrowingMap))
        still = [chart for chart in self.maps if not isinstance(chart, GrowingMap)]
        bar = ColorBar(canvas, places.bar, still[0].landscape, more=True)
        self.clock = self._clock(sheet, _raised(places.zoom), steps)
        super().__init__(*map(self._heading, race.trajectories), *still, bar)

    def note(self, racer: str, words: str) -> Animation:
        """The animation that writes ``words`` on a racer's map, at its upper left corner."""
        text = self.canvas.text(words, SMALL, weight="MEDIUM")
        self.grounds[racer].region.inset(CRY).upper(NOTE).place_type(text, x=0.0)
        return FadeIn(VGroup(plate(self.canvas, text), text))

    def unfinished(self, steps: int, tolerance: float) -> list[Animation]:
        """The animations that note who is still on the way after ``steps``."""
        words = self.canvas.words("note.under_way")
        runs = {name: run for name, run in self.race.trajectories.items() if name != self.followed}
        arrivals = {name: run.arrival(tolerance) for name, run in runs.items()}
        return [self.note(n, words) for n, at in arrivals.items() if at is None or at > steps]

    def factors(self) -> list[Animation]:
        """The animations that write on each map what a step multiplies the way across by."""
        written: list[Animation] = []
        for run, chart in zip(self.race.trajectories.values(), self.maps, strict=True):
            number = f"{factor(run):.2f}".replace("-", "−")
            words = self.canvas.words("rate.factor", factor=number)
            text = self.canvas.text(words, SMALL, weight="SEMIBOLD")
            chart.region.inset(CRY).place(text, x=0.0, y=0.0)
            written.append(FadeIn(VGroup(plate(self.canvas, text), text)))
        return written

    @property
    def lost(self) -> Finding | None:
        """The followed walker leaves its map, which has stopped growing; ``values``: ``scale``."""
        growth, run = self.growing.growth, self.race.trajectories[self.followed]
        row = growth.lost(run)
        return (
            None if row is None else Finding("lost", row, {"scale": growth.at(row)}, self.followed)
        )

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

    def _heading(self, name: str) -> VGroup:
        canvas, words, (upper, lower) = self.canvas, self.canvas.words, self.heads[name]
        color = canvas.theme.racer(self.kind)
        share = canvas.text(words("rate.share", share=name), SMALL, color, weight="SEMIBOLD")
        lr = self.race.trajectories[name].optimizer.settings["lr"]
        rate = canvas.text(words("rate.value", lr=lr), SMALL, canvas.theme.muted)
        upper, lower = _raised(upper), _raised(lower)
        return VGroup(upper.place_type(share, x=0.0), lower.place_type(rate, x=0.0, glyph=-1))

    def _clock(self, sheet: Sheet, zoom: Region, steps: int) -> Clock:
        canvas, color, growing = self.canvas, self.canvas.theme.racer(self.kind), self.growing
        pairs = list(zip(self.race.trajectories.values(), self.maps, strict=True))
        return Clock(
            growing,
            Zoom(canvas, growing, zoom),
            StepCounter(canvas, sheet.title, steps),
            *(
                (FollowedTrail if chart is growing else Trail)(canvas, chart, run, color)
                for run, chart in pairs
            ),
            *(Head(canvas, chart, run, self.kind) for run, chart in pairs),
            grounds=self.grounds,
        )


def _raised(row: Region) -> Region:
    """A heading's ``row``, moved up so that there is air between the map and what is written."""
    return row.cut(bottom=AIR, top=-AIR)
