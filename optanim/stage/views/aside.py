"""What stands beside the maps or the surface that a race is run on: names, scales, losses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from manim import Mobject

from optanim.base import numbers
from optanim.landscape.height_scale import HeightScale
from optanim.landscape.landscape import Landscape
from optanim.race_file.presentation import Presentation
from optanim.stage.boards import small_print
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.roster import Roster, are_pairs_better
from optanim.stage.boards.small_print import footnotes, remarks, unproven
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.studies.racing import Race

BAR = 88.0  # design pixels: height of the colour bar with its labels
CHART = 250.0  # design pixels: the chart with its axes, for which names and notes move together
ENOUGH = 310.0  # design pixels: the chart with its axes, where more would hide land
TIGHT = 0.85  # of their usual height, to which names and notes do at most
ABOVE = 16.0  # design pixels above the chart
LEAST, ROUNDING = 1e-3, 1e-12  # of the tolerance, or of a start within it: how deep charts go


class Aside:
    """The column of a race: from the top a `Roster`, a colour bar, footnotes, the losses.

    Over land, the losses stand ``apart`` design pixels, and there is no colour bar. A ``brief`` one
    has a line for each racer and no more height for the losses than they need. A ``deep`` one shows
    losses down to the lowest, those with a minimum as far as rounding lets them.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        race: Race,
        presentation: Presentation,
        apart: float | None = None,
        brief: bool = False,
        deep: bool = False,
    ) -> None:
        self.canvas, self.race = canvas, race
        self.remarks = [*remarks(canvas, race), *unproven(canvas, race, region.width)]
        notes = small_print.height(canvas, self.remarks, region.width)
        self.has_bar = apart is None
        bar, gap = (BAR, 0.0) if apart is None else (0.0, apart)
        most = region.height - bar - notes - gap - ENOUGH
        height = _names(canvas, race, region.width, presentation.tolerance, most, brief)
        share = np.clip((region.height - bar - gap - CHART) / (height + notes), TIGHT, 1.0)
        rows = region.rows(share * height, bar, share * notes, gap, None)
        self.table, self.bar, self.notes, _, chart = rows
        chart = chart.upper(ENOUGH) if brief else chart
        self.roster = Roster(canvas, self.table, race, presentation.tolerance, brief)
        self.chart_place = chart
        self.chart = losses(canvas, chart, race, presentation.tolerance, deep)

    @property
    def upper(self) -> Region:
        """All that is above the losses."""
        return replace(self.table, bottom=self.notes.bottom)

    def scales(self, land: Landscape, height: HeightScale | None = None) -> list[Mobject]:
        """Footnotes of a ``map`` or ``surface`` of ``land``, after the colour bar if there is one.

        Of a surface, ``height`` is the scale of its heights.
        """
        notes = footnotes(self.canvas, self.notes, land.scale, self.remarks, height)
        if not self.has_bar:
            return [*notes]
        return [ColorBar(self.canvas, self.bar, land), *notes]

    def curves(self, dashed: bool = True) -> list[LossCurve]:
        """Every racer's loss on the chart, for a clock, and before them that of the control.

        The control's is ``dashed``, or else told by its colour.
        """
        return curves(self.canvas, self.chart, self.race, dashed)


def _names(
    canvas: Canvas, race: Race, width: float, tolerance: float, most: float, brief: bool
) -> float:
    """How high the names are: two lines for each where one is too short, and ``most`` allows it."""
    pairs = Roster.height_for(race, width, brief, pairs=True)
    if pairs <= most and are_pairs_better(canvas, race, width, tolerance):
        return pairs
    return Roster.height_for(race, width, brief)


def losses(
    canvas: Canvas, region: Region, race: Race, tolerance: float, deep: bool = False
) -> LossChart:
    """The chart of the losses of ``race``, with its axes in ``region``; ``deep`` as in `Aside`."""
    half_label = axes.DIGIT * len(numbers.number(race.steps)) / 2
    longer = axes.DIGIT if deep else 0.0  # numbers far below 0
    place = axes.inside(region.cut(left=longer), top=ABOVE, right=half_label)
    runs = race.trajectories
    highest = max(float(run.excess[0]) for run in runs.values())
    least = (ROUNDING if deep else LEAST) * min(tolerance, highest or tolerance)
    others = [race.control.trajectory] if race.control else []
    return LossChart(canvas, place, runs, race.steps, tolerance, least, deep, others)


def curves(canvas: Canvas, chart: LossChart, race: Race, dashed: bool = True) -> list[LossCurve]:
    """Every racer's loss on ``chart``, for a clock, and before them that of the control.

    The control's is ``dashed``, or else told by its colour.
    """
    ghosts = [race.control.trajectory] if race.control else []
    return [
        *(LossCurve(canvas, chart, run, race.controlled, True, dashed) for run in ghosts),
        *(LossCurve(canvas, chart, run, name) for name, run in race.trajectories.items()),
    ]
