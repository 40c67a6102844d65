"""How each racer's learning rate was chosen: what every rate that was tried came to."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Group, VGroup, VMobject

from optanim.base import numbers
from optanim.look.shapes import CIRCLE
from optanim.stage.boards import legend
from optanim.stage.draw import axes
from optanim.stage.draw.axes import DIGIT
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.fitting import fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import joined, polygon, polyline
from optanim.studies.racing import Race
from optanim.studies.sweeping import Sweep

NAME, CHOSEN, GAP, FOOT = 330.0, 330.0, 30.0, 110.0  # design pixels
PAIR, ROOMY = 100.0, 120.0  # design pixels: two lines; a row from which on it has two
DOT, RING = 8.0, 17.0  # design pixels: radii
DULL, FAINT = 0.45, 0.7  # opacity of what never arrives; how much of it a row loses


class TuningTable(Group):
    """A row a racer: its name, a dot for every rate that was tried, and the chosen one, ringed.

    A dot stands the higher the earlier the racer arrives with that rate; rates with which it
    never does are hollow, on the row's floor. ``rows`` by racer's name, and the ``axis`` below.
    """

    def __init__(self, canvas: Canvas, region: Region, race: Race) -> None:
        self.canvas, sweeps = canvas, race.sweeps
        table = region.cut(bottom=FOOT)
        rows = table.rows(*[None] * len(sweeps), gap=0.0)
        wide = region.width > 2 * (NAME + CHOSEN)
        name, chosen = (NAME, CHOSEN) if wide else (0.3 * region.width, 0.22 * region.width)
        every = [value for sweep in sweeps.values() for value in sweep.values]
        self.span = np.log10(min(every)) - 0.15, np.log10(max(every)) + 0.15
        self.rows: dict[str, Group] = {}
        for (label, sweep), row in zip(sweeps.items(), rows, strict=True):
            left, middle, right = row.columns(name, None, chosen, gap=GAP)
            entry = legend.entry(canvas, label, label, left, x=0.0)
            parts = entry, self._dots(label, sweep, middle), self._told(sweep, right)
            self.rows[label] = Group(*parts)
        bottom = rows[-1].columns(name, None, chosen, gap=GAP)[1]
        self.axis = self._axis(bottom)
        super().__init__(*self.rows.values(), self.axis)

    def recede(self, *but: str) -> list[Any]:
        """The animations in which all rows ``but`` those of some racers become faint."""
        return [row.animate.fade(FAINT) for name, row in self.rows.items() if name not in but]

    def _at(self, rate: float, place: Region) -> float:
        low, high = self.span
        return place.at((np.log10(rate) - low) / (high - low), 0)[0]

    def _dots(self, label: str, sweep: Sweep, place: Region) -> VGroup:
        canvas, px, color = self.canvas, self.canvas.px, self.canvas.theme.racer(label)
        inner = place.inset(0.0, max(0.16 * place.height, RING + 3))
        there = VMobject(fill_color=color, fill_opacity=1.0, stroke_width=0.0)
        never = VMobject(
            fill_opacity=0.0, stroke_color=color, stroke_width=canvas.stroke(2.5),
            stroke_opacity=DULL,
        )  # fmt: skip
        shares = 1.0 - np.where(np.isfinite(sweep.arrivals), sweep.arrivals, 0.0) / sweep.steps
        spots = [
            np.array([self._at(rate, place), inner.at(0, share)[1]
                      if np.isfinite(arrival) else inner.bottom])
            for rate, share, arrival in zip(sweep.values, shares, sweep.arrivals, strict=True)
        ]  # fmt: skip
        arrived = np.isfinite(sweep.arrivals)
        for mobject, wanted, radius in ((there, arrived, DOT), (never, ~arrived, DOT - 2)):
            drawn = [polygon(CIRCLE * radius * px + spot)
                     for spot, yes in zip(spots, wanted, strict=True) if yes]  # fmt: skip
            mobject.points = joined(drawn)
        ring = canvas.line(canvas.theme.text, 3.5)
        ring.points = polygon(CIRCLE * RING * px + spots[sweep.best])
        floor = canvas.line(canvas.theme.frame, 2)
        ends = [[place.left, inner.bottom], [place.right, inner.bottom]]
        floor.points = polyline(np.array(ends))
        return VGroup(floor, never, there, ring)

    def _told(self, sweep: Sweep, place: Region) -> VGroup:
        canvas, words = self.canvas, self.canvas.words
        step = sweep.arrivals[sweep.best]
        found = words("race.arrives", step=int(step)) if np.isfinite(step) else words("race.never")
        chosen = f"η {numbers.number(sweep.values[sweep.best])}"
        if place.height < ROOMY:
            upper, lower = place.columns(0.5 * place.width, None)
            size = SMALL
        else:
            upper, lower = place.middle(height=PAIR).rows(None, None)
            size = BODY
        rate = fitted(canvas, chosen, upper.width, size, weight="MEDIUM")
        line = fitted(canvas, found, lower.width, SMALL, canvas.theme.muted)
        return VGroup(upper.place_type(rate, x=0.0), lower.place_type(line, x=0.0))

    def _axis(self, place: Region) -> VGroup:
        low, high = self.span
        powers = np.arange(np.ceil(low), np.floor(high) + 1.0)
        room = 4.5 * DIGIT / (place.width / (high - low))
        powers = powers[:: max(int(np.ceil(room)), 1)]
        shares = (powers - low) / (high - low)
        labels = [numbers.number(10.0**power) for power in powers]
        title = self.canvas.words("race.rate")
        return axes.below(self.canvas, place, shares, labels, title)
