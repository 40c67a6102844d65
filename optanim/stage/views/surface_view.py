"""A problem's data, its loss as land, and the map that the land becomes."""

from __future__ import annotations

import numpy as np
from manim import DOWN, Group, VGroup

from optanim.base.window import Window
from optanim.frames.still import Still
from optanim.look.formulas import LOSS, MODEL
from optanim.runs.problem import Problem
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.plates import panel, plate
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.surface.pin import Pin
from optanim.stage.surface.pose import Pose
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.shots import Shots
from optanim.stage.views.stroll import Stroll

COLUMN, GAP = 520.0, 36.0  # design pixels: the column of words, and between it and the data
FORMULAS, PLOT = 290.0, 470.0  # design pixels: heights of what stands in the column
BAR, NOTE = 88.0, 50.0  # the same
WIDEST = 1.3  # width of the map over its height, at most
PAD = 22.0  # design pixels between what stands on a plate and its edge


class SurfaceView:
    """What the flyover shows; formulas and colour bar in a column, everything else beside it.

    The window reaches from the start to its mirror image beyond the minimizer. The start's line has
    the colour of the optimizer ``kind``. The land is as high as the loss itself, and has the
    colours and the level lines of its map.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, problem: Problem, kind: str) -> None:
        self.canvas = canvas
        column, stage = _places(sheet)
        ground = axes.inside(stage, right=GAP, top=8)
        ground = ground.middle(width=min(ground.width, WIDEST * ground.height))
        mirrored = 2.0 * problem.known_minimizer - problem.start
        window = Window.around(np.array([problem.start, mirrored]), margin=0.12)
        self.data = DataPlot(canvas, problem, ground)
        self.counts = {"shown": len(self.data.x), "m": len(problem.x)}
        self.line = self.data.line(problem.start, canvas.theme.racer(kind))
        self.residuals = self.data.residuals(problem.start, canvas.theme.racer(kind))
        self.relief = Relief(canvas, problem, window, ground, lift="none")
        cuts = _cuts(problem, self.relief.window)
        self.relief.cut_along(*cuts)
        self.shots = Shots(canvas, self.relief, canvas.frame)
        self.map = ContourMap(canvas, problem, window, ground)
        self.stroll = Stroll(canvas, problem, self.relief, column.cut(top=GAP).upper(PLOT), kind)
        formulas, bar, note, _ = column.rows(FORMULAS, BAR, NOTE, None)
        self.formulas = self._formulas(formulas)
        colors = ColorBar(canvas, bar, self.relief.landscape, losses=True)
        words = note.place_type(canvas.text(canvas.words("height"), SMALL, canvas.theme.muted), x=0)
        board = bar.cut(bottom=-note.height).inset(-PAD, -PAD)
        self.scales = Group(panel(canvas, board), Still(colors, words))
        flat, steep = problem.eigen[0]
        self.bends = {"steep": steep, "flat": flat, "ratio": problem.condition_number}
        along, across = map(self._far_end, cuts)
        first = Pin(canvas, self.relief, along, canvas.words("label.along", flat=flat))
        second = canvas.words("label.across", steep=steep)
        self.pins = [first, Pin(canvas, self.relief, across, second, other=first)]

    def _far_end(self, cut: np.ndarray) -> np.ndarray:
        """Of both ends (2, 2) of a ``cut`` the one (2,) above which a name does not cover it."""
        last = self.shots.rim(1.0, self.shots.above).at(np.inf)
        eye = last.eye(float(self.canvas.frame.size[1]))
        away = np.linalg.norm(self.relief.locate(cut) - eye, axis=-1)
        return np.asarray(cut[away.argmax()])

    def drain(self, pose: Pose) -> None:
        """Take cuts and level lines off the land; those seen from ``pose`` are to come again."""
        view = pose.view(self.canvas.frame, (1, 1))
        self.relief.wave = self.relief.levels_in(view)
        self.relief.set(cut=0.0, carved=1.0, lit=0.0, lined=1.0)

    def _formulas(self, place: Region) -> Group:
        formulas = VGroup(self.canvas.math(MODEL, LARGE), self.canvas.math(LOSS, LARGE))
        formulas.arrange(DOWN, buff=44 * self.canvas.px)
        place.inset(PAD, PAD).place(place.inset(PAD, PAD).fit(formulas))
        return Group(plate(self.canvas, formulas, pad=PAD), formulas)


def _cuts(problem: Problem, window: Window) -> list[np.ndarray]:
    """Both ends (2, 2) of a cut along each eigenvector, equally long, across the lowest place."""
    low, high = window.corners
    half = 0.42 * float(min(high - low))
    vectors = problem.eigen[1].T
    return [problem.known_minimizer + half * np.array([-way, way]) for way in vectors]


def _places(sheet: Sheet) -> tuple[Region, Region]:
    if sheet.upright:
        stage, column = sheet.body.rows(0.66 * sheet.body.height, None, gap=GAP)
    else:
        column, stage = sheet.body.columns(COLUMN, None, gap=GAP)
    return column, stage
