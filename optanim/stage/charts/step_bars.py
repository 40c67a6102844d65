"""Bars of how far each step goes along either axis."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.look.axis_words import parameter_names
from optanim.runs.trajectory import Trajectory
from optanim.stage.charts.bars import Bar, Bars
from optanim.stage.charts.scales import Linear
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.layout import Region

TITLE_ROW = 48.0  # design pixels: height of the title
BAR_ROW = 56.0  # design pixels: height of a bar's row, at most


class StepBars(VGroup):
    """Title and bars of the first ``steps`` steps of ``run``: the differences of its rows.

    In parameter units, without sign. Give ``bars`` to the clock.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        run: Trajectory,
        steps: int,
        color: str,
        part: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        lengths = np.abs(np.diff(run.params[: steps + 1], axis=0))
        title, place = region.rows(TITLE_ROW, None)
        self.bars = Bars(
            canvas,
            place.upper(2 * BAR_ROW),
            [
                Bar(canvas.text(axis, SMALL), lengths[:, i], color, part=part)
                for i, axis in enumerate(parameter_names(canvas.words, run.problem))
            ],
            Linear.holding(lengths),
        )
        words = canvas.text(canvas.words("adaptive.step"), SMALL, weight="SEMIBOLD")
        super().__init__(title.place_type(words, x=0.0))
