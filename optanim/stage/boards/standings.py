"""The result in order: from which step on each racer stays at the minimum."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from optanim.stage.boards import legend
from optanim.stage.draw.canvas import BODY, LARGE, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon
from optanim.studies.racing import Race

ROW, NAME, BAR = 150.0, 380.0, 44.0  # pixels at 1080


class Standings(VGroup):
    """A row a racer, the first to arrive on top: name, bar as long as its steps, result.

    A racer that has not arrived gets an open bar over all steps, and its final loss is told.
    """

    def __init__(self, canvas: Canvas, region: Region, race: Race, tolerance: float) -> None:
        self.canvas, self.race = canvas, race
        arrivals = {name: run.arrival(tolerance) for name, run in race.trajectories.items()}
        order = sorted(
            race.trajectories, key=lambda name: (_rank(arrivals[name]), _final(race, name))
        )
        height = min(ROW * canvas.px, region.height / len(order))
        middle = region.inset(0, (region.height - height * len(order)) / 2)
        rows = middle.rows(*[None] * len(order))
        super().__init__(
            *(
                self._row(name, arrivals[name], place)
                for name, place in zip(order, rows, strict=True)
            )
        )

    def _row(self, name: str, arrival: int | None, place: Region) -> VGroup:
        canvas, px = self.canvas, self.canvas.px
        upper, lower = place.rows(0.55 * place.height, None)
        label, text_place = upper.columns(NAME * px, None)
        title = legend.entry(canvas, name, name, label, x=0.0, size=LARGE)
        text = text_place.place_line(canvas.text(self._result(name, arrival), BODY), x=0.0)
        return VGroup(title, text, self._bar(name, arrival, lower.cut(left=NAME * px)))

    def _bar(self, name: str, arrival: int | None, place: Region) -> VMobject:
        color = self.canvas.theme.racer(name)
        share = 1.0 if arrival is None else arrival / self.race.steps
        height = BAR * self.canvas.px
        top, bottom = place.top, place.top - height
        right = place.left + share * place.width
        bar = VMobject(
            fill_color=color,
            fill_opacity=0.0 if arrival is None else 1.0,
            stroke_color=color,
            stroke_width=self.canvas.stroke(3),
        )
        corners = [[place.left, bottom], [right, bottom], [right, top], [place.left, top]]
        bar.points = polygon(np.array(corners))
        return bar

    def _result(self, name: str, arrival: int | None) -> str:
        run = self.race.trajectories[name]
        if run.divergence is not None:
            return self.canvas.words("result.diverged", step=run.divergence)
        if arrival is None:
            return self.canvas.words("result.away", steps=run.steps, loss=run.losses[-1])
        return self.canvas.words("result.arrived", step=arrival)


def _rank(arrival: int | None) -> float:
    return float("inf") if arrival is None else arrival


def _final(race: Race, name: str) -> float:
    return float(race.trajectories[name].losses[-1])
