"""A turn, closely: where the gradient's sign changes, and where the run's does."""

from __future__ import annotations

import numpy as np

from optanim.base.window import Window
from optanim.look.axis_words import parameter_names
from optanim.stage.charts.bars import Bar, Bars
from optanim.stage.charts.scales import Linear
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.crowd import Crowd
from optanim.stage.map.leaders import leaders
from optanim.stage.map.tail import Tail
from optanim.stage.map.walker import Head
from optanim.stage.map.zero_line import ZeroLine
from optanim.stage.views.walk_view import WalkView
from optanim.stories.anatomy.adaptive import Averages
from optanim.studies.racing import Race

RULE = (
    "{{ m : memory }} arrow.l beta_1 {{ m : memory }} + (1 - beta_1) {{ g : gradient }}",
    "theta arrow.l theta - eta {{ hat(m) : memory }} / (sqrt(hat(v)) + epsilon)",
)
TITLE_ROW = 50.0  # design pixels: height of the axis's name
BAR_ROW = 84.0  # design pixels: height of a bar's row, at most
KEY_ROW = 56.0  # design pixels: height of the note on the ghost
GAP = 12.0  # design pixels between these rows
ROOM = 0.08  # share of the window left free around what is shown
BEFORE, AFTER = 24, 16  # steps shown before and after the span


class TurnView(WalkView):
    """The Adam run ``name`` around its steps ``span``, with the race's control as a ghost.

    ``first`` and ``last`` are the steps at which it begins and ends, somewhat around.
    Bars of gradient and m-hat in ``axis``, and on the map the line on which the gradient is zero
    in that coordinate: a run that crosses it is told to turn back.
    """

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        race: Race,
        name: str,
        span: tuple[int, int],
        axis: int,
    ) -> None:
        assert race.control is not None
        run, control = race.trajectories[name], race.control.trajectory
        self.first, self.last = max(span[0] - BEFORE, 0), min(span[1] + AFTER, run.steps)
        first, last = self.first, self.last
        own, muted, slope = canvas.theme.racer(name), canvas.theme.muted, canvas.theme.gradient
        rows = slice(first, last + 1)
        shown = [run.params[rows], control.params[rows], race.problem.known_minimizer[None]]
        window = Window.around(np.concatenate(shown), ROOM)
        super().__init__(canvas, sheet, race, RULE, {"memory": own, "gradient": slope}, window)
        key, title, place = self.instrument.rows(KEY_ROW, TITLE_ROW, None, gap=GAP)
        parameter = parameter_names(canvas.words, race.problem)[axis]
        words = canvas.text(parameter, SMALL, weight="SEMIBOLD")
        note = canvas.text(canvas.words("control", label=control.label), SMALL, muted)
        self.line = ZeroLine(canvas, self.map, race.problem, axis, canvas.words("averages.zero"))
        self.add(key.place_type(note, x=0.0), title.place_type(words, x=0.0), self.line)
        self.locate_part(*shown)
        self.crowd = Crowd.of(canvas, self.map, (run,), control)
        ghost = [
            Tail(canvas, self.map, control, muted, last, first, ghost=True),
            Head(canvas, self.map, control, name, ghost=True),
        ]
        walker = [
            Tail(canvas, self.map, run, own, last, first),
            *leaders(canvas, self.map, {name: run}, self.crowd),
            Head(canvas, self.map, run, name, crowd=self.crowd),
        ]
        kinds = (("g", run.gradients, slope), ("hat(m)", Averages.of(run).m_hat, own))
        bars = [
            Bar(canvas.math(label, SMALL), values[: last + 1, axis], color)
            for label, values, color in kinds
        ]
        self.clock = Clock(
            self._bars(bars, place, rows),
            self.counter(),
            *ghost,
            *walker,
            grounds=self.grounds,
            first=first,
        )

    def _bars(self, bars: list[Bar], place: Region, rows: slice) -> Bars:
        """The bars on a scale for ``rows``, at most so high."""
        scale = Linear.holding(*(bar.values[rows] for bar in bars))
        return Bars(self.canvas, place.upper(len(bars) * BAR_ROW), bars, scale)
