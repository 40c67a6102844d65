"""Adam's first steps, closely: its averages as bars, raw and corrected, and the step not taken."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.base.window import Window
from optanim.look.axis_words import parameter_names
from optanim.stage.charts.bars import Bar, Bars
from optanim.stage.charts.scales import Linear
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.arrows import RowArrow
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.step_box import StepBox
from optanim.stage.views.walk_view import WalkView
from optanim.stories.anatomy.adaptive import Averages
from optanim.studies.racing import Race

RULE = (
    "{{ m : raw }} arrow.l beta_1 m + (1 - beta_1) g",
    "{{ v : raw }} arrow.l beta_2 v + (1 - beta_2) g^2",
    (
        "{{ hat(m) : corrected }} = m \\/ (1 - beta_1^t) #h(1.2em) "
        "{{ hat(v) : corrected }} = v \\/ (1 - beta_2^t)"
    ),
    (
        "theta arrow.l theta - {{ eta {{ hat(m) : corrected }} / "
        "(sqrt({{ hat(v) : corrected }}) + epsilon) : step }}"
    ),
)
RAW, GHOST, CORRECTED, STEP = (0.0, 0.2), (0.25, 0.45), (0.5, 0.7), (0.75, 1.0)
"""Which part of a step's lead announces the averages, the step not taken, and so on."""
TITLE_ROW = 50.0  # design pixels: height of an axis's name
BAR_ROW = 62.0  # design pixels: height of a bar's row, at most
GAP = 44.0  # design pixels between the bars of the two axes
ROOM = 0.1  # share of the window left free around the steps
FAINT = 0.5  # opacity of the step not taken


class AveragesView(WalkView):
    """The first ``steps`` steps of the Adam run ``name`` of ``race``, its only one.

    For each axis bars of m and sqrt(v) as torch keeps them, hollow, and of m-hat and
    sqrt(v-hat); box and arrow of the step; and translucent the step that m and v would give as
    they are, which torch never takes. In the rule t counts the steps, the coming one included.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race, name: str, steps: int) -> None:
        run, own = race.trajectories[name], canvas.theme.racer(name)
        parts = Averages.of(run)
        starts = run.params[:-1][: steps + 1]
        ends = starts + parts.uncorrected[: steps + 1]
        window = Window.around(np.concatenate([starts, ends]), ROOM)
        boxes = map(_outline, starts, parts.step)
        self.ways = [starts, *boxes, *np.stack([starts, ends], axis=1)]
        colors = {"raw": canvas.theme.focus, "corrected": own, "step": own}
        super().__init__(canvas, sheet, race, RULE, colors, window)
        self.bars, titles = [], VGroup()
        for axis, place in enumerate(self.instrument.columns(None, None, gap=GAP)):
            title, rows = place.rows(TITLE_ROW, None)
            parameter = parameter_names(canvas.words, race.problem)[axis]
            heading = canvas.text(parameter, SMALL, weight="SEMIBOLD")
            titles.add(title.place_type(heading, x=0.0))
            self.bars.append(self._bars(parts, axis, rows, steps, own))
        self.add(titles)
        self.locate_part(starts, ends)
        tails, raw = run.params[:-1], canvas.theme.focus
        words = canvas.words("averages.ghost")
        self.clock = Clock(
            *self.bars,
            self.counter(),
            StepBox(canvas, self.map, run.params, parts.step, own, STEP),
            RowArrow(canvas, self.map, tails, parts.uncorrected, raw, GHOST, words, 1, FAINT),
            RowArrow(canvas, self.map, tails, parts.step, own, STEP),
            *self.walkers(),
            grounds=self.grounds,
        )

    def _map(self, window: Window, place: Region, ground: Region) -> ContourMap:
        """Coloured by the loss from the lowest to the highest in view, with its level lines.

        The minimum lies far outside: by colours that begin there it would all be one red.
        """
        return ContourMap(
            self.canvas,
            self.race.problem,
            window,
            place,
            labelled=True,
            kind="none",
            overhang=self.overhang,
            ground=ground,
            clear_of=self.ways,
        )

    def _bars(self, parts: Averages, axis: int, place: Region, steps: int, own: str) -> Bars:
        canvas, raw = self.canvas, self.canvas.theme.focus
        kinds = (
            ("m", parts.m, raw, True, RAW),
            ("sqrt(v)", parts.root_v, raw, True, RAW),
            ("hat(m)", parts.m_hat, own, False, CORRECTED),
            ("sqrt(hat(v))", parts.root_v_hat, own, False, CORRECTED),
        )
        bars = [
            Bar(canvas.math(label, SMALL), values[: steps + 1, axis], color, part, hollow)
            for label, values, color, hollow, part in kinds
        ]
        scale = Linear.holding(*(bar.values for bar in bars))
        return Bars(canvas, place.upper(len(bars) * BAR_ROW), bars, scale)


def _outline(start: np.ndarray, step: np.ndarray) -> np.ndarray:
    """The corners (5, 2) of the box of a ``step`` (2,) from its ``start`` (2,)."""
    return start + step * np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
