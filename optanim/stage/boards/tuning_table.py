"""How each racer's learning rate was chosen: what every rate that was tried came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    FadeIn,
    Group,
    LaggedStart,
    Succession,
    VGroup,
    VMobject,
    linear,
)

from optanim.base import numbers
from optanim.look.shapes import CIRCLE
from optanim.stage.boards import legend
from optanim.stage.draw import axes
from optanim.stage.draw.axes import DIGIT
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.fitting import fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paragraphs import paragraph
from optanim.stage.draw.paths import NOTHING, joined, polygon, polyline
from optanim.stage.draw.shade import Shade
from optanim.stage.draw.uncopied import Uncopied
from optanim.studies.racing import Race
from optanim.studies.sweeping import Sweep

NAME, CHOSEN, GAP, FOOT, KEY = 330.0, 330.0, 30.0, 110.0, 44.0  # design pixels; a line of the key
HEAD, LEAST = 56.0, 90.0  # design pixels: name and rate above a row's dots; these, at least
TRIED = 1.6  # seconds in which a racer's rates are tried
PAIR, ROOMY = 100.0, 120.0  # design pixels: two lines; a row from which on it has two
DOT, RING, FINE = 8.0, 17.0, 4.0  # design pixels: radii
DULL, FAINT = 0.65, 0.7  # opacity of what never arrives; how much of it a row loses


class TriedRates(VGroup):
    """Floor, dots and ring of a row at ``place``, the dots ``across`` (n,) in scene units.

    `try_out` draws them as far as the rates have been tried.
    """

    def __init__(
        self, canvas: Canvas, place: Region, sweep: Sweep, across: np.ndarray, color: str
    ) -> None:
        px, inner = canvas.px, _inner(place)
        floor, ring = canvas.line(canvas.theme.frame, 2), canvas.line(canvas.theme.text, 3.5)
        floor.points = polyline(np.array([[place.left, inner.bottom], [place.right, inner.bottom]]))
        there = VMobject(fill_color=color, fill_opacity=1.0, stroke_width=0.0)
        never = VMobject(
            fill_opacity=0.0, stroke_color=color, stroke_width=canvas.stroke(2.5),
            stroke_opacity=DULL,
        )  # fmt: skip
        super().__init__(floor, never, there, ring)
        self.arrived = np.isfinite(sweep.arrivals)
        spots = _spots(place, sweep, across)
        radii = np.where(self.arrived, DOT, DOT - 2)[:, None, None]
        self.dots = [polygon(each) for each in spots[:, None] + radii * px * CIRCLE]
        self.ring = polygon(CIRCLE * RING * px + spots[sweep.best])
        self.try_out(1.0)

    def try_out(self, share: float) -> None:
        """Draw the first ``share`` of the dots, of the smallest rates; with all comes the ring."""
        _, never, there, ring = self.submobjects
        tried = round(share * len(self.dots))
        for mobject, wanted in ((never, ~self.arrived), (there, self.arrived)):
            mobject.points = joined(self.dots[k] for k in np.flatnonzero(wanted[:tried]))
        ring.points = self.ring if tried == len(self.dots) else NOTHING


class FinerRates(VMobject):
    """A small dot for each rate of a finer ``sweep`` that arrives, where `TriedRates` has its dots.

    ``across`` (n,) in scene units; `try_out` draws them as far as they have been tried.
    """

    def __init__(
        self, canvas: Canvas, place: Region, sweep: Sweep, across: np.ndarray, color: str
    ) -> None:
        super().__init__(fill_color=color, fill_opacity=1.0, stroke_width=0.0)
        self.spots = _spots(place, sweep, across)
        self.dots = [polygon(spot + FINE * canvas.px * CIRCLE) for spot in self.spots]
        self.arrived = np.isfinite(sweep.arrivals)

    def try_out(self, share: float) -> None:
        """Draw the dots of the first ``share`` of the rates, from the smallest."""
        tried = round(share * len(self.dots))
        self.points = joined(self.dots[k] for k in np.flatnonzero(self.arrived[:tried]))


class Trying(Uncopied):
    """Try one rate after another, evenly."""

    def __init__(self, rates: TriedRates | FinerRates) -> None:
        self.rates = rates
        super().__init__(rates, run_time=TRIED, rate_func=linear)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the dots up to share ``alpha``."""
        self.rates.try_out(self.rate_func(alpha))


def _inner(place: Region) -> Region:
    """Where dots stand in a row at ``place``: room for a ring stays free above and below."""
    return place.inset(0.0, max(0.16 * place.height, RING + 3))


def _spots(place: Region, sweep: Sweep, across: np.ndarray) -> np.ndarray:
    """Where (n, 2) the dots of ``sweep`` stand: on top who is there at once, else on the floor."""
    inner, most = _inner(place), sweep.steps
    shares = 1.0 - np.where(np.isfinite(sweep.arrivals), sweep.arrivals, most) / most
    return np.stack([across, inner.bottom + shares * inner.size[1]], axis=-1)


def _beside(row: Region) -> list[Region]:
    """Where in a ``row`` name, dots and rate stand beside each other."""
    wide = row.width > 2 * (NAME + CHOSEN)
    name, chosen = (NAME, CHOSEN) if wide else (0.3 * row.width, 0.22 * row.width)
    return row.columns(name, None, chosen, gap=GAP)


def _stacked(row: Region) -> list[Region]:
    """Where in a ``row`` name, dots and rate stand: the dots below the others."""
    head, dots = row.rows(HEAD, None)
    name, chosen = head.columns(None, None)
    return [name, dots.inset(GAP, 0.0), chosen]


def _is_high(region: Region, count: int) -> bool:
    """Whether ``count`` rows have too little width for all beside each other, but enough height."""
    height = (region.height - FOOT - 2 * KEY) / count
    return region.width <= 2 * (NAME + CHOSEN) and height >= HEAD + LEAST


class TuningTable(Group):
    """A row a racer: its name, a dot for every rate that was tried, and the chosen one, ringed.

    A dot stands the higher the earlier the racer arrives with that rate; rates with which it
    never does are hollow, on the row's floor. That is what the ``key`` on top says. ``rows`` by
    racer's name, and the ``axis`` below. Later dots of a `finer` sweep may join them. In a region
    that is not wide, the dots have a row's full width, below name and rate, if it is high enough.
    """

    def __init__(self, canvas: Canvas, region: Region, race: Race) -> None:
        self.canvas, sweeps = canvas, race.sweeps
        high = _is_high(region, len(sweeps))
        cells, edge = (_stacked, region.left) if high else (_beside, _beside(region)[1].left)
        self.key = self._key(replace(region, left=edge), next(iter(sweeps.values())).steps)
        table = region.cut(bottom=FOOT, top=KEY * len(self.key))
        rows = table.rows(*[None] * len(sweeps), gap=0.0)
        every = [value for sweep in sweeps.values() for value in sweep.values]
        self.span = np.log10(min(every)) - 0.15, np.log10(max(every)) + 0.15
        self.rows: dict[str, Group] = {}
        self.tried_rates: dict[str, TriedRates] = {}
        self.places: dict[str, Region] = {}
        for (label, sweep), row in zip(sweeps.items(), rows, strict=True):
            left, middle, right = cells(row)
            entry = legend.entry(canvas, label, label, left, x=0.0)
            across = self._across(middle, sweep)
            tried = TriedRates(canvas, middle, sweep, across, canvas.theme.racer(label))
            self.tried_rates[label], self.places[label] = tried, middle
            self.rows[label] = Group(entry, tried, self._told(sweep, right))
        self.axis, self.receded = self._axis(cells(rows[-1])[1]), list[Shade]()
        super().__init__(*self.rows.values(), self.axis, self.key)

    def empty(self) -> FadeIn:
        """The animation in which all of it comes but for the dots and what was chosen."""
        for tried in self.tried_rates.values():
            tried.try_out(0.0)
        names = (row[0] for row in self.rows.values())
        return FadeIn(self.axis, self.key, *names, *self.tried_rates.values())

    def tried(self, *racers: str) -> LaggedStart:
        """The animation in which rates of ``racers`` are tried, and one of each is chosen."""
        steps = [
            Succession(Trying(self.tried_rates[name]), FadeIn(self.rows[name][-1], run_time=0.4))
            for name in racers
        ]
        return LaggedStart(*steps, lag_ratio=0.7)

    def finer(self, sweeps: Mapping[str, Sweep]) -> LaggedStart:
        """The animation in which every row gets the dots of its finer sweep, from the top down."""
        self.fine = {
            name: FinerRates(
                self.canvas, place, sweeps[name], self._across(place, sweeps[name]),
                self.canvas.theme.racer(name),
            )
            for name, place in self.places.items()
        }  # fmt: skip
        for name, dots in self.fine.items():
            self.rows[name].add(dots)
        return LaggedStart(*map(Trying, self.fine.values()), lag_ratio=0.3)

    def soonest(self, racer: str, sweep: Sweep) -> FadeIn:
        """The animation that rings the luckiest dot of a `finer` sweep, and says its step."""
        canvas, px = self.canvas, self.canvas.px
        spot = self.fine[racer].spots[sweep.best]
        ring = canvas.line(canvas.theme.text, 3.5)
        ring.points = polygon(spot + RING * px * CIRCLE)
        words = canvas.words("race.arrives", step=int(sweep.arrivals[sweep.best]))
        text = canvas.text(words, SMALL, weight="MEDIUM")
        text.next_to(ring, RIGHT, buff=12 * px)
        if text.get_right()[0] > self.places[racer].right:
            text.next_to(ring, LEFT, buff=12 * px)
        self.rows[racer].add(ring, text)
        return FadeIn(ring, text)

    def recede(self, *but: str) -> list[Any]:
        """The animations in which all rows ``but`` those of some racers become faint."""
        self.receded = [Shade(row) for name, row in self.rows.items() if name not in but]
        return [shade.to(1.0 - FAINT) for shade in self.receded]

    def come_back(self) -> list[Any]:
        """The animations in which the rows that became faint are seen again."""
        return [shade.to(1.0) for shade in self.receded]

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

    def _across(self, place: Region, sweep: Sweep) -> np.ndarray:
        """Where (n,) the rates of ``sweep`` stand along a row at ``place``, in scene units."""
        shares = (np.log10(sweep.values) - self.span[0]) / (self.span[1] - self.span[0])
        return place.points(shares, 0.0)[:, 0]

    def _key(self, place: Region, steps: int) -> VGroup:
        """What the height of a dot says, at the top of ``place``, in as many lines as it needs."""
        words, muted = self.canvas.words("race.sooner", steps=steps), self.canvas.theme.muted
        lines = paragraph(self.canvas, words, place, SMALL, muted, x=0.0)
        top = place.upper(KEY * len(lines))
        return lines.shift(top.center - place.center)

    def _axis(self, place: Region) -> VGroup:
        low, high = self.span
        powers = np.arange(np.ceil(low), np.floor(high) + 1.0)
        room = 4.5 * DIGIT / (place.width / (high - low))
        powers = powers[:: max(int(np.ceil(room)), 1)]
        shares = (powers - low) / (high - low)
        labels = [numbers.number(10.0**power) for power in powers]
        title = self.canvas.words("race.rate")
        return axes.below(self.canvas, place, shares, labels, title, overhang=GAP)
