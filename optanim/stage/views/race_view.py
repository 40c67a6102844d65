"""The race on one large map, with the losses, the names and what each has reached."""

from __future__ import annotations

from dataclasses import dataclass

from manim import Animation, FadeIn, Group, VGroup

from optanim.stage.boards import legend
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.tags import best_sides
from optanim.stage.map.walker import Head, NameTag, Trail, tag_text
from optanim.stage.views.panels import Panels
from optanim.stories.findings import Finding
from optanim.studies.racing import Race

ROW, NAME, BAR, GAP = 56.0, 280.0, 88.0, 36.0  # pixels at 1080


@dataclass(frozen=True)
class _Places:
    map: Region
    rows: list[Region]
    bar: Region
    chart: Region


class RaceView(Group):
    """One map for all racers, with labelled level lines; the control walks along as a ghost."""

    def __init__(
        self, canvas: Canvas, sheet: Sheet, race: Race, first: int, tolerance: float
    ) -> None:
        self.canvas, self.race, self.first = canvas, race, first
        places = _places(canvas, sheet, len(race.trajectories) + (race.control is not None))
        self.map = ContourMap(canvas, race.problem, race.window, places.map, labelled=True)
        self.rows = dict(zip([*race.trajectories, "control"], places.rows, strict=False))
        bar = ColorBar(canvas, places.bar, self.map.landscape)
        self.legend = Group(*(self._entry(name) for name in race.trajectories), bar)
        self.chart = LossChart(canvas, places.chart, race.trajectories, race.steps, tolerance)
        self.clock = self._clock(sheet)
        super().__init__(self.map, self.legend, self.chart)

    @property
    def maps_by_racer(self) -> dict[str, ContourMap]:
        """The one map, for every racer."""
        return dict.fromkeys(self.race.trajectories, self.map)

    def grow_from(self, panels: Panels) -> list[Animation]:
        """The animations that grow the panels' maps into this view's.

        Each is enlarged, with its racer, until its level lines lie on the large map's, which
        fades in meanwhile.
        """
        minimizer = self.race.problem.minimizer
        goal = self.map.locate(minimizer)
        growing = []
        for chart, walker in zip(panels.maps, panels.walkers, strict=True):
            here, growth = chart.locate(minimizer), self.map.unit / chart.unit
            grown = chart.animate.scale(growth, about_point=here).shift(goal - here)
            growing.append(grown.fade(1.0))
            growing.append(walker.animate.scale(growth, about_point=here).shift(goal - here))
        return [FadeIn(self.map), *growing]

    def arrived(self, finding: Finding) -> FadeIn:
        """Write into the racer's row of the legend from which step on it stays."""
        words = self.canvas.words("arrived", step=finding.step)
        text = self.canvas.text(words, SMALL, self.canvas.theme.text, weight="MEDIUM")
        return FadeIn(self.rows[finding.racer].place_line(text, x=1.0))

    def ghost(self) -> FadeIn:
        """Introduce the control in the legend."""
        words = self.canvas.words("control")
        text = self.canvas.text(words, SMALL, self.canvas.theme.muted)
        return FadeIn(self.rows["control"].place_line(text, x=0.0))

    def _entry(self, name: str) -> VGroup:
        title, rest = self.rows[name].columns(NAME * self.canvas.px, None)
        settings = legend.settings(self.canvas, self.race.trajectories[name].optimizer)
        return VGroup(
            legend.entry(self.canvas, name, name, title, x=0.0),
            rest.place_line(settings, x=0.0, glyph=-1),
        )

    def _clock(self, sheet: Sheet) -> Clock:
        canvas, runs, color = self.canvas, self.race.trajectories, self.canvas.theme.racer
        texts = {name: tag_text(canvas, name, name) for name in runs}
        sides = best_sides(canvas, self.map, runs, texts)
        return Clock(
            *(LossCurve(canvas, self.chart, run, name) for name, run in runs.items()),
            StepCounter(canvas, sheet.title, self.race.steps),
            *self._ghosts(),
            *(Trail(canvas, self.map, run, color(name)) for name, run in runs.items()),
            *(NameTag(canvas, self.map, runs[name], texts[name], sides[name]) for name in runs),
            *(Head(canvas, self.map, run, name) for name, run in runs.items()),
            first=self.first,
        )

    def _ghosts(self) -> list[Trail | Head]:
        if self.race.control is None:
            return []
        run = self.race.control.trajectory
        muted = self.canvas.theme.muted
        return [
            Trail(self.canvas, self.map, run, muted, ghost=True),
            Head(self.canvas, self.map, run, "Adam", ghost=True),
        ]


def _places(canvas: Canvas, sheet: Sheet, rows: int) -> _Places:
    px = canvas.px
    margins = {"left": axes.LEFT_MARGIN * px, "bottom": axes.BELOW_MARGIN * px}
    if canvas.frame.aspect > 1.2:
        left, right = sheet.body.columns(0.48 * sheet.body.width, None, gap=GAP * px)
        table, bar, chart = right.rows(rows * ROW * px, BAR * px, None)
    else:
        left, table, bar, chart = sheet.body.rows(
            0.52 * sheet.body.height, rows * ROW * px, BAR * px, None
        )
    places = table.rows(*[None] * rows)
    return _Places(left.cut(**margins), places, bar, chart.cut(**margins, top=16 * px))
