"""Who arrives first: a row a racer, in order, which can give way to another order."""

from __future__ import annotations

from collections.abc import Mapping

from manim import Animation, FadeIn, FadeOut, ReplacementTransform, VGroup, VMobject

from optanim.base.numbers import number
from optanim.runs.trajectory import Trajectory
from optanim.stage.boards import legend
from optanim.stage.draw.canvas import BODY, LARGE, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon
from optanim.stage.draw.type import Type

ROW, BAR, GAP = 190.0, 60.0, 30.0  # design pixels: a row at most; a bar's height; between columns
NAME, RATE = 420.0, 210.0  # design pixels: room for a name and for a learning rate
NARROW = 1200.0  # design pixels: width of a row up to which the bar stands below
LEAST = 6.0  # design pixels: how long a bar is at least


class Ranking(VGroup):
    """``runs`` by racer's name, the first to arrive on top: name, learning rate, steps, and a bar.

    A bar is as long as the steps until the loss stays within ``tolerance`` of the minimum; one that
    never does has an outline over all ``steps``, which fill the width.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        runs: Mapping[str, Trajectory],
        tolerance: float,
        steps: int,
    ) -> None:
        self.canvas, self.steps = canvas, steps
        arrivals = {name: run.arrival(tolerance) for name, run in runs.items()}
        self.told_width = max(canvas.width_of(self._told(step)) for step in arrivals.values())
        self.order = sorted(runs, key=lambda name: (arrivals[name] is None, arrivals[name] or 0))
        places = region.middle(height=min(ROW * len(runs), region.height)).rows(*[None] * len(runs))
        self.rows = {
            name: self._row(runs[name], name, arrivals[name], place)
            for name, place in zip(self.order, places, strict=True)
        }
        super().__init__(*self.rows.values())

    def give_way_to(self, other: Ranking) -> list[Animation]:
        """The animations in which every row moves to where it stands in ``other``."""
        changes: list[Animation] = []
        for name, row in self.rows.items():
            title, rate, bar, count = row
            new_title, new_rate, new_bar, new_count = other.rows[name]
            changes += [ReplacementTransform(title, new_title), ReplacementTransform(bar, new_bar)]
            changes += [FadeOut(rate, count), FadeIn(new_rate, new_count)]
        return changes

    def _row(self, run: Trajectory, name: str, arrival: int | None, place: Region) -> VGroup:
        canvas = self.canvas
        label, rate, rest = _cells(place)
        bars = rest.cut(right=self.told_width + GAP)
        share = 1.0 if arrival is None else arrival / self.steps
        bar = self._bar(name, bars.cut(right=(1.0 - share) * (bars.width - LEAST)), arrival)
        value = canvas.text(f"η {number(float(run.lrs[0]), 3)}", BODY, canvas.theme.muted)
        end = rest.cut(left=(bar.get_right()[0] - rest.left) / rest.px + GAP)
        return VGroup(
            legend.entry(canvas, name, name, label, x=0.0, size=LARGE),
            legend.place_settings(canvas, value, rate, x=0.0),
            bar, end.place_type(self._told(arrival), x=0.0),
        )  # fmt: skip

    def _told(self, arrival: int | None) -> Type:
        words = self.canvas.words
        told = words("ranking.never") if arrival is None else words("ranking.steps", steps=arrival)
        return self.canvas.text(told, BODY, weight="MEDIUM")

    def _bar(self, name: str, place: Region, arrival: int | None) -> VMobject:
        color = self.canvas.theme.racer(name)
        bar = self.canvas.shape(color, color, 3.0, 0.0 if arrival is None else 1.0)
        bar.points = polygon(place.middle(height=min(BAR, 0.6 * place.height)).corners)
        return bar


def _cells(row: Region) -> tuple[Region, Region, Region]:
    """Where name, rate and bar stand: beside one another, in a narrow row the bar below."""
    if row.width < NARROW:
        upper, lower = row.rows(None, None)
        label, rate = upper.columns(None, RATE, gap=GAP)
        return label, rate, lower
    label, rate, rest = row.columns(NAME, RATE, None, gap=GAP)
    return label, rate, rest
