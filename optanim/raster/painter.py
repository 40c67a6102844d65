"""Draws a surface and what lies on it, from the farthest to the nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optanim.raster import fill, marker, silhouette, stroke
from optanim.raster.fill import Ink, Strip
from optanim.raster.height_field import HeightField
from optanim.raster.kernel import together
from optanim.raster.marker import Marker, Sign
from optanim.raster.shading import CLOSEST, WIDTH, Glow, Grid, Haze, Lens, Place, shade
from optanim.raster.sky import grain
from optanim.raster.sky import sky as paint_sky
from optanim.raster.stroke import Nib, Tint
from optanim.raster.view import Box, View

Color = tuple[float, float, float]
"""Red, green and blue, each 0 to 255."""
SAMPLED = 17  # of so many vertices one is looked at, to divide the work on an image
STRIPS = 6  # of an image that is drawn by two threads


@dataclass(frozen=True, eq=False)
class Light:
    """How much of a surface's light is shown: ``modelling`` of that baked into the field.

    ``edge`` is what is added where the surface is seen from the side. With both 0 a surface has
    exactly its own colours.
    """

    modelling: float = 1.0
    edge: float = 0.0


@dataclass(frozen=True, eq=False)
class Air:
    """The sky, and what of it lies between the eye and the ground.

    At the horizon the sky is ``horizon``, and goes over into ``zenith`` within ``band``, the sine
    of an elevation. What is ``reach`` units away has two thirds of its colour from the sky.
    """

    horizon: Color
    zenith: Color
    band: float
    reach: float


@dataclass(frozen=True, eq=False)
class IsoLines:
    """A surface's iso-lines in one ``color``.

    Line k runs where the field's levels are ``values[k]``, ascending, with the half width
    ``radii[k]`` in pixels and the opacity ``strengths[k]``. Where lines ``apart[k]`` levels from
    each other would stand closer than eight pixels, it fades; four pixels apart it is gone.
    """

    color: Color
    values: np.ndarray
    radii: np.ndarray
    strengths: np.ndarray
    apart: np.ndarray

    @classmethod
    def none(cls) -> IsoLines:
        """No lines at all."""
        return cls((0.0, 0.0, 0.0), *(np.zeros((4, 0))))

    @property
    def table(self) -> np.ndarray:
        """Level, half width, opacity and 1 / distance (n, 4) of those that are to be seen."""
        seen = self.strengths > 0.0
        columns = self.values, self.radii, self.strengths, 1.0 / self.apart
        return np.stack(columns, axis=-1)[seen]


@dataclass(frozen=True, eq=False)
class Pen:
    """How a line is drawn: ``color``, half width ``radius`` in pixels.

    A halo of ``halo`` pixels in ``halo_color`` keeps it apart from what is below. Hidden parts
    are drawn with the share ``hidden`` of its cover, old ones with ``stale`` of their brightness;
    ``relief`` 0 to 1 rounds it like a cord.
    """

    color: Color
    radius: float
    opacity: float = 1.0
    halo: float = 0.0
    halo_color: Color = (0.0, 0.0, 0.0)
    halo_opacity: float = 0.5
    hidden: float = 0.0
    relief: float = 0.0
    stale: float = 1.0


class Painter:
    """Buffers for images of ``size`` (width, height). Draw the surface, then what lies on it.

    Points carry their nearness (see `View.project`). ``slack`` is the relative depth by which a
    line may lie behind the surface that it is drawn on.
    """

    __slots__ = ("_grain", "_mask", "_tiles", "_vertices", "depth", "size")
    slack = 1.0015

    def __init__(self, size: tuple[int, int]) -> None:
        width, height = self.size = size
        self.depth = np.zeros((height, width), np.float32)
        self._mask = np.zeros((height, width), np.uint32)
        tiles = (-(-height // stroke.TILE), -(-width // stroke.TILE))
        self._tiles = np.zeros(tiles, np.uint8)
        self._vertices = np.zeros((0, WIDTH), np.float32)
        self._grain = grain()

    def surface(
        self,
        image: np.ndarray,
        view: View,
        field: HeightField,
        box: Box,
        light: Light,
        lines: IsoLines,
        air: Air,
        opacity: float = 1.0,
        sky: bool = False,
    ) -> None:
        """Draw ``field``, its unit cube placed by ``box``, and forget all depth but its own.

        Everywhere else the ``sky`` is painted, if it is asked for. Two threads take turns at
        strips of the image.
        """
        count = field.heights.size
        if len(self._vertices) != count + 8:
            self._vertices = np.zeros((count + 8, WIDTH), np.float32)
        grid = Grid(field.u, field.v, field.heights, field.slopes, field.colors, field.levels,
                    field.bright)  # fmt: skip
        glow = Glow(np.float32(light.modelling), np.float32(light.edge))
        hazy = haze(air)
        shade(grid, _place(box), _lens(view, box), glow, hazy, self._vertices)
        u, v = box.above(view.eye)
        ink = Ink(np.uint32(256.0 * opacity), _packed(lines.color),
                  np.float32(np.max(lines.radii, initial=0.0) + 0.5),
                  np.float32(CLOSEST * view.focal), np.float32(air.reach**-2),
                  np.float32(view.focal * view.scale[0]))  # fmt: skip
        cells = field.solid, field.bends.reshape(-1, 3), _far_to_near(field.v, v)
        order, table = _far_to_near(field.u, u), _floats(lines.table)
        pixels, depth = image.view(np.uint32).reshape(-1), self.depth.reshape(-1)
        strips, rays = iter(self._strips(count)), _rays(view)

        def paint(part: int) -> None:
            spare = count + 4 * part
            for strip in strips:
                rows = slice(strip.top, strip.bottom)
                fill.fill(self._vertices, spare, *cells, order, pixels, depth, strip, table, ink)
                if sky:
                    beyond = image[rows].view(np.uint32)[..., 0]
                    paint_sky(beyond, self.depth[rows], rays, strip.top, hazy, self._grain)
                    silhouette.smooth(pixels, depth, strip)

        together(paint)

    def _strips(self, count: int) -> list[Strip]:
        """The image in strips that take about as long, by the first ``count`` vertices.

        Of a strip's work one half goes with the vertices on it, the other with its pixels, from
        the uppermost vertex on.
        """
        width, height = self.size
        x, y = self._vertices[:count:SAMPLED, :2].T
        rows = y[(x > 0.0) & (x < width) & (y > 0.0) & (y < height)].astype(int)
        work = np.bincount(rows, minlength=height) / max(len(rows), 1)
        first = rows.min(initial=height - 1)
        work[first:] += 1.0 / (height - first)
        done = np.cumsum(work) / work.sum()
        ends = np.searchsorted(done, np.linspace(0.0, 1.0, STRIPS + 1)[1:-1])
        rows_of = pairwise([0, *map(int, ends), height])
        return [Strip(width, top, bottom) for top, bottom in rows_of if top < bottom]

    def lines(
        self,
        image: np.ndarray,
        pieces: Sequence[np.ndarray],
        pen: Pen,
        fresh: Sequence[np.ndarray] | None = None,
        dots: np.ndarray | None = None,
    ) -> None:
        """Draw lines through the projected points (n, 3) of each of ``pieces``, as one shape.

        Where they cross they do not darken each other. ``fresh`` (n,) of each, 0 to 1, tells how
        recent its points are. ``dots`` are numbers of points of the last piece that get a disc
        half as wide again.
        """
        nib = Nib(*map(np.float32, (pen.radius, pen.halo, pen.hidden, self.slack)))
        buffers = self._mask, self._tiles, self.depth
        points, age = np.zeros((0, 3), np.float32), np.zeros(0, np.float32)
        for index, piece in enumerate(pieces):
            points = _floats(piece)
            age = _floats(np.ones(len(piece)) if fresh is None else fresh[index])
            stroke.polyline(*buffers, points, age, nib)
        if dots is not None and len(dots):
            wider = nib._replace(radius=np.float32(1.5 * pen.radius))
            stroke.dots(*buffers, points[dots], age[dots], wider)
        self._blend(image, pen)

    def seen(self, point: np.ndarray) -> float:
        """Which share 0 to 1 of a sign around the projected ``point`` (3,) no ground hides."""
        reach = 8.0 * self.size[1] / 1080  # pixels above it, in which a hill's edge fades it
        x, y, near = map(float, point)
        return float(marker.seen(self.depth, x, y, near, reach, self.slack))

    def marker(self, image: np.ndarray, point: np.ndarray, sign: Marker) -> None:
        """Draw ``sign`` around the projected ``point`` (3,)."""
        if point[2] <= 0.0:
            return
        cover = sign.opacity * (sign.hidden + (1 - sign.hidden) * self.seen(point))
        shares = sign.rim, sign.glow, cover, sign.soft, sign.body
        x, y, *sizes = map(np.float32, (*point[:2], *shares))
        colors = _floats(sign.core), _floats(sign.rim_color)
        pixels = image.view(np.uint32)[..., 0]
        marker.draw(pixels, _floats(sign.outline), x, y, Sign(*colors, *sizes))

    def _blend(self, image: np.ndarray, pen: Pen) -> None:
        halo_opacity = pen.halo_opacity if pen.halo > 0 else 0.0
        shares = map(np.float32, (halo_opacity, pen.opacity, pen.relief, pen.stale))
        tint = Tint(_floats(pen.color), _floats(pen.halo_color), *shares)
        stroke.blend(self._mask, self._tiles, image.view(np.uint32)[..., 0], tint)


def _place(box: Box) -> Place:
    x, y, z = box.axes
    normals = np.array([np.cross(y, z), np.cross(z, x), np.cross(x, y)])
    return Place(_floats(box.origin), _floats(box.axes), _floats(normals))


def _lens(view: View, box: Box) -> Lens:
    return Lens(
        to_view=_floats(view.rotation @ box.axes.T),
        offset=_floats(view.rotation @ (box.origin - view.center)),
        focal=np.float32(view.focal),
        scale=_floats(view.scale),
        middle=_floats(np.array(view.size) / 2),
        eye=_floats(view.eye),
    )


def _rays(view: View) -> np.ndarray:
    """The line of sight through the first pixel, its change to the right and downwards, (3, 3)."""
    width, height = view.size
    unit = 1.0 / (view.scale * view.focal)
    right, up, back = view.rotation
    across, down = unit[0] * right, unit[1] * up
    corner = -back + (0.5 - width / 2) * across + (0.5 - height / 2) * down
    return _floats(np.array([corner, across, down]))


def haze(air: Air) -> Haze:
    """``air`` as the kernels take it."""
    horizon, zenith = (_floats(color) / np.float32(255) for color in (air.horizon, air.zenith))
    return Haze(horizon, zenith, np.float32(air.band), np.float32(air.reach))


def _floats(values: Sequence[float] | np.ndarray) -> np.ndarray:
    """As the kernels take arrays: float32, in one piece."""
    return np.ascontiguousarray(values, np.float32)


def _far_to_near(knots: np.ndarray, eye: float) -> np.ndarray:
    """Numbers of the cells between ``knots``, from the farthest to the nearest to ``eye``.

    Cells of a height field are columns between upright planes, and a plane has everything on
    the eye's side before everything beyond it: in this order nothing is drawn too early.
    """
    own = int(np.searchsorted(knots[1:-1], eye))  # the cell that the eye is above
    cells = np.arange(len(knots) - 1)
    return np.argsort(-np.abs(cells - own), kind="stable").astype(np.int32)


def _packed(color: Color) -> np.uint32:
    red, green, blue = (int(channel) for channel in color)
    return np.uint32(0xFF000000 | blue << 16 | green << 8 | red)


class Painters:
    """Painters by the size of their images, each made when it is first asked for.

    (Without a ``__dict__`` Manim's cache key sees only this class's name, whoever has painted.)
    """

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: dict[tuple[int, int], Painter] = {}

    def __iter__(self) -> Iterator[Painter]:
        """Those that have been asked for."""
        return iter(self._made.values())

    def of(self, size: tuple[int, int]) -> Painter:
        """The painter for images of ``size`` (width, height)."""
        if size not in self._made:
            self._made[size] = Painter(size)
        return self._made[size]
