"""Momentum's velocity taken apart: a fan of past gradients, and its sums by direction."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from optanim.base.window import Window
from optanim.stage.charts.running_sum import RunningSum, SumArrows
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.plates import veil
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.map.arrows import EDGE, RowArrow, clipped_arrow
from optanim.stage.map.fan_arrows import SHAFT, FanArrows
from optanim.stage.views.walk_view import WalkView
from optanim.stories.anatomy.eigen import DIRECTIONS, eigen_parts
from optanim.stories.anatomy.momentum import fan, sums
from optanim.stories.findings import Finding
from optanim.studies.racing import Race

RULE = (
    "u arrow.l {{ gamma u : past }} + {{ g : gradient }}",
    "theta arrow.l theta - {{ eta u : step }}",
)
PARTS, STEP = (0.0, 0.7), (0.7, 1.0)
"""The shares of a step's announcement in which the past gradients come, and their sum."""
GAP = 30.0  # design pixels between the sums of the two directions
MEASURE = 44.0  # design pixels: height of the row that says what their lengths are
POWERS = ("1", "γ", "γ²", "γ³", "γ⁴", "γ⁵", "γ⁶", "γ⁷")  # that the terms of a sum are weighted with


class VelocityView(WalkView):
    """One run of momentum: the fan of its first ``shown`` steps, the sums of its first ``summed``.

    The column has ``frames`` for the directions across and along the valley: in each the terms
    -lr gamma^j g_(k-j) and their sum, to its own scale, each leading the way that it has on the
    map: one that is rather upright there up and down, the other to the left and right. Room is for
    eight of them. ``measure`` says what they are, and ``veils`` lie over a frame while the other
    one is spoken of.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race, shown: int, summed: int) -> None:
        ((self.name, self.run),) = race.trajectories.items()
        theme = canvas.theme
        self.ways = [fan(self.run, step).corners for step in range(shown)]
        self.sums = sums(self.run, min(summed, len(POWERS)))
        self.colors = {
            "gradient": theme.gradient, "past": theme.text, "step": theme.racer(self.name),
        }  # fmt: skip
        corners = np.concatenate([*self.ways, self.run.params, [race.problem.known_minimizer]])
        super().__init__(
            canvas, sheet, race, RULE, self.colors, Window.around(corners, margin=0.04)
        )
        self.rule.cue(summed, gradient=0.0, past=0.0, step=STEP[0])
        self.remove(self.rule)
        labels = (*POWERS[: len(self.sums.parts)], "Σ")
        row, sums_place = self.instrument.rows(MEASURE, None)
        measure = canvas.text(canvas.words("sums.measure"), SMALL, theme.muted)
        self.measure = row.place_type(row.fit(measure), x=0.0)
        places = sums_place.columns(None, None, gap=GAP)
        self.veils = [veil(canvas, place) for place in places]
        self.frames = [
            RunningSum(
                canvas,
                place,
                self._terms(i),
                canvas.words(f"sums.{DIRECTIONS[i]}"),
                labels,
                upright=self._upright(i),
            )
            for i, place in zip((1, 0), places, strict=True)
        ]
        self.clock = self._clock(len(self.sums.parts))

    def newest(self, step: int) -> VMobject:
        """The arrow along which the newest gradient alone would lead at ``step``."""
        tail, tip = self.map.locate(self.ways[step][:2])[:, :2]
        shape = self.canvas.shape(self.colors["gradient"], self.canvas.theme.rim, EDGE)
        shape.points = clipped_arrow(self.map, tail, tip - tail, SHAFT * self.canvas.px)
        return shape

    def result(self, finding: Finding) -> Type:
        """What becomes of the terms of one direction, below them: across the valley, or along it.

        That is what the catalogue's ``sums`` say of the ``finding``, "cancel" or "adds".
        """
        across, along = self.frames
        words = self.canvas.words(f"sums.{finding.name}", **finding.values)
        text = self.canvas.text(words, SMALL, weight="MEDIUM")
        return (across if finding.name == "cancel" else along).result.place_type(text, x=0.5)

    def _upright(self, direction: int) -> bool:
        """Whether ``direction`` leads up and down on the map rather than to the left and right."""
        x, y = eigen_parts(self.run).directions[:, direction]
        return bool(abs(y) > abs(x))

    def _terms(self, direction: int) -> list[np.ndarray]:
        """The terms of each step, positive where they lead up or to the right on the map."""
        leads = eigen_parts(self.run).directions[int(self._upright(direction)), direction]
        return [np.sign(leads) * parts[:, direction] for parts in self.sums.parts]

    def _clock(self, summed: int) -> Clock:
        canvas, chart, run = self.canvas, self.map, self.run
        pair = self.colors["gradient"], self.colors["past"]
        trail, head = self.walkers()
        steps = np.diff(run.params, axis=0)
        return Clock(
            self.counter(),
            self.rule,
            *(self._sum(i, frame, pair) for i, frame in zip((1, 0), self.frames, strict=True)),
            trail,
            FanArrows(canvas, chart, self.ways, pair, PARTS),
            RowArrow(
                canvas, chart, run.params[:summed], steps[:summed], self.colors["step"], STEP,
                canvas.words("arrows.velocity"), shaft=11.0,
            ),
            head,
            grounds=self.grounds,
        )  # fmt: skip

    def _sum(self, direction: int, frame: RunningSum, pair: tuple[str, str]) -> SumArrows:
        return SumArrows(
            self.canvas, frame, self._terms(direction), pair, self.colors["step"], PARTS, STEP
        )
