"""The loss as a surface in space, with the racers' trails and heads on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Self

import numpy as np
from manim import Camera, ThreeDCamera

from optanim.base.window import Window
from optanim.frames.painted import Painted
from optanim.landscape.landscape import Landscape
from optanim.landscape.lowest import line_of_minima
from optanim.losses import Loss
from optanim.raster import Box, Painters, View
from optanim.raster.stroke import cross_fade
from optanim.runs.problem import Problem
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.surface.brush import Brush
from optanim.stage.surface.elevation import elevate, tallness
from optanim.stage.surface.track import Track
from optanim.stage.surface.trails import asides

NOBODY = ""  # the name of a point that walks: no racer's


class Relief(Painted):
    """The surface of a problem's loss under a sky: land that runs on beyond its window.

    The window stands on ``region`` of the frame's plane. Seen from straight above it is the
    contour map of the same region: same scale, same colours, same level lines. Its points are the
    box that the window fills: origin, then the ends of the axes of intercept, slope and height, so
    that it can be moved, turned and flattened like any mobject.

    Heights are on the scale of the colours unless ``lift`` names another kind. ``lit`` is how many
    level lines are shown: the first ``wave`` of them come one by one, then all others at once.
    ``cut`` is how far the cuts reach, the first from 0 to 1, the next from 1 to 2; ``lined``,
    ``carved``, ``marked`` and ``traced`` are how much is to be seen of lines, cuts, the minimum's
    mark, and trails and heads.
    The head of the racer in ``front`` is drawn over all others; how much of these is shown says
    ``others``, 0 to 1. By racer's name, ``swells`` are how large its head is next to its usual
    size, and ``shares`` how much of its trail is to be seen.
    """

    shared: ClassVar[tuple[str, ...]] = ("asides", "canvas", "cuts", "elevation", "field",
                                         "landscape", "levels", "lowest", "painters", "runs",
                                         "tracks")  # fmt: skip
    blended: ClassVar[tuple[str, ...]] = ("carved", "cut", "lined", "lit", "marked", "others",
                                          "traced")  # fmt: skip

    def __init__(
        self,
        canvas: Canvas,
        problem: Problem,
        window: Window,
        region: Region,
        runs: Mapping[str, Trajectory] | None = None,
        lines: int = 16,
        kind: str = "sqrt",
        levels: Sequence[float] | None = None,
        lift: str | None = None,
    ) -> None:
        super().__init__()
        self.canvas, self.region, self.parameters = canvas, region, problem.parameters
        self.window = window.shaped(region.aspect)
        columns, rows = round(region.width), round(region.height)
        self.landscape = Landscape.of(problem, self.window, columns, rows, lines, kind, levels)
        width, height = region.size
        self.tall = tallness(self.landscape, region.size, lift) * min(width, height)
        size = float(width), float(height), self.tall
        self.elevation, self.field, self.levels = elevate(canvas.theme, self.landscape, size, lift)
        self.points = region.at(0, 0) + np.array(
            [[0, 0, 0], [width, 0, 0], [0, height, 0], [0, 0, self.tall]]
        )
        self.runs = dict(runs or {})
        self.tracks: dict[str, Track]
        self._lead({name: run.params for name, run in self.runs.items()})
        minima = self._on_surface(problem.loss.minimizers)
        inside = ((minima[:, :2] >= 0.0) & (minima[:, :2] <= 1.0)).all(axis=1)
        self.minima = minima[inside & np.isfinite(minima[:, 2])]
        self.cuts: list[np.ndarray] = []
        self.lowest = self._lowest(problem.loss)
        self.wave = len(self.levels)
        self.step, self.lit, self.cut, self.front = 0.0, self.all_lit, 0.0, ""
        self.lined = self.carved = self.marked = self.traced = self.others = 1.0
        self.swells, self.shares = dict.fromkeys(self.runs, 1.0), dict.fromkeys(self.runs, 1.0)
        self.painters = Painters()

    @property
    def racers(self) -> set[str]:
        """The names of those that are seen."""
        shown = self.runs if self.others * self.traced > 0.0 else {self.front}
        return {name for name in shown if name in self.runs}

    @property
    def box(self) -> Box:
        """The box that it fills now."""
        return Box(self.points[0], self.points[1:] - self.points[0])

    @property
    def rim(self) -> np.ndarray:
        """Box coordinates (100, 3) of the surface's edge."""
        side = np.linspace(0.0, 1.0, 25)
        edge, zero = np.stack([side, np.zeros(25)], axis=-1), np.array([1.0, 0.0])
        around = np.concatenate([edge, edge[:, ::-1], zero[::-1] + edge, zero + edge[:, ::-1]])
        return np.column_stack([around, np.nan_to_num(self.field.height(*around.T))])

    @property
    def all_lit(self) -> float:
        """How many level lines are ``lit`` when all are, and none shines any more."""
        return self.wave + 1.0

    def levels_in(self, view: View) -> int:
        """How many level lines there are up to the highest place that ``view`` shows."""
        field = self.field
        places = np.stack([*np.meshgrid(field.u, field.v), field.heights], axis=-1)
        x, y, near = np.moveaxis(view.project(self.box.place(places)), -1, 0)
        width, height = view.size
        shown = (near > 0.0) & (x > 0.0) & (x < width) & (y > 0.0) & (y < height)
        return int(np.sum(self.levels.values < field.levels[shown].max(initial=0.0)))

    def cut_along(self, *ends: np.ndarray) -> None:
        """Let cuts through the land be seen: between the two parameters of each of ``ends`` (2, 2).

        How far they are drawn says ``cut``, one after another, each beginning in its middle.
        """
        shares = np.linspace(0.0, 1.0, 161)[:, None]
        self.cuts = [self._on_surface(one + shares * (two - one)) for one, two in ends]

    def walk_along(self, stops: np.ndarray) -> None:
        """Let a point walk on the land, straight from one of ``stops`` (n, 2) to the next.

        It is at stop k at step k, and looks like a racer's head in the focus's colour.
        """
        self._lead({NOBODY: stops})
        self.tracks = {NOBODY: replace(self.tracks[NOBODY], dots=np.array([], int))}

    def _lead(self, ways: Mapping[str, np.ndarray]) -> None:
        """Lead each over the land along its own of ``ways``, parameters (T+1, 2)."""
        self.tracks = {
            name: Track.of(self.field, self.share(params), self._heights)
            for name, params in ways.items()
        }
        seen = [track.way[:, :2] for track in self.tracks.values()]
        self.asides = dict(zip(self.tracks, asides(seen, self.region.size), strict=True))

    def ground(self, places: np.ndarray) -> np.ndarray:
        """Points (..., 3) of the land as it is drawn, above scene points ``places`` (..., 2)."""
        (left, bottom), (width, height) = self.region.low, self.region.size
        share = (places[..., :2] - [left, bottom]) / [width, height]
        lifted = self.field.height(share[..., 0], share[..., 1])
        return self.box.place(np.concatenate([share, lifted[..., None]], axis=-1))

    @property
    def risen(self) -> float:
        """Which share of its full height it has now."""
        return float(np.linalg.norm(self.box.axes[2])) / self.tall

    def describe(self, width: int) -> dict[str, Any]:
        """Where it stands, for a film's timeline: window, box and scale of the height."""
        return {
            "window": self.window.spans(self.parameters),
            "box": {"origin": self.box.origin.tolist(), "axes": self.box.axes.tolist()},
            "height": {
                "kind": self.elevation.scale.kind,
                "floor": self.elevation.scale.floor,
                "offset": self.elevation.offset,
                "low": self.elevation.low,
                "top": self.elevation.top,
            },
        }

    def share(self, params: np.ndarray) -> np.ndarray:
        """Where parameters (..., 2) stand in the window, each 0 to 1 inside."""
        low, high = np.array([self.window.intercept, self.window.slope]).T
        return (params - low) / (high - low)

    def locate(self, params: np.ndarray) -> np.ndarray:
        """Points in space (..., 3) of parameters (..., 2), on the surface as it is drawn."""
        return self.box.place(self._on_surface(params))

    def _heights(self, share: np.ndarray) -> np.ndarray:
        """Heights (n,) of the loss itself, in the box, at shares (n, 2) of the window's sides."""
        low, high = self.window.corners
        loss = self.landscape.problem.loss.on_grid(low + share * (high - low))
        return self.elevation.of(loss)

    def _on_surface(self, params: np.ndarray) -> np.ndarray:
        """Box coordinates (..., 3) of parameters (..., 2)."""
        share = self.share(params)
        height = self.field.height(share[..., 0], share[..., 1])
        return np.concatenate([share, height[..., None]], axis=-1)

    def _lowest(self, loss: Loss) -> np.ndarray:
        """Box coordinates (3 n, 3) of a line of minima: of each piece start, end, and a third."""
        pieces = self._on_surface(line_of_minima(loss, self.window))
        pieces = pieces[np.isfinite(pieces).all(axis=(1, 2))]
        return np.concatenate([pieces, pieces[:, :1]], axis=1).reshape(-1, 3)

    def rise(self, share: float) -> Self:
        """Give it ``share`` of its full height."""
        upward = self.points[3] - self.points[0]
        size = np.linalg.norm(upward)
        direction = upward / size if size > 0 else np.array([0.0, 0.0, 1.0])
        self.points[3] = self.points[0] + max(share, 1e-6) * self.tall * direction
        return self

    def show_at(self, moment: Moment) -> None:
        """Show trails and heads at ``moment``."""
        self.step = moment.step

    def paint(self, camera: Camera) -> None:
        """Paint land, sky, trails and heads as ``camera``, one of space, sees them."""
        assert isinstance(camera, ThreeDCamera)
        if self.opacity <= 0.0:
            return
        image, view = camera.pixel_array, view_of(camera)
        before = image.copy() if self.opacity < 1.0 else None
        painter = self.painters.of(view.size)
        brush = Brush(painter, image, view, self.canvas, self.box, min(self.risen, 1.0))
        sky = camera.background_opacity == 1.0
        brush.surface(self.field, self.levels, (self.lit, self.wave), self.lined, sky)
        brush.cuts(self.cuts, self.cut, self.carved)
        brush.lowest(self.lowest, self.marked)
        self._paint_racers(brush)
        if before is not None:
            cross_fade(image, before, np.float32(self.opacity))

    def _paint_racers(self, brush: Brush) -> None:
        """Paint trails and heads, and the minima between them.

        Those that come or leave fade as one picture: no trail is seen through its head.
        """
        front = {name: track for name, track in self.tracks.items() if name == self.front}
        pictures: tuple[tuple[dict[str, Track], float], ...] = (
            ({}, 1.0 - self.traced),
            (front, self.traced * (1.0 - self.others)),
            (self.tracks, self.traced * self.others),
        )
        shown = [(tracks, share) for tracks, share in pictures if share > 0.0]
        image, drawn, fading = brush.image, 0.0, len(shown) > 1
        ground = image.copy() if fading else image
        for tracks, share in shown:
            before = image.copy() if fading else image
            if drawn > 0.0:
                image[:] = ground
            heads = brush.runs(tracks, self.asides, self.step, self.front, self.swells, self.shares)
            brush.minima(self.minima, self.marked)
            brush.heads(heads)
            drawn += share
            if drawn > share:
                cross_fade(image, before, np.float32(share / drawn))


def view_of(camera: ThreeDCamera) -> View:
    """What ``camera`` sees now."""
    return View(
        camera.generate_rotation_matrix(),
        np.array(camera.frame_center, float),
        camera.get_focal_distance(),
        camera.get_zoom(),
        (camera.frame_width, camera.frame_height),
        (camera.pixel_width, camera.pixel_height),
    )
