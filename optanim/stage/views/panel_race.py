"""A race side by side: a map a racer, with name, settings and update rule."""

from __future__ import annotations

from dataclasses import replace

from manim import DOWN, Animation, FadeIn, FadeOut, Group, Succession, VGroup, VMobject

from optanim.race_file.presentation import Presentation
from optanim.stage.boards import legend, small_print
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.fitting import LEGIBLE, fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.plates import plate
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.brink_line import add_brink
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.exits import ExitMark
from optanim.stage.map.walker import GradientArrow, Head, Trail
from optanim.studies.racing import Race

HEAD = 92.0  # design pixels: the rows of a racer's name and settings
ABOVE = 232.0  # design pixels: the row of an update rule that stands above its map
GAP = 18.0  # design pixels between maps
NOTES = 0.55  # of the caption's row: where notes beside it begin
NOTE = 200.0  # design pixels: what most notes beside a name need in type that is still legible
LEADING = 16.0  # design pixels between the lines of an update rule
EDGE = 8.0  # design pixels from a map's edge to the labels below it
AIR = 10.0  # design pixels around an update rule
NARROW = 260.0  # design pixels: width of a map up to which its racer's name is in small type


class PanelRace(Group):
    """The racers' maps, all of one window and scale, in the grid in which they are largest.

    The ``presentation`` is one that is settled for ``race``. The ``rules`` are plates on the maps,
    to be shown where all that are known find room; those that stand ``above``, where the maps only
    go on, hide nobody's way. What is to be said of the maps stands beside the
    caption, in upright frames below the maps.
    """

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        race: Race,
        presentation: Presentation,
        above: bool = False,
    ) -> None:
        self.canvas, self.race = canvas, race
        aspect, count = presentation.shown_window.aspect, len(race.trajectories)
        area = sheet.body.rows(None, small_print.LINE)[0] if sheet.upright else sheet.body
        columns, cells = _places(axes.inside(area), count, aspect)
        heads, maps = [head for head, _ in cells], [place for _, place in cells]
        self.places = dict(zip(race.trajectories, heads, strict=True))
        self.heads = VGroup(*map(self._head, race.trajectories, heads))
        tops = [place.top for place in maps]
        if above:
            rows, maps = map(list, zip(*(place.rows(ABOVE, None) for place in maps), strict=True))
        else:
            rows = [_lower_half(place) for place in maps]
        self.rules = VGroup(*map(self._rule, race.trajectories, rows))
        self.maps = self._maps(maps, tops, columns, presentation, sheet)
        self.beside = self._beside(sheet)
        grounds = dict(zip(race.trajectories, self.maps, strict=True))
        counter = StepCounter(canvas, sheet.title, race.steps)
        self.clock = Clock(counter, *self._walkers(grounds), grounds=grounds)
        super().__init__(self.heads, *self.maps, self.beside)

    @property
    def has_rules(self) -> bool:
        """Whether the update rule of any racer is known, and all such find room."""
        known = [name for name in self.race.trajectories if self._lines(name)]
        return bool(known) and len(known) == sum(len(rule) > 0 for rule in self.rules)

    @property
    def walkers(self) -> list[VGroup]:
        """Each racer's trail and head."""
        views = self.clock.submobjects
        trails = [view for view in views if isinstance(view, Trail)]
        heads = [view for view in views if isinstance(view, Head)]
        return [VGroup(*pair) for pair in zip(trails, heads, strict=True)]

    def note(self, racer: str, words: str) -> Animation:
        """The animation that writes ``words`` in place of the racer's settings."""
        canvas, place = self.canvas, self.places[racer].rows(None, None)[1]
        line = fitted(canvas, words, place.width, SMALL, weight="MEDIUM", least=LEGIBLE)
        arriving = FadeIn(place.place_type(line), run_time=0.3)
        settings = self.heads[list(self.race.trajectories).index(racer)][1:]
        return Succession(FadeOut(*settings, run_time=0.2), arriving) if settings else arriving

    def dissolve(self) -> Animation:
        """The animation that leaves only the bare maps with the racers on them."""
        frames = [chart.release_axes() for chart in self.maps]
        rest = [view for view in self.clock.submobjects if not isinstance(view, Trail | Head)]
        return FadeOut(Group(self.heads, self.beside, *rest, *frames))

    def _beside(self, sheet: Sheet) -> Group:
        """What the colours follow, and other notes, in one line."""
        row = sheet.caption.cut(left=NOTES * sheet.caption.width)
        if sheet.upright:
            _, row = sheet.body.rows(None, small_print.LINE)
        scale, notes = (
            self.maps[0].landscape.scale,
            small_print.remarks(self.canvas, self.race, True),
        )
        return Group(*small_print.footnotes(self.canvas, row, scale, notes))

    def _head(self, name: str, place: Region) -> VGroup:
        upper, lower = place.rows(None, None)
        size = BODY if place.width > NARROW else SMALL
        entry = legend.entry(self.canvas, name, name, upper, x=0.5, size=size)
        run = self.race.trajectories[name].run
        line = legend.settings(self.canvas, run.optimizer, place.width, run.schedule)
        return VGroup(entry, *([legend.place_settings(self.canvas, line, lower)] if line else []))

    def _maps(
        self,
        places: list[Region],
        tops: list[float],
        columns: int,
        presentation: Presentation,
        sheet: Sheet,
    ) -> list[ContourMap]:
        """The maps, which go on up to their ``tops``.

        Those at the left have the axis of the second parameter, the lowest both.
        """
        problem, window = self.race.problem, presentation.shown_window
        maps = []
        for number, (place, top) in enumerate(zip(places, tops, strict=True)):
            lowest = number >= len(places) - columns
            first = number % columns == 0
            edges = {"left": -axes.LEFT_MARGIN * first, "bottom": -axes.BELOW_MARGIN * lowest}
            maps.append(
                ContourMap(
                    self.canvas,
                    problem,
                    window,
                    place,
                    slope_axis=first,
                    intercept_axis=lowest,
                    overhang=-EDGE,
                    ground=replace(sheet.ground(place.cut(**edges)), top=top),
                    **presentation.heights,
                )
            )
        for chart in maps:
            runs = self.race.trajectories
            add_brink(self.canvas, chart, runs, presentation.tolerance, named=False)
        return maps

    def _lines(self, name: str) -> tuple[str, ...]:
        """The update rule, where it is known and no keyword adds to it."""
        optimizer = self.race.trajectories[name].optimizer
        plain = not {"weight_decay", "amsgrad", "centered", "maximize"} & optimizer.keywords.keys()
        return optimizer.kind.formula if optimizer.kind and plain else ()

    def _rule(self, name: str, place: Region) -> VGroup:
        """The racer's rule on a plate at the lower edge of ``place``, if it fits."""
        lines = VGroup(*(self.canvas.math(line, SMALL) for line in self._lines(name)))
        lines.arrange(DOWN, buff=LEADING * self.canvas.px)
        if not lines:
            return lines
        wide, high = self.canvas.width_of(lines), self.canvas.height_of(lines)
        free = place.inset(2 * AIR, 2 * AIR)
        shrink = min(1.0, free.width / wide, free.height / high)
        if shrink < LEGIBLE:
            return VGroup()
        return VGroup(plate(self.canvas, free.place(lines.scale(shrink), y=0.0), pad=AIR), lines)

    def _walkers(self, grounds: dict[str, ContourMap]) -> list[VMobject]:
        canvas, color = self.canvas, self.canvas.theme.racer
        trios = [(name, self.race.trajectories[name], chart) for name, chart in grounds.items()]
        return [
            *(Trail(canvas, chart, run, color(name)) for name, run, chart in trios),
            *(GradientArrow(canvas, chart, run, color(name)) for name, run, chart in trios),
            *(ExitMark(canvas, chart, run, name) for name, run, chart in trios),
            *(Head(canvas, chart, run, name) for name, run, chart in trios),
        ]


def _places(area: Region, count: int, aspect: float) -> tuple[int, list[list[Region]]]:
    """How many columns, and head and map of each of ``count`` racers in ``area``.

    Of all grids the one is taken in which a window of ``aspect`` is drawn the largest; one that is
    too narrow for notes must be larger by far.
    """
    room = 0.5 * area.height / GAP  # gaps that may lie below one another: the cells need as much
    few = [columns for columns in range(1, count + 1) if -(-count // columns) - 1 <= room]
    grids = [(columns, _cells(area, count, columns)) for columns in few]

    def drawn(grid: tuple[int, list[list[Region]]]) -> float:
        (_, place), *_ = grid[1]
        size = min(place.width, aspect * place.height)
        return size if place.width >= NOTE else 0.7 * size

    return max(grids, key=drawn)


def _lower_half(place: Region) -> Region:
    return place.cut(top=0.5 * place.height)


def _cells(area: Region, count: int, columns: int) -> list[list[Region]]:
    """Head and map of each racer."""
    cells = area.grid(count, columns, gap=GAP)
    head = min(HEAD, 0.5 * cells[0].height)
    return [cell.rows(head, None) for cell in cells]
