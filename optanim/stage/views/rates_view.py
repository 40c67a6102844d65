"""How each racer's learning rate is found: its steps against the rate, and its way at that rate."""

from __future__ import annotations

from dataclasses import dataclass

from manim import Animation, FadeIn, Group, VGroup

from optanim.base import numbers
from optanim.base.window import Window
from optanim.stage.boards import legend
from optanim.stage.charts.rates_chart import RatesChart, RatesCursor
from optanim.stage.charts.steps_chart import SweepCurve
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.clock import Clock, Moment, Pace
from optanim.stage.draw.fitting import fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.ticker import Glyphs, Ticker
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.sweep_walker import SweepWalker
from optanim.studies.racing import Race
from optanim.studies.sweeping import Sweep

READING, ROW = 72.0, 56.0  # design pixels: heights of rows
WIDTH, HEIGHT, GAP = 0.5, 0.46, 36.0  # the map's share of the body, and design pixels beside it
LABEL = 24.0  # design pixels: half of the chart's last label
NAME, RATE = 0.46, 0.22  # of a row's width


@dataclass(frozen=True)
class _Places:
    reading: Region
    chart: Region
    names: Region
    map: Region
    note: Region


class RatesView(Group):
    """Chart and map on which all learning rates are tried, for a ``race`` whose rates are chosen.

    The map of ``window`` has the first steps that each takes at the present rate; beside it are the
    racers' names, and below these the chart of the race's sweeps. ``clock`` counts the rates.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race, window: Window) -> None:
        self.canvas, self.race, sweeps = canvas, race, race.sweeps
        places = _places(sheet, len(sweeps))
        self.chart = RatesChart(canvas, places.chart, sweeps)
        ground = sheet.ground(places.map)
        self.map = ContourMap(canvas, race.problem, window, axes.inside(places.map), ground=ground)
        rows = places.names.rows(*[None] * len(sweeps))
        self.rows = dict(zip(sweeps, rows, strict=True))
        names = VGroup(
            *(legend.entry(canvas, name, name, _cells(row)[0], x=0.0)
              for name, row in self.rows.items())
        )  # fmt: skip
        first = next(iter(sweeps.values()))
        kept = len(first.paths[0]) - 1
        note = canvas.text(canvas.words("rates.way", steps=kept), SMALL, canvas.theme.muted)
        color = canvas.theme.racer
        self.clock = Clock(
            _Rate(canvas, places.reading, first),
            *(SweepCurve(canvas, self.chart, sweep, color(name)) for name, sweep in sweeps.items()),
            RatesCursor(canvas, self.chart),
            *(SweepWalker(canvas, self.map, sweep, name, {}) for name, sweep in sweeps.items()),
        )
        super().__init__(self.chart, self.map, names, places.note.place_type(note, x=1.0))

    def pace(self, seconds: float) -> Pace:
        """From the smallest rate to the largest."""
        return Pace.lasting(seconds, 0, len(self.chart.values) - 1)

    def chosen(self) -> list[Animation]:
        """The animations that mark the best rate of each, and write it beside the name."""
        return [FadeIn(self.chart.best(name), self._told(name)) for name in self.race.sweeps]

    def _told(self, name: str) -> VGroup:
        canvas, sweep = self.canvas, self.race.sweeps[name]
        value = numbers.number(sweep.values[sweep.best], 3)
        steps = canvas.words("race.arrives", step=int(sweep.arrivals[sweep.best]))
        _, left, right = _cells(self.rows[name])
        rate = fitted(canvas, f"η {value}", left.width, SMALL, canvas.theme.muted)
        line = fitted(canvas, steps, right.width, SMALL, weight="MEDIUM")
        return VGroup(
            legend.place_settings(canvas, rate, left, x=0.0), right.place_type(line, x=1.0)
        )


class _Rate(VGroup):
    """The rate that is being tried."""

    def __init__(self, canvas: Canvas, place: Region, sweep: Sweep) -> None:
        self.words, self.values = canvas.words, sweep.values
        glyphs = Glyphs(canvas, BODY, "MEDIUM")
        super().__init__(Ticker(glyphs, canvas.theme.text, place.at(0, 0.5), ""))

    def show_at(self, moment: Moment) -> None:
        """Write the rate number ``moment.step``."""
        (ticker,) = self.submobjects
        ticker.write(self.words("rates.reading", value=self.values[round(moment.step)]))


def _cells(row: Region) -> list[Region]:
    """Where a racer's name, its best rate and its steps stand."""
    return row.columns(NAME * row.width, RATE * row.width, None)


def _places(sheet: Sheet, count: int) -> _Places:
    body = sheet.body
    if sheet.upright:
        ground, column = body.rows(HEIGHT * body.height, None)
    else:
        ground, column = body.columns(WIDTH * body.width, None, gap=GAP)
    names, reading, chart = column.rows(count * ROW, READING, None)
    reading, note = reading.columns(None, 0.55 * reading.width)
    return _Places(reading, axes.inside(chart, right=LABEL), names, ground, note)
