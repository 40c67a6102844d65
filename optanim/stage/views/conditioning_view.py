"""The bowl of a loss, the data and the line, and the numbers, while x is being standardised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from manim import VGroup

from optanim.landscape.height_scale import HeightScale, Shades
from optanim.runs.trajectory import Trajectory
from optanim.stage.boards import legend
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.boards.ledger import Ledger
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.charts.live_line import LiveLine
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.charts.measured_plot import MeasuredPlot
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import BODY, LARGE, SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polyline
from optanim.stage.draw.reshape import Reshape, Staged
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.ticker import ALPHABET, Glyphs, Ticker
from optanim.stage.map.bowl import Bowl
from optanim.stage.map.walker import GradientArrow, Head, Trail
from optanim.studies.standardizing import Standardizing

ROW = 64.0  # design pixels: height of the racer's row
BAR = 88.0  # design pixels: height of the colour bar with its labels
NUMBERS = 130.0  # design pixels: height of the condition number above the eigenvalues
CLEAR = 18.0  # design pixels between the data's axis and what is written below
LINE, HIGH_LINE = 50.0, 60.0  # design pixels: height of a row of the ledger; where there is room
ASIDE = 0.38  # of the body's width: the column beside the bowl
EDGE = 36.0  # design pixels from what stands on the map to its right edge
GAP = 36.0  # design pixels between bowl and column
X_AXES = "raw", "centred", "scaled"  # what x is called, by phase
NESTED = 16.0, 9.5, 4.0  # design pixels: widths of lines that lie on top of each other
FAINT = 0.35, 0.6, 1.0  # their opacities
MANY = 100  # steps beyond which the trail is a fine line without dots
FINE = 2.0  # design pixels: width of such a line


@dataclass(frozen=True)
class _Places:
    name: Region
    colors: Region
    map: Region
    ground: Region
    data: Region
    numbers: list[Region]
    ledger: Region


class ConditioningView(Staged):
    """Everything that changes with x; `take` shows any phase between raw and scaled.

    Room is for ``trials`` runs, all of the optimizer called ``kind``. ``numbers``, the condition
    number and how much the loss bends along the valley and across it, and the ledger's heads come
    when the scene brings them in.
    """

    def __init__(
        self, canvas: Canvas, sheet: Sheet, way: Standardizing, trials: int, kind: str
    ) -> None:
        self.canvas, self.sheet, self.way, self.kind = canvas, sheet, way, kind
        self.places = _places(sheet, trials + 1)
        letters = ALPHABET + "".join(
            canvas.words(f"conditioning.{way}", value=0.0) for way in ("along", "across")
        )
        self.glyphs = [Glyphs(canvas, size, "MEDIUM", letters) for size in (LARGE, BODY)]
        raw = way.raw
        self.bowl = Bowl(canvas, raw, self.places.map, _reach(way), self.places.ground)
        words = canvas.words
        names = [words(f"conditioning.x_axis.{name}") for name in X_AXES]
        self.data = MeasuredPlot(canvas, way.phases, self.places.data, names)
        self.numbers = self._numbers()
        heads = [words(f"conditioning.{head}") for head in ("x", "kappa", "rate", "steps")]
        self.ledger = Ledger(canvas, self.places.ledger, trials, heads, (2.0, 1.0, 1.0, 0.95))
        shades = Shades(HeightScale(), 0.0, self.bowl.top)
        colors = ColorBar(canvas, self.places.colors, shades, more=True, on_map=True)
        self.take(0.0)
        super().__init__(
            self.bowl,
            colors,
            self.data,
        )

    def take(self, phase: float) -> None:
        """Show ``phase``, from 0 (raw) over 1 (centred) to 2 (scaled), of the data themselves."""
        problem = self.way.at(phase)
        self.bowl.take(problem)
        self.data.take(problem, phase)
        low, high = problem.eigen[0]
        kappa, first, second = self.numbers
        kappa.write(f"κ = {problem.condition_number:.1f}")
        first.write(self.canvas.words("conditioning.along", value=low))
        second.write(self.canvas.words("conditioning.across", value=high))

    def reshape(self, start: float, end: float, seconds: float) -> Reshape:
        """The animation from one phase to another."""
        return Reshape(self, start, end, run_time=seconds)

    def clock(self, run: Trajectory, *curves: LossCurve, arrows: bool = False) -> Clock:
        """A run's walker on the bowl and its line among the data, at the start; its ``curves``.

        With ``arrows`` each step is announced by one.
        """
        canvas, color = self.canvas, self.canvas.theme.racer(self.kind)
        trail = Trail(canvas, self.bowl, run, color)
        if run.steps > MANY:
            trail.set_stroke(width=canvas.stroke(FINE))
            trail.dotted[:] = False
        return Clock(
            LiveLine(canvas, self.data.plot, run, self.kind),
            StepCounter(canvas, self.sheet.title, run.steps),
            trail,
            *([GradientArrow(canvas, self.bowl, run, color)] if arrows else []),
            Head(canvas, self.bowl, run, self.kind),
            *curves,
            grounds={run.label: self.bowl},
        )

    def losses(self, run: Trajectory, tolerance: float) -> tuple[LossChart, LossCurve]:
        """Axes for the loss of a run where the ledger will be, down to ``tolerance``; its curve."""
        steps = run.arrival(tolerance) or run.steps
        half_label = axes.DIGIT * len(str(steps)) / 2
        place = axes.inside(self.places.ledger, right=half_label)
        chart = LossChart(self.canvas, place, {run.label: run}, steps, tolerance)
        return chart, LossCurve(self.canvas, chart, run, self.kind)

    def ends(self, runs: Sequence[Trajectory]) -> VGroup:
        """The line that each of ``runs`` ends with, in the raw x; theirs is that of the phases.

        One is thinner than the one before it, so that lines on top of each other show.
        """
        color, lines = self.canvas.theme.racer(self.kind), VGroup()
        for phase, (run, *look) in enumerate(zip(runs, NESTED, FAINT, strict=True)):
            end = self.way.raw_line(phase, run.params[-1])
            line = self.canvas.line(color, *look)
            line.points = polyline(self.data.plot.line_ends(end))
            lines.add(line)
        return lines

    def legend(self, run: Trajectory, trial: str) -> VGroup:
        """The racer's name, and its learning rate as the catalogue tells it of this ``trial``."""
        text = self.canvas.words(f"conditioning.rates.{trial}", rate=float(run.lrs[0]))
        place, color = self.places.name, self.canvas.theme.text
        line = place.place_type(self.canvas.text(text, SMALL, color), x=1.0, glyph=-1)
        return VGroup(
            legend.entry(self.canvas, self.kind, self.kind, place, 0.0, on_map=True), line
        )

    def result(self, number: int, run: Trajectory, trial: str, tolerance: float) -> VGroup:
        """The row of the ledger that a run has earned."""
        words, arrival = self.canvas.words, run.arrival(tolerance)
        texts = (
            words(f"conditioning.trials.{trial}"),
            f"{run.problem.condition_number:.1f}",
            f"{float(run.lrs[0]):.3f}",
            words("note.under_way") if arrival is None else str(arrival),
        )
        return self.ledger.row(number, texts, self.canvas.theme.text)

    def _numbers(self) -> list[Ticker]:
        large, body = self.glyphs
        theme = self.canvas.theme
        looks = (large, theme.focus), (body, theme.text), (body, theme.text)
        return [
            Ticker(*look, cell.at(0.0, 0.5), "")
            for look, cell in zip(looks, self.places.numbers, strict=True)
        ]


def _reach(way: Standardizing) -> np.ndarray:
    """How far (2,) from the minimum the ellipses of lines as bad as the start reach, at most.

    Along parameter i that is the root of 2 (L - minimum) times entry ii of the inverse Hessian.
    """
    reach = []
    for problem in way.phases:
        excess = float(problem.loss.value(problem.start)) - problem.loss.minimum
        reach.append(np.sqrt(2 * excess * np.diag(np.linalg.inv(problem.hessian))))
    return 1.05 * np.max(reach, axis=0)


def _places(sheet: Sheet, rows: int) -> _Places:
    """In a 4:3 frame the racer's row begins where the caption does: the longest need its length."""
    table, indent = rows * (LINE if sheet.wide else HIGH_LINE), axes.LEFT_MARGIN
    if sheet.upright:
        name, colors, chart, data, row, ledger = sheet.body.rows(
            ROW, BAR, 0.36 * sheet.body.height, None, ROW, table, gap=GAP / 2
        )
        numbers = row.columns(None, None, None)
    else:
        one, two = sheet.body.columns(None, ASIDE * sheet.body.width, gap=GAP)
        name, colors, chart = one.rows(ROW, BAR, None)
        data, _, cells, ledger = two.rows(None, CLEAR, NUMBERS, table)
        upper, lower, _ = cells.rows(None, None, 0.18 * NUMBERS)
        numbers = [upper, *lower.columns(0.46 * lower.width, None)]
        indent = indent if sheet.wide else 0.0
    return _Places(
        name.cut(left=indent, right=EDGE),
        colors.cut(left=axes.LEFT_MARGIN, right=EDGE),
        axes.inside(chart),
        sheet.ground(replace(chart, top=name.top)),
        axes.inside(data),
        numbers,
        ledger,
    )
