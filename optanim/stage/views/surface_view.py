"""A problem's data, its loss as land, and the map that the land becomes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from manim import DOWN, Animation, Mobject, UpdateFromAlphaFunc, VGroup
from manim.utils.rate_functions import ease_in_out_sine

from optanim.base.numbers import number
from optanim.base.window import Window
from optanim.frames.still import Still
from optanim.frames.unpainted import Unpainted
from optanim.look.formulas import LOSS, MODEL
from optanim.runs.problem import Problem
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.fitting import fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.plates import panel
from optanim.stage.draw.sheet import Sheet, readable
from optanim.stage.surface.level_tag import LevelTag
from optanim.stage.surface.pin import Pin
from optanim.stage.surface.pose import Pose
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.shots import Shots
from optanim.stage.views.becoming import become_point
from optanim.stage.views.stroll import Stroll

COLUMN, GAP = 460.0, 36.0  # design pixels: width of the plates, and from them to the map
PLOT = 440.0  # design pixels: height of the plates of the data, and of the formulas
FORMULAS = 0.42  # of the width: how wide formulas are beside the data
BAR, NOTE = 88.0, 50.0  # design pixels: heights of the colour bar and of what is said of it
APART, PAD = 16.0, 16.0  # design pixels from plate to plate; from its edge to what stands on it
TOLD = 3  # level lines whose values are told
KEY = BAR + NOTE + 2.0 * PAD  # design pixels: height of the plate of both


class SurfaceView:
    """What the flyover shows: land that fills the frame, and plates beside the map it becomes.

    The window reaches from the start to its mirror image beyond the minimizer. A point walks from
    the start to the minimizer, up a wall of the valley, and back. The land is as high as the loss
    itself, and has the colours and the level lines of its map: that is the land let down, with
    ``axes`` on it, and goes on beyond them. From ``all_in_view`` the whole way is seen.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, problem: Problem) -> None:
        self.canvas = canvas
        places = _Places.on(sheet)
        mirrored = 2.0 * problem.known_minimizer - problem.start
        window = Window.around(np.array([problem.start, mirrored]), margin=0.12)
        self.relief = Relief(canvas, problem, window, places.map, lift="none")
        cuts = _cuts(problem, self.relief.window)
        self.relief.cut_along(*cuts)
        self.shots = Shots(canvas, self.relief, canvas.frame)
        free = canvas.frame if sheet.upright else places.beside(canvas.frame)
        beside = Shots(canvas, self.relief, free)
        self.past_walk = beside.rim
        (_, along), (wall, across) = map(self._near_and_far, cuts)
        best = problem.known_minimizer
        stops = np.array([problem.start, best, wall, best])
        self.data = DataPlot(canvas, problem, places.data, lines=stops)
        self.counts = {"shown": len(self.data.x), "m": len(problem.x)}
        self.line = self.data.line(problem.start, canvas.theme.focus)
        self.residuals = self.data.residuals(problem.start, canvas.theme.focus)
        self.model, self.loss = _formulas(canvas, places.formulas)
        self.stroll = Stroll(canvas, self.relief, places.stroll, stops)
        self.axes = Still(*self._axes(problem, places.map))
        start, end = self.relief.locate(stops[:2])
        self.cover = Unpainted(start, end, canvas.frame.low, canvas.frame.high)
        self.all_in_view = beside.along  # found while the land stands
        self.land_key = self._key(places.key, canvas.words("height"))
        land = self.relief.landscape
        levels = canvas.words.listed(number(land.number(level)) for level in land.levels[:TOLD])
        self.map_key = self._key(places.key, canvas.words("levels", values=levels))
        flat, steep = problem.eigen[0]
        self.bends = {"steep": steep, "flat": flat, "ratio": problem.condition_number}
        first = Pin(canvas, self.relief, along, canvas.words("label.along", flat=flat))
        second = canvas.words("label.across", steep=steep)
        top = sheet.body.top
        self.level = LevelTag(canvas, self.relief, replace(readable(canvas.frame), top=top))
        self.pins = [first, Pin(canvas, self.relief, across, second, other=first)]

    def _near_and_far(self, cut: np.ndarray) -> np.ndarray:
        """Both ends (2, 2) of a ``cut``, the one first that is nearer when it is flown past.

        Up to the near one nothing hides the land; a name above the far one does not cover the cut.
        """
        last = self.past_walk(1.0, self.shots.above).at(np.inf)
        eye = last.eye(float(self.canvas.frame.size[1]))
        away = np.linalg.norm(self.relief.locate(cut) - eye, axis=-1)
        return cut[np.argsort(away)]

    def shrink(self) -> list[Any]:
        """The animations in which the data, with line and residuals, go to the stroll's plate."""
        here, goal = self.data.region, self.stroll.data.region
        way = np.append(goal.center[:2] - here.center[:2], 0.0)
        share, about = goal.width / here.width, np.append(here.center[:2], 0.0)
        parts = self.data, self.line, self.residuals
        return [part.animate.scale(share, about_point=about).shift(way) for part in parts]

    def become_point(self) -> list[Any]:
        """The animations in which the line among the shrunken data becomes the point it is."""
        return become_point(self.line, self.cover)

    def paint(self) -> list[Any]:
        """The animations of `walk` to the minimum in which the point paints the plane."""
        return [self.walk(1), self.cover.painted(rate_func=ease_in_out_sine)]

    def walk(self, stop: int) -> Animation:
        """The animation in which the point walks on to the ``stop`` of that number."""
        start, relief = self.relief.step, self.relief

        def go(_: Mobject, share: float) -> None:
            relief.show_at(Moment(start + share * (stop - start)))

        return UpdateFromAlphaFunc(relief, go, rate_func=ease_in_out_sine)

    def drain(self, pose: Pose) -> None:
        """Take cuts and level lines off the land; those seen from ``pose`` are to come again."""
        view = pose.view(self.canvas.frame, (1, 1))
        self.relief.wave = self.relief.levels_in(view)
        self.relief.set(cut=0.0, carved=1.0, lit=0.0, lined=1.0)

    def _axes(self, problem: Problem, place: Region) -> tuple[Mobject, Mobject]:
        """The axes of the land let down, in ``place``, where its window then is."""
        canvas, color = self.canvas, self.canvas.theme.text
        marks = axes.of_window(canvas, problem, self.relief.window, place, color=color)
        return axes.corner(canvas, place, color), marks

    def _key(self, place: Region, note: str) -> Still:
        """What colours mean, and a ``note`` on it, on a plate that fills ``place``."""
        canvas = self.canvas
        bar, below = place.inset(PAD).rows(BAR, NOTE)
        words = fitted(canvas, note, below.width, SMALL, canvas.theme.muted)
        colors = ColorBar(canvas, bar, self.relief.landscape)
        return Still(panel(canvas, place), colors, below.place_type(words, x=0.0))


class _Places(NamedTuple):
    """Where it all stands: plates in a column beside the map, in an upright frame above and below.

    The ``stroll`` is always in the upper left corner: what it tells of is lower.
    """

    map: Region
    data: Region
    stroll: Region
    formulas: Region
    key: Region

    def beside(self, frame: Region) -> Region:
        """What of the ``frame`` is beside the stroll's plate."""
        return frame.cut(left=(self.stroll.right - frame.left) / frame.px)

    @classmethod
    def on(cls, sheet: Sheet) -> _Places:
        body = sheet.body.cut(left=-PAD, right=-PAD, top=APART)
        if sheet.upright:
            formulas, stage, foot = body.rows(PLOT, None, KEY, gap=GAP)
            data = stage = stage.cut(left=PAD)
            stroll, key = (row.cut(right=body.width - COLUMN) for row in (formulas, foot))
        else:
            column, stage = body.columns(COLUMN, None, gap=GAP)
            stroll, key = column.upper(PLOT), column.cut(top=PLOT + APART).upper(KEY)
            formulas, data = body.columns(FORMULAS * body.width, None, gap=GAP)
            formulas = formulas.cut(left=PAD).middle(height=PLOT)
        stage, data = (axes.inside(place, right=GAP) for place in (stage, data))
        return cls(stage, data, stroll, formulas, key)


def _formulas(canvas: Canvas, place: Region) -> VGroup:
    formulas = VGroup(canvas.math(MODEL, LARGE), canvas.math(LOSS, LARGE))
    formulas.arrange(DOWN, buff=60 * canvas.px)
    return place.place(place.fit(formulas))


def _cuts(problem: Problem, window: Window) -> list[np.ndarray]:
    """Both ends (2, 2) of a cut along each eigenvector, equally long, across the lowest place."""
    low, high = window.corners
    half = 0.42 * float(min(high - low))
    vectors = problem.eigen[1].T
    return [problem.known_minimizer + half * np.array([-way, way]) for way in vectors]
