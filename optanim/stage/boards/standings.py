"""The result in order: from which step on each racer stays at the minimum."""

from __future__ import annotations

from manim import VGroup, VMobject

from optanim.stage.boards import legend
from optanim.stage.draw.canvas import BODY, LARGE, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon
from optanim.studies.racing import Race

ROW, NAME, BAR = 150.0, 380.0, 44.0  # design pixels


class Standings(VGroup):
    """A row a racer, the first to arrive on top: name, bar as long as its steps, result.

    A racer that has not arrived gets an open bar over all steps, and its final loss is told.
    """

    def __init__(self, canvas: Canvas, region: Region, race: Race, tolerance: float) -> None:
        self.canvas, self.race = canvas, race
        arrivals = {name: run.arrival(tolerance) for name, run in race.runs.items()}
        order = sorted(race.runs, key=lambda name: (_rank(arrivals[name]), _final(race, name)))
        middle = region.middle(height=min(ROW * len(order), region.height))
        rows = middle.rows(*[None] * len(order))
        super().__init__(
            *(
                self._row(name, arrivals[name], place)
                for name, place in zip(order, rows, strict=True)
            )
        )

    def _row(self, name: str, arrival: int | None, place: Region) -> VGroup:
        canvas = self.canvas
        upper, lower = place.rows(0.55 * place.height, None)
        label, text_place = upper.columns(NAME, None)
        title = legend.entry(canvas, name, name, label, x=0.0, size=LARGE)
        text = text_place.place_type(canvas.text(self._result(name, arrival), BODY), x=0.0)
        return VGroup(title, text, self._bar(name, arrival, lower.cut(left=NAME)))

    def _bar(self, name: str, arrival: int | None, place: Region) -> VMobject:
        color = self.canvas.theme.racer(name)
        share = 1.0 if arrival is None else arrival / self.race.steps
        place = place.upper(BAR).cut(right=(1.0 - share) * place.width)
        bar = VMobject(
            fill_color=color,
            fill_opacity=0.0 if arrival is None else 1.0,
            stroke_color=color,
            stroke_width=self.canvas.stroke(3),
        )
        bar.points = polygon(place.corners)
        return bar

    def _result(self, name: str, arrival: int | None) -> str:
        run = self.race.runs[name]
        if run.divergence is not None:
            return self.canvas.words("result.diverged", step=run.divergence)
        if arrival is None:
            return self.canvas.words("result.away", steps=run.steps, loss=run.losses[-1])
        return self.canvas.words("result.arrived", step=arrival)


def _rank(arrival: int | None) -> float:
    return float("inf") if arrival is None else arrival


def _final(race: Race, name: str) -> float:
    return float(race.runs[name].losses[-1])
