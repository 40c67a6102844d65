"""One walk taken apart along its two eigen-directions: on the map, and against the step."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DEGREES, Group, VGroup

from optanim.runs.trajectory import Trajectory
from optanim.stage.boards.formula_card import Rule
from optanim.stage.charts.power_chart import (
    HEAD,
    UNNAMED,
    PowerChart,
    PowerDots,
)
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.plates import veil
from optanim.stage.draw.type import Type
from optanim.stage.map.eigen_axes import EigenAxes, EigenWays
from optanim.stage.views.walk_view import RULE_GAP, WalkView
from optanim.stories.anatomy.eigen import DIRECTIONS, eigen_parts, factors

GAP = 18.0  # design pixels between the two charts
TITLE = 44.0  # design pixels left of both for what they show
RULE = ("{{ e : left }} arrow.l {{ (1 - eta lambda) : factor }} thin {{ e : left }}",)


class DirectionsView(Group):
    """Gradient descent's walk on the map of ``view``, over its first ``steps`` steps.

    In the column stand, for the flat and the steep direction, the run's own rows: how much of the
    start's distance is left. They are ``shares``, a chart and its dots each, which the clock moves
    once they are on stage; ``powers`` are those of 1 - lr lambda, rings that the dots fall into;
    ``veils`` lie over the shares while they are not spoken of. ``axes`` are the directions on the
    map with their names, ``bends`` the same with their eigenvalues as well.
    """

    def __init__(self, view: WalkView, run: Trajectory, steps: int) -> None:
        self.canvas, self.run, self.steps = view.canvas, run, steps
        self.parts, self.factors = eigen_parts(run), factors(run)
        self.axes, self.bends = (self._axes(view, kind) for kind in ("axis", "bend"))
        theme, (name,), column = self.canvas.theme, view.race.trajectories, view.below_names
        colors = {"factor": theme.focus, "left": theme.racer(name)}
        self.rule = Rule(self.canvas, RULE, colors, column.width)
        top, rest = column.rows(self.canvas.height_of(self.rule), None, gap=RULE_GAP)
        top.place(self.rule, x=0.0)
        charts, color = self._charts(rest), theme.racer(name)
        left = (self.parts.parts / self.parts.parts[0]).T
        dots = [PowerDots(self.canvas, *pair, color) for pair in zip(charts, left, strict=True)]
        self.shares = [VGroup(*pair) for pair in zip(charts, dots, strict=True)]
        self.powers = VGroup(*(chart.powers for chart in charts))
        self.veils = [veil(self.canvas, place) for place in _rows(rest)]
        self.shares[0].add(self._title(rest, charts))
        self.clock = self._clock(view, dots)
        super().__init__(self.axes, self.rule, *self.shares)

    def _axes(self, view: WalkView, kind: str) -> EigenAxes:
        """The two directions, each with its name and, of the ``kind`` "bend", its eigenvalue."""
        names = [
            self.canvas.words(f"directions.{key}_{kind}", value=value)
            for key, value in zip(DIRECTIONS, self.parts.values, strict=True)
        ]
        return EigenAxes(self.canvas, view.map, self.parts, names)

    @property
    def numbers(self) -> dict[str, float]:
        """Eigenvalues and factors for the words: flat, steep, flat_factor, steep_factor."""
        flat, steep = self.parts.values
        first, second = self.factors
        return {"flat": flat, "steep": steep, "flat_factor": first, "steep_factor": second}

    def _title(self, region: Region, charts: Sequence[PowerChart]) -> Type:
        """What both of the ``charts`` show, at the left edge of their ``region``."""
        text = self.canvas.text(self.canvas.words("power.left"), SMALL).rotate(90 * DEGREES)
        first, last = (chart.region for chart in charts)
        region.place(text, x=0.0)
        return text.set_y((first.top + last.bottom) / 2)

    def _charts(self, region: Region) -> list[PowerChart]:
        return [
            PowerChart(
                self.canvas,
                place,
                factor,
                self.steps,
                self.canvas.words(f"directions.{key}_chart"),
                f"1 - eta lambda = {factor:.2f}",
                f"{'plus.minus' if factor < 0 else ''} abs(1 - eta lambda)^k",
                named=key == DIRECTIONS[-1],
            )
            for key, place, factor in zip(DIRECTIONS, _rows(region), self.factors, strict=True)
        ]

    def _clock(self, view: WalkView, dots: Sequence[PowerDots]) -> Clock:
        (name,) = view.race.trajectories
        color = self.canvas.theme.racer(name)
        return Clock(
            view.counter(),
            EigenWays(self.canvas, view.map, self.parts, color),
            *view.walkers(),
            grounds=view.grounds,
            beside=dots,
        )


def _rows(region: Region) -> list[Region]:
    """A row for each direction's chart; the charts are equally high, their title is at the left."""
    place = region.cut(left=TITLE)
    high = (place.height - 2 * HEAD - axes.BELOW_MARGIN - UNNAMED - GAP) / 2
    return place.rows(HEAD + high + UNNAMED, None, gap=GAP)
