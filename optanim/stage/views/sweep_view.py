"""A sweep's chart, a cursor that walks along it, and the map of the steps at its value."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import FadeIn, Group, VGroup

from optanim.base.window import Window
from optanim.stage.charts.steps_chart import CURVE, SweepCurve
from optanim.stage.charts.sweep_chart import SweepChart, SweepCursor
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.clock import Clock, Moment, Pace
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polyline
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.ticker import ALPHABET, Glyphs, Ticker
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.sweep_walker import Source, SweepWalker
from optanim.studies.racing import Race
from optanim.studies.sweeping import Sweep

READING = 66.0  # design pixels: height of the row with rate, share and steps
LEGEND, SOURCE = 54.0, 54.0  # design pixels: heights of the rows above chart and map
GAP, AIR = 30.0, 24.0  # design pixels between chart and map; between what is read off, at least
MAP, NARROW = 790.0, 600.0  # design pixels: width of the map with its axis; where room is scarce
UPPER = 0.53  # of an upright frame's body: the height of what stands above the map


@dataclass(frozen=True)
class _Places:
    reading: Region
    legend: Region
    chart: Region
    source: Region
    map: Region
    ground: Region


class SweepView(Group):
    """The chart of ``sweep`` over the learning rate, and a map of ``window``.

    ``race`` holds torch runs of some of its rates, which prove the curve; at ``stops``, numbers of
    rates, the cursor rests, and the map then shows the torch run itself.
    """

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        sweep: Sweep,
        race: Race,
        kind: str,
        window: Window,
        stops: Sequence[int],
    ) -> None:
        self.canvas, self.sweep, self.tint = canvas, sweep, canvas.theme.racer(kind)
        places, problem = _places(sheet), race.problem
        limit = problem.stability_limit()
        label = f"2\\/lambda_max = {limit:.3f}"
        title = canvas.words("sweep.rate")
        self.chart = SweepChart(canvas, places.chart, sweep, title, limit, label)
        self.map = ContourMap(
            canvas, problem, window, places.map, overhang=0.0, ground=places.ground
        )
        self.legend = places.legend
        numbered = {sweep.index_of(run.optimizer): run for run in race.trajectories.values()}
        runs = {number: numbered[number] for number in stops}
        walker = SweepWalker(canvas, self.map, sweep, kind, runs)
        self.clock = Clock(
            Reading(canvas, places.reading, sweep),
            Source(canvas, places.source, walker),
            SweepCurve(canvas, self.chart, sweep, self.tint),
            SweepCursor(canvas, self.chart),
            walker,
            grounds={kind: self.map, "sweep": self.chart},
        )
        self.rates = self._rates()
        super().__init__(self.chart, self.map, self.rates)

    def whole(self) -> FadeIn:
        """The animation that keeps the whole curve wherever the cursor goes."""
        curve = SweepCurve(self.canvas, self.chart, self.sweep, self.tint, whole=True)
        curve.show_at(self.clock.moment)
        return FadeIn(curve)

    def _rates(self) -> VGroup:
        """The legend's entry of the curve."""
        canvas, row = self.canvas, self.legend
        line = canvas.line(self.tint, CURVE)
        line.points = polyline(np.array([row.at(0, 0.5), row.at(0, 0.5, right=44)]))
        words = canvas.words("sweep.rates", count=len(self.sweep.values))
        text = canvas.text(words, SMALL, canvas.theme.muted)
        return VGroup(line, row.cut(left=58).place_type(text, x=0.0))


class Reading(VGroup):
    """The rate under the cursor, its share of the limit, and the steps that it takes.

    Each has a column as wide as the widest that is ever written there.
    """

    def __init__(self, canvas: Canvas, place: Region, sweep: Sweep) -> None:
        self.words, self.sweep, self.limit = canvas.words, sweep, sweep.problem.stability_limit()
        columns = list(zip(*map(self._texts, range(len(sweep.values))), strict=True))
        texts = itertools.chain.from_iterable(columns)
        for size in BODY, SMALL:
            glyphs = Glyphs(canvas, size, "MEDIUM", "".join([ALPHABET, *texts]))
            widths = [max(map(glyphs.width, column)) / canvas.px for column in columns]
            gap = (place.width - sum(widths)) / (len(widths) - 1)
            if gap >= AIR:
                break
        cells, color = place.columns(*widths, gap=gap), canvas.theme.text
        super().__init__(*(Ticker(glyphs, color, cell.at(0, 0.5), "") for cell in cells))

    def show_at(self, moment: Moment) -> None:
        """Read off the value number ``moment.step``."""
        for ticker, text in zip(self.submobjects, self._texts(round(moment.step)), strict=True):
            ticker.write(text)

    def _texts(self, index: int) -> tuple[str, str, str]:
        """What is read off the value number ``index``."""
        value, arrival = self.sweep.values[index], self.sweep.arrivals[index]
        there = np.isfinite(arrival)
        return (
            self.words("sweep.reading", value=value),
            self.words("sweep.share", share=value / self.limit),
            self.words("sweep.count", steps=int(arrival)) if there
            else self.words("sweep.none", steps=self.sweep.steps),
        )  # fmt: skip


def glide(first: int, last: int) -> Pace:
    """From one number to another, gently at both ends; a second, and one more for every 160."""
    way = np.linspace(0.0, 1.0, abs(last - first) + 1)
    times = (1.0 + abs(last - first) / 160) * np.arccos(1.0 - 2.0 * way) / np.pi
    direction = 1 if last >= first else -1
    return Pace(first, np.zeros(len(way) - 1), np.diff(times), direction, ramp=0.0)


def _places(sheet: Sheet) -> _Places:
    """In a wide frame the map has all of the height, and its source's row is beside the caption."""
    body, left_margin = sheet.body, axes.LEFT_MARGIN
    if sheet.upright:
        left, right = body.rows(UPPER * body.height, None, gap=GAP)
    else:
        left, right = body.columns(None, MAP if sheet.wide else NARROW, gap=GAP)
    reading, legend, chart = left.rows(READING, LEGEND, None)
    if sheet.wide:
        source, place = sheet.caption.cut(left=sheet.caption.width - MAP), right
    else:
        source, place = right.rows(SOURCE, None)
    if sheet.wide or sheet.upright:  # where room is scarce what is said there needs all of the row
        source = source.cut(left=left_margin)
    return _Places(
        reading.cut(left=left_margin),
        legend.cut(left=left_margin),
        axes.inside(chart),
        source,
        axes.inside(place),
        sheet.ground(place),
    )
