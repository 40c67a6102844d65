"""The stage of films about a rate for each coordinate: map, multipliers and the box of the step."""

from __future__ import annotations

import numpy as np

from optanim.base.window import Window
from optanim.runs.trajectory import Trajectory
from optanim.stage.charts.bars import Bars
from optanim.stage.charts.multiplier_panel import MultiplierPanel
from optanim.stage.charts.step_bars import StepBars
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.arrows import RowArrow
from optanim.stage.map.step_box import StepBox
from optanim.stage.map.tail import Tail
from optanim.stage.views.walk_view import WalkView
from optanim.stories.anatomy.adaptive import Multipliers
from optanim.studies.racing import Race

RULE = (
    "v arrow.l alpha v + (1 - alpha) g^2",
    (
        "theta arrow.l theta - {{ {{ eta / (sqrt(v) + epsilon) : multiplier }} "
        "{{ g : gradient }} : step }}"
    ),
)
GRADIENT, FACTOR, STEP = (0.0, 0.3), (0.35, 0.65), (0.7, 1.0)
"""Which part of a step's lead announces the gradient, the multipliers and the step."""
GAP = 14.0  # design pixels
ROOM = 0.2  # share of a close-up left free around its boxes
TAIL = 12  # steps whose way stays visible in a close-up


class ScalingView(WalkView):
    """`WalkView` for RMSprop, called ``name`` in ``race``, and bars of its multipliers.

    The whole race is seen, and each racer's step is an arrow in its colour. ``steps`` is how many
    the bars' scale is made for.
    """

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        race: Race,
        name: str,
        steps: int,
        window: Window | None = None,
    ) -> None:
        own = canvas.theme.racer(name)
        colors = {"multiplier": own, "step": own, "gradient": canvas.theme.gradient}
        super().__init__(canvas, sheet, race, RULE, colors, window, from_start=False)
        self.racer, self.run, self.paint = name, race.trajectories[name], own
        self.multipliers = Multipliers.of(self.run)
        self.panel = MultiplierPanel(
            canvas, self.instrument, self.run, steps, self.paint, part=FACTOR
        )
        self.add(self.panel)
        self.clock = self._clock()

    def _clock(self) -> Clock:
        """The clock of all that moves; called last by ``__init__``."""
        arrows = [self._arrow(name, run) for name, run in self.race.trajectories.items()]
        views = (self.panel.rows, self.counter(), *arrows, *self.walkers())
        return Clock(*views, grounds=self.grounds)

    def _arrow(self, name: str, run: Trajectory) -> RowArrow:
        part = STEP if name == self.racer else GRADIENT
        steps, color = np.diff(run.params, axis=0), self.canvas.theme.racer(name)
        return RowArrow(self.canvas, self.map, run.params[:-1], steps, color, part)


class CloseUp(ScalingView):
    """The same with a map that holds the boxes of steps ``first`` to ``last``, and not much more.

    Of the way before ``first`` nothing is seen. A racer alone leaves room for bars of the
    step's lengths.
    """

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        race: Race,
        name: str,
        first: int,
        last: int,
    ) -> None:
        run, self.first = race.trajectories[name], first
        window = Window.around(run.params[first : last + 2], ROOM)
        super().__init__(canvas, sheet, race, name, last + 1, window)
        a, b = np.repeat(run.params[first : last + 2], 2, axis=0).T
        sides = np.stack([a[1:], b[:-1]], axis=1), np.stack([a[:-1], b[1:]], axis=1)
        self.locate_part(*sides, run.params[first : last + 2])

    def _clock(self) -> Clock:
        lengths = self._lengths() if len(self.race.trajectories) == 1 else []
        box = StepBox(self.canvas, self.map, self.run.params, self.multipliers.step,
                      self.paint, STEP)  # fmt: skip
        canvas, runs, color = self.canvas, self.race.trajectories, self.canvas.theme.racer
        walkers = [
            box,
            self._arrow(self.racer, self.run),
            *(Tail(canvas, self.map, r, color(n), TAIL, self.first) for n, r in runs.items()),
            *self.heads(),
        ]
        views = (self.panel.rows, *lengths, self.counter())
        return Clock(*views, *walkers, grounds=self.grounds, first=self.first)

    def _lengths(self) -> list[Bars]:
        """Below the multipliers, the bars of the step's lengths."""
        used = self.instrument.top - self.panel.rows.get_bottom()[1]
        place = self.instrument.cut(top=used / self.canvas.px + GAP)
        steps = len(self.panel.rows.quantities[0].values)
        panel = StepBars(self.canvas, place, self.run, steps, self.paint, STEP)
        self.add(panel)
        return [panel.bars]
