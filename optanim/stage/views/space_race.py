"""The race on the surface, with legend, losses and step counter beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from manim import FadeIn, Group

from optanim.frames.still import Still
from optanim.stage.boards import legend
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.surface.flight import Orbit
from optanim.stage.surface.pose import fit
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.sight import PHI, THETA
from optanim.stage.surface.space_axes import SpaceAxes
from optanim.stories.findings import Finding
from optanim.studies.racing import Race

ROW, BAR, NOTE, COLUMN, GAP = 58.0, 88.0, 50.0, 520.0, 36.0  # pixels at 1080
LABELS = 118.0  # pixels at 1080 that the axes' labels need around the surface
DIVE = np.radians(12.0)  # how far the orbit comes down


@dataclass(frozen=True)
class _Places:
    stage: Region
    rows: list[Region]
    bar: Region
    note: Region
    chart: Region


class SpaceRace(Group):
    """Surface, axes, legend, colour bar and loss chart of one race."""

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race, tolerance: float) -> None:
        self.canvas, self.race, self.tolerance = canvas, race, tolerance
        places = _places(canvas, sheet, len(race.trajectories))
        self.stage = places.stage
        side = 0.75 * min(self.stage.width, self.stage.height)
        ground = Region(-side / 2, -side / 2, side / 2, side / 2)
        self.relief = Relief(canvas, race.problem, race.window, ground, race.trajectories)
        self.axes = SpaceAxes(canvas, self.relief)
        self.rows = dict(zip(race.trajectories, places.rows, strict=True))
        names = (legend.entry(canvas, name, name, row, x=0.0) for name, row in self.rows.items())
        bar = ColorBar(canvas, places.bar, self.relief.landscape, losses=True)
        words = canvas.words("height", offset=self.relief.elevation.offset)
        note = places.note.place_line(canvas.text(words, SMALL, canvas.theme.muted), x=0.0)
        self.chart = LossChart(canvas, places.chart, race.trajectories, race.steps, tolerance)
        self.scales, self.legend = Still(bar, note), Still(*names, self.chart)
        self.clock = Clock(
            *(LossCurve(canvas, self.chart, run, name) for name, run in race.trajectories.items()),
            StepCounter(canvas, sheet.title, race.steps),
            beside=[self.relief],
        )
        super().__init__(self.axes, self.scales, self.legend)

    @property
    def reliefs_by_racer(self) -> dict[str, Relief]:
        """The one surface, for every racer."""
        return dict.fromkeys(self.race.trajectories, self.relief)

    def orbit(self, degrees: float, rate: float) -> Orbit:
        """From the article's viewpoint ``degrees`` round the surface, ``rate`` a second."""
        return orbit(self.canvas, self.relief, self.stage, degrees, rate)

    def arrived(self, finding: Finding) -> FadeIn:
        """Write into the racer's row of the legend from which step on it stays."""
        return self._note(finding.racer, self.canvas.words("arrived", step=finding.step))

    def unfinished(self) -> list[FadeIn]:
        """Write into the rows of the others how they end."""
        return [
            self._note(name, self.canvas.words("diverged" if run.divergence is not None else "yet"))
            for name, run in self.race.trajectories.items()
            if run.arrival(self.tolerance) is None
        ]

    def _note(self, name: str, words: str) -> FadeIn:
        text = self.canvas.text(words, SMALL, self.canvas.theme.text, weight="MEDIUM")
        return FadeIn(self.rows[name].place_line(text, x=1.0))


def orbit(
    canvas: Canvas,
    relief: Relief,
    stage: Region,
    degrees: float,
    rate: float,
    start: float = THETA,
) -> Orbit:
    """From the side ``start`` (the article's) ``degrees`` round ``relief``, ``rate`` a second.

    It comes down on the way, and closer, as far as the surface and its labels fit on ``stage``.
    """
    side = LABELS * canvas.px
    room = stage.cut(left=side, right=0.8 * side, bottom=0.6 * side)
    poses = [
        fit(canvas, relief.hull, room, PHI + share * DIVE, [theta])[0]
        for share in np.linspace(0.0, 1.0, 13)
        for theta in [start + share * np.radians(degrees)]
    ]
    return Orbit(poses, np.radians(rate))


def _places(canvas: Canvas, sheet: Sheet, rows: int) -> _Places:
    px = canvas.px
    heights = rows * ROW * px, BAR * px, NOTE * px
    if sheet.body.aspect > 1.2:
        left, stage = sheet.body.columns(COLUMN * px, None, gap=GAP * px)
        stage = stage.cut(top=0.1 * sheet.title.height)
        table, bar, note, chart = left.rows(*heights, None)
    else:
        stage, table, bar, note, chart = sheet.body.rows(0.5 * sheet.body.height, *heights, None)
    margins = {"left": axes.LEFT_MARGIN * px, "bottom": axes.BELOW_MARGIN * px, "top": 16 * px}
    return _Places(stage, table.rows(*[None] * rows), bar, note, chart.cut(**margins))
