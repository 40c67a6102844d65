"""One walk taken apart along its two eigen-directions: on the map, and against the step."""

from __future__ import annotations

from manim import Group

from optanim.anatomy.eigen import eigen_parts, factors
from optanim.stage import axes
from optanim.stage.clock import Clock
from optanim.stage.eigen_axes import EigenAxes, EigenWays
from optanim.stage.power_chart import HEAD, PowerChart, PowerDots, low_and_high
from optanim.stage.walk_view import WalkView
from optanim.trajectory import Trajectory

KEYS = ("flat", "steep")


class DirectionsView(Group):
    """Gradient descent's walk on the map of ``view``, over its first ``steps`` steps.

    In the column stand, for the flat and the steep direction, the powers of 1 - lr lambda, and
    on them the run's own rows: how much of the start's distance is left.
    """

    def __init__(self, view: WalkView, run: Trajectory, steps: int) -> None:
        self.canvas, self.run, self.steps = view.canvas, run, steps
        self.parts, self.factors = eigen_parts(run), factors(run)
        words = self.canvas.words
        names = tuple(
            words(f"directions.{key}", value=value)
            for key, value in zip(KEYS, self.parts.values, strict=True)
        )
        self.axes = EigenAxes(self.canvas, view.map, self.parts, names)
        self.charts = self._charts(view)
        self.clock = self._clock(view)
        super().__init__(self.axes, *self.charts)

    @property
    def numbers(self) -> dict[str, float]:
        """Eigenvalues and factors for the words: flat, steep, flat_factor, steep_factor."""
        flat, steep = self.parts.values
        first, second = self.factors
        return {"flat": flat, "steep": steep, "flat_factor": first, "steep_factor": second}

    @property
    def dots(self) -> list[PowerDots]:
        """The clock's views that stand on the charts."""
        return [part for part in self.clock.submobjects if isinstance(part, PowerDots)]

    def _charts(self, view: WalkView) -> list[PowerChart]:
        px, region = self.canvas.px, view.below_names
        gap, fixed = 18 * px, (2 * HEAD + axes.BELOW_MARGIN + 10) * px
        spans = [high - low for low, high in map(low_and_high, self.factors)]
        unit = (region.height - fixed - gap) / sum(spans)
        upper, lower = region.rows(unit * spans[0] + (HEAD + 10) * px, None, gap=gap)
        return [
            PowerChart(
                self.canvas,
                place,
                factor,
                self.steps,
                self.canvas.words(f"directions.{key}_chart"),
                f"1 - eta lambda = {factor:.2f}",
                named=key == KEYS[-1],
            )
            for key, place, factor in zip(KEYS, (upper, lower), self.factors, strict=True)
        ]

    def _clock(self, view: WalkView) -> Clock:
        (name,) = view.race.runs
        color = self.canvas.theme.racer(name)
        left = self.parts.parts / self.parts.parts[0]
        return Clock(
            view.counter(),
            *(
                PowerDots(self.canvas, chart, left[:, i], color)
                for i, chart in enumerate(self.charts)
            ),
            EigenWays(self.canvas, view.map, self.parts, color),
            *view.walkers(),
        )
