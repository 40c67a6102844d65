"""Any race side by side: a map a racer in a grid, with name, settings and rule, and the losses."""

from __future__ import annotations

from dataclasses import dataclass

from manim import Animation, FadeIn, FadeOut, Group, Succession, VGroup

from optanim.look.cast import kind
from optanim.look.formulas import UPDATE_RULES
from optanim.look.telling import MARK, note
from optanim.race_file.presentation import Showing
from optanim.stage.boards import legend
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.small_print import footnotes, remarks
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.charts.loss_chart import LossCurve
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.fitting import fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.exits import ExitMark
from optanim.stage.map.walker import GradientArrow, Head, Trail
from optanim.stage.views.map_race import chart_of
from optanim.stories.findings.story import endings
from optanim.studies.racing import Race

HEAD_ROWS, GAP, SIDE, BELOW = 92.0, 24.0, 520.0, 430.0  # pixels at 1080
BAR, NOTES = 88.0, 48.0
LEGIBLE = 0.85  # of the size of small type: rules that must be smaller are not shown


@dataclass(frozen=True)
class _Places:
    heads: list[Region]
    maps: list[Region]
    bar: Region
    notes: Region
    chart: Region
    columns: int


class GridRace(Group):
    """The racers' maps, all of one window and scale, in the grid in which they are largest."""

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race, showing: Showing) -> None:
        self.canvas, self.race = canvas, race
        self.ends = endings(race, showing.tolerance)
        ground = showing.ground(race)
        places = _places(canvas, sheet, race, ground.window.aspect)
        self.below = dict(zip(race.trajectories, places.heads, strict=True))
        self.heads = VGroup(*(self._heading(name, place) for name, place in self.below.items()))
        lowest = len(places.maps) - places.columns
        self.maps = Group(
            *(
                ContourMap(
                    canvas, race.problem, ground.window, place,
                    slope_axis=i % places.columns == 0, intercept_axis=i >= lowest, **ground.drawn,
                )
                for i, place in enumerate(places.maps)
            )
        )  # fmt: skip
        self.rules = VGroup(
            *(self._rule(n, p) for n, p in zip(race.trajectories, places.maps, strict=True))
        )
        scale = self.maps[0].landscape.scale
        self.chart = chart_of(canvas, places.chart, race, showing)
        self.scales = Group(
            ColorBar(canvas, places.bar, self.maps[0].landscape),
            *footnotes(canvas, places.notes, race, scale),
        )
        self.clock = self._clock(sheet)
        super().__init__(self.heads, self.maps, self.scales, self.chart)

    @property
    def places(self) -> dict[str, ContourMap]:
        """Each racer's own map."""
        return dict(zip(self.race.trajectories, self.maps, strict=True))

    @property
    def notes(self) -> GridRace:
        """Where outcomes are written: in the heads themselves."""
        return self

    @property
    def has_rules(self) -> bool:
        """Whether the update rule of any racer is known, and all such find room."""
        known = [n for n in self.race.trajectories if self._lines(n)]
        return bool(known) and len(known) == sum(len(rule) > 0 for rule in self.rules)

    def arrival(self) -> Animation:
        """The animation that puts the maps in place of the rules, with scales and chart."""
        arriving = FadeIn(self.maps, self.scales, self.chart, run_time=0.6)
        if not self.has_rules:
            return arriving
        return Succession(FadeOut(self.rules, run_time=0.4), arriving)

    def told(self, name: str) -> Animation:
        """The animation that writes what has become of ``name`` in place of its settings."""
        canvas, place = self.canvas, self.below[name].rows(None, None)[1]
        words = note(canvas.words, self.ends[name])
        line = fitted(canvas, words, place.width, SMALL, canvas.theme.text, weight="MEDIUM")
        index = list(self.race.trajectories).index(name)
        arriving = FadeIn(place.place_line(line), run_time=0.3)
        settings = self.heads[index][1:]
        return Succession(FadeOut(*settings, run_time=0.2), arriving) if settings else arriving

    def untold(self) -> list[Animation]:
        """The same for all racers whose outcome no step marks."""
        return [self.told(name) for name, end in self.ends.items() if end.step is None]

    def _heading(self, name: str, place: Region) -> VGroup:
        upper, lower = place.rows(None, None)
        label = f"{name}{MARK}" if self.race.verified[name].marks else name
        size = BODY if place.width > 260 * self.canvas.px else SMALL
        entry = legend.entry(self.canvas, name, label, upper, x=0.5, size=size)
        run = self.race.trajectories[name].run
        schedule = run.schedule and run.schedule.name
        line = legend.settings(self.canvas, run.optimizer, place.width, schedule)
        return VGroup(entry, *([lower.place_line(line, glyph=-1)] if line else []))

    def _lines(self, name: str) -> tuple[str, ...]:
        """The update rule, where it is known and no keyword adds to it."""
        optimizer = self.race.trajectories[name].optimizer
        plain = not {"weight_decay", "amsgrad", "centered", "maximize"} & optimizer.keywords.keys()
        return UPDATE_RULES.get(kind(optimizer) or "", ()) if plain else ()

    def _rule(self, name: str, place: Region) -> VGroup:
        lines = VGroup(*(self.canvas.math(line, SMALL) for line in self._lines(name)))
        lines.arrange([0, -1, 0], buff=16 * self.canvas.px)
        shrink = min(1.0, place.width / max(lines.width, 1e-9))
        return place.place(lines.scale(shrink)) if shrink >= LEGIBLE else VGroup()

    def _clock(self, sheet: Sheet) -> Clock:
        canvas, color = self.canvas, self.canvas.theme.racer
        trios = [(name, self.race.trajectories[name], chart) for name, chart in self.places.items()]
        return Clock(
            *(LossCurve(canvas, self.chart, run, name) for name, run, _ in trios),
            StepCounter(canvas, sheet.title, self.race.steps),
            *(Trail(canvas, chart, run, color(name)) for name, run, chart in trios),
            *(GradientArrow(canvas, chart, run, color(name)) for name, run, chart in trios),
            *(ExitMark(canvas, chart, run, name) for name, run, chart in trios),
            *(Head(canvas, chart, run, name) for name, run, chart in trios),
        )


def _places(canvas: Canvas, sheet: Sheet, race: Race, aspect: float) -> _Places:
    """Wide frames: scales and chart at the right of the maps. Others: below them.

    Of all grids the one is taken in which a window of ``aspect`` is drawn the largest.
    """
    px, count = canvas.px, len(race.trajectories)
    margins = {"left": axes.LEFT_MARGIN * px, "bottom": axes.BELOW_MARGIN * px}
    if sheet.wide:
        area, rest = sheet.body.columns(None, SIDE * px, gap=2 * GAP * px)
    else:
        area, rest = sheet.body.rows(None, BELOW * px, gap=GAP * px)
    bar, notes, chart = rest.rows(
        BAR * px, NOTES * len(remarks(canvas, race, rest.width)) * px, None
    )
    area = area.cut(**margins)
    grids = [(_cells(area, count, n, px), n) for n in range(1, count + 1)]
    cells, columns = max(grids, key=lambda grid: min(grid[0][0][1].width,
                                                     aspect * grid[0][0][1].height))  # fmt: skip
    heads, maps = zip(*cells, strict=True)
    return _Places(list(heads), list(maps), bar, notes, chart, columns)


def _cells(area: Region, count: int, columns: int, px: float) -> list[list[Region]]:
    """Head and map of each racer."""
    rows = -(-count // columns)
    head = min(HEAD_ROWS * px, 0.5 * area.height / rows)
    cells = area.grid(count, columns, gap=GAP * px)
    return [cell.rows(head, None) for cell in cells]
