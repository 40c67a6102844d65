"""A problem's data, its loss as a surface, and the map that the surface becomes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, VGroup

from optanim.base.window import Window
from optanim.frames.still import Still
from optanim.look.formulas import LOSS, MODEL
from optanim.runs.problem import Problem
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.surface.flight import Route
from optanim.stage.surface.pose import Pose, fit, upright
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.space_axes import SpaceAxes
from optanim.stage.surface.viewpoint import LABELS

COLUMN, GAP = 520.0, 36.0  # design pixels: the column of words, and between it and the surface
FORMULAS, BAR, NOTE = 290.0, 88.0, 50.0  # design pixels: heights of what stands in the column
WIDEST = 1.3  # width of the map over its height, at most


class SurfaceView:
    """What the flyover shows; formulas and colour bar in a column, everything else beside it.

    The window reaches from the start to its mirror image beyond the minimizer. The start's line has
    the colour of the optimizer ``kind``.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, problem: Problem, kind: str) -> None:
        self.canvas = canvas
        column, self.stage = _places(sheet)
        ground = axes.inside(self.stage, right=GAP, top=8)
        ground = ground.middle(width=min(ground.width, WIDEST * ground.height))
        mirrored = 2.0 * problem.known_minimizer - problem.start
        window = Window.around(np.array([problem.start, mirrored]), margin=0.12)
        self.data = DataPlot(canvas, problem, ground)
        self.counts = {"shown": len(self.data.x), "m": len(problem.x)}
        self.line = self.data.line(problem.start, canvas.theme.racer(kind))
        self.residuals = self.data.residuals(problem.start, canvas.theme.racer(kind))
        self.relief = Relief(canvas, problem, window, ground)
        self.axes = SpaceAxes(canvas, self.relief)
        self.map = ContourMap(canvas, problem, window, ground)
        formulas, bar, note, _ = column.rows(FORMULAS, BAR, NOTE, None)
        self.formulas = self._formulas(formulas)
        colors = ColorBar(canvas, bar, self.relief.landscape, losses=True)
        words = canvas.words("height", offset=self.relief.elevation.offset)
        scale = note.place_type(canvas.text(words, SMALL, canvas.theme.muted), x=0.0)
        self.scales = Still(colors, scale)
        flat, steep = problem.eigen[0]
        self.bends = {"steep": steep, "flat": flat, "ratio": problem.condition_number}

    def above(self) -> Pose:
        """Straight above the surface, where it covers the map."""
        return upright(self.relief.region)

    def pose(self, phi: float, theta: float) -> Pose:
        """The pose at ``phi`` and ``theta``, in degrees, that shows surface and axes whole."""
        room = self.stage.inset(LABELS, 0.0).cut(bottom=0.8 * LABELS, top=0.4 * LABELS)
        (pose,) = fit(self.canvas, self.relief.hull, room, np.radians(phi), [np.radians(theta)])
        return pose

    def path(self, *angles: tuple[float, float]) -> list[Pose]:
        """Poses from one pair of (phi, theta) to the next, in degrees, three steps each.

        Each shows the whole, so that a route through them never leaves the frame.
        """
        corners = np.array(angles, float)
        steps = np.linspace(0.0, len(corners) - 1.0, 3 * len(corners) - 2)
        rows = np.arange(len(corners))
        return [
            self.pose(*(float(np.interp(step, rows, column)) for column in corners.T))
            for step in steps
        ]

    def route(self, stations: Sequence[Pose], seconds: float) -> Route:
        """Through ``stations`` at even times, ``seconds`` long."""
        return Route(stations, np.linspace(0.0, seconds, len(stations)))

    def _formulas(self, place: Region) -> VGroup:
        formulas = VGroup(self.canvas.math(MODEL, LARGE), self.canvas.math(LOSS, LARGE))
        formulas.arrange(DOWN, buff=44 * self.canvas.px)
        return place.place(place.fit(formulas))


def _places(sheet: Sheet) -> tuple[Region, Region]:
    if sheet.upright:
        stage, column = sheet.body.rows(0.66 * sheet.body.height, None, gap=GAP)
    else:
        column, stage = sheet.body.columns(COLUMN, None, gap=GAP)
    return column, stage
