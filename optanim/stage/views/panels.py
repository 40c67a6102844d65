"""Side by side: one map a racer, with its name, settings and update rule, and the losses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from manim import Animation, FadeIn, FadeOut, Group, Succession, VGroup, VMobject

from optanim.look.formulas import UPDATE_RULES
from optanim.stage.boards import legend
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paragraphs import paragraph
from optanim.stage.draw.paths import arrow
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.walker import GradientArrow, Head, Trail
from optanim.studies.racing import Race

HEAD_ROW, RULE_ROW, LOWER, GAP, CHART_WIDTH = 96.0, 172.0, 420.0, 24.0, 470.0  # pixels at 1080


@dataclass(frozen=True)
class _Places:
    heads: list[Region]
    rules: list[Region]
    maps: list[Region]
    chart: Region
    legend: Region


class Panels(Group):
    """The racers' maps in a row (two rows in a portrait frame), all of one window and scale."""

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race, steps: int) -> None:
        self.canvas, self.race, self.wide = canvas, race, sheet.wide
        places = _places(canvas, sheet, len(race.trajectories))
        self.heads, self.maps, self.rules = VGroup(), Group(), VGroup()
        window, leftmost = race.window, places.maps[0].left
        for name, head, rule, place in zip(
            race.trajectories, places.heads, places.rules, places.maps, strict=True
        ):
            self.heads.add(self._heading(name, head))
            self.rules.add(self._rule(name, rule))
            outer = place.left == leftmost
            self.maps.add(ContourMap(canvas, race.problem, window, place, slope_axis=outer))
        self.chart = LossChart(canvas, places.chart, race.trajectories, steps)
        self.legend = self._arrow_legend(places.legend)
        self.clock = self._clock(sheet)
        super().__init__(self.heads, self.rules, self.maps)

    @property
    def maps_by_racer(self) -> dict[str, ContourMap]:
        """Each racer's own map."""
        return dict(zip(self.race.trajectories, self.maps, strict=True))

    @property
    def walkers(self) -> list[VGroup]:
        """Each racer's trail and head."""
        views = self.clock.submobjects
        trails = [view for view in views if isinstance(view, Trail)]
        heads = [view for view in views if isinstance(view, Head)]
        return [VGroup(*pair) for pair in zip(trails, heads, strict=True)]

    def dissolve(self) -> FadeOut:
        """The animation that leaves only the bare maps with the racers on them."""
        frames = [chart.release_axes() for chart in self.maps]
        rest = [view for view in self.clock.submobjects if not isinstance(view, Trail | Head)]
        return FadeOut(Group(self.heads, self.rules, self.chart, self.legend, *rest, *frames))

    def losses(self) -> Animation:
        """The animation that brings chart and legend, in narrow frames instead of the rules."""
        arriving = FadeIn(self.chart, self.legend, run_time=0.4)
        if self.wide:
            return arriving
        return Succession(FadeOut(self.rules, run_time=0.4), arriving)

    def _heading(self, name: str, place: Region) -> VGroup:
        optimizer = self.race.trajectories[name].optimizer
        upper, lower = place.rows(None, None)
        settings = legend.settings(self.canvas, optimizer)
        return VGroup(
            legend.entry(self.canvas, name, name, upper, x=0.5),
            lower.place_line(settings, glyph=-1),
        )

    def _rule(self, name: str, place: Region) -> VGroup:
        lines = VGroup(*(self.canvas.math(line, SMALL) for line in UPDATE_RULES.get(name, ())))
        lines.arrange([0, -1, 0], buff=12 * self.canvas.px)
        if lines.width > place.width:
            lines.scale(place.width / lines.width)
        return place.place(lines)

    def _arrow_legend(self, place: Region) -> Group:
        canvas, px = self.canvas, self.canvas.px
        place = place.cut(left=30 * px)
        sample, words, bar = place.rows(30 * px, None, 84 * px, gap=8 * px)
        shaft = VMobject(fill_color=canvas.theme.muted, fill_opacity=1.0, stroke_width=0.0)
        shaft.points = arrow(sample.at(0.3, 0.5)[:2], np.array([0.4 * sample.width, 0.0]), 6 * px)
        text = paragraph(canvas, canvas.words("arrow"), words, SMALL, canvas.theme.muted)
        colors = ColorBar(canvas, bar, self.maps[0].landscape)
        return Group(shaft, words.place(text, y=1.0), colors)

    def _clock(self, sheet: Sheet) -> Clock:
        canvas, runs = self.canvas, self.race.trajectories
        pairs = [(name, run, self.maps_by_racer[name]) for name, run in runs.items()]
        color = canvas.theme.racer
        return Clock(
            *(LossCurve(canvas, self.chart, run, name) for name, run, _ in pairs),
            StepCounter(canvas, sheet.title, self.race.steps),
            *(Trail(canvas, chart, run, color(name)) for name, run, chart in pairs),
            *(GradientArrow(canvas, chart, run, color(name)) for name, run, chart in pairs),
            *(Head(canvas, chart, run, name) for name, run, chart in pairs),
        )


def _places(canvas: Canvas, sheet: Sheet, count: int) -> _Places:
    """Wide frames: rules above the maps, chart at the right. Others: both below, in turn."""
    px = canvas.px
    chart_margins = {"left": axes.LEFT_MARGIN * px, "bottom": axes.BELOW_MARGIN * px}
    if sheet.wide:
        left, right = sheet.body.columns(None, CHART_WIDTH * px, gap=GAP * px)
        cells = left.cut(left=axes.LEFT_MARGIN * px).columns(*[None] * count, gap=GAP * px)
        parts = [_cell(cell, px, HEAD_ROW, RULE_ROW) for cell in cells]
        heads, rules, maps = ([part[i] for part in parts] for i in range(3))
        legend_place, chart = right.rows((HEAD_ROW + RULE_ROW - GAP) * px, None, gap=GAP * px)
    else:
        columns = 2 if canvas.frame.aspect < 1.2 else count
        above, below = sheet.body.rows(None, LOWER * px, gap=GAP * px)
        cells = above.cut(left=axes.LEFT_MARGIN * px).grid(count, columns, gap=GAP * px)
        heads, _, maps = zip(*(_cell(cell, px, HEAD_ROW, 0.0) for cell in cells), strict=True)
        rules = below.cut(left=axes.LEFT_MARGIN * px).grid(count, columns, gap=GAP * px)
        legend_place, chart = below.rows(190 * px, None)
    return _Places(list(heads), list(rules), list(maps), chart.cut(**chart_margins), legend_place)


def _cell(cell: Region, px: float, head: float, rule: float) -> list[Region]:
    return cell.rows(head * px, rule * px, None, axes.BELOW_MARGIN * px)[:3]
