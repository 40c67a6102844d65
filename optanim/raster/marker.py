"""Flat signs that stand upright before the surface: heads, and the minimum's cross."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optanim.raster.kernel import kernel
from optanim.raster.stroke import mixed

_f = np.float32
_FAR = _f(1e30)  # pixels
_RISE = 0.02  # by which share the ground may come nearer above a marker's point, at most
_SOFT = 0.004  # by which share it is nearer where it hides the point wholly


@dataclass(frozen=True, eq=False)
class Marker:
    """A polygon around a point: ``core`` colour within a rim, both (r, g, b) 0 to 255.

    ``outline`` (n, 2) in pixels, y upwards; ``rim`` and ``glow`` in pixels beyond it. Its edge is
    ``soft`` pixels wide. Where the point is hidden the marker is drawn with ``hidden`` times its
    ``opacity``. Next to the glow, core and rim are as opaque as ``body`` says, 0 to 1.
    """

    outline: np.ndarray
    core: tuple[float, float, float]
    rim_color: tuple[float, float, float]
    rim: float
    glow: float = 0.0
    hidden: float = 0.3
    opacity: float = 1.0
    soft: float = 1.0
    body: float = 1.0


class Sign(NamedTuple):
    """What `draw` draws: a `Marker` without its outline, in float32, as opaque as it is seen."""

    core: np.ndarray
    rim_color: np.ndarray
    rim: np.float32
    glow: np.float32
    opacity: np.float32
    soft: np.float32
    body: np.float32


@kernel(allocates=False, error_model="numpy")
def seen(depth, x, y, near, reach, slack):
    """Which share 0 to 1 of the ``reach`` pixels from the point (x, y) upwards nothing hides.

    A marker that passes behind a hill fades evenly instead of vanishing: the share is continuous
    in x and y, and in how far the point, ``near`` to the eye, lies behind. Ground that rises there,
    towards the eye, is no hill. ``slack`` is that of `visible`.
    """
    column = math.floor(x - 0.5)
    right = x - 0.5 - column
    share = 0.0
    for row in range(math.floor(y - reach - 0.5), math.floor(y - 0.5) + 1):
        part = min(y, row + 1.5) - max(y - reach, row + 0.5)
        above = (y - row - 1.0) / reach
        limit = near * (slack + _RISE * min(max(above, 0.0), 1.0))
        left, beside = _clear(depth, column, row, limit), _clear(depth, column + 1, row, limit)
        share += part * (left + right * (beside - left))
    return share / reach


@kernel(allocates=False, error_model="numpy")
def _clear(depth, column, row, limit):
    """How clear, 0 to 1, a place as near as ``limit`` is of what is between ``row`` and the next.

    By the farther of both pixels: below a place on the ground the ground is nearer to the eye.
    """
    height, width = depth.shape
    farthest = np.inf
    if 0 <= column < width:
        for j in range(max(row, 0), min(row + 2, height)):
            farthest = min(farthest, depth[j, column])
    if farthest == np.inf:
        return 1.0
    return min(max(1.0 - (farthest / limit - 1.0) / _SOFT, 0.0), 1.0)


@kernel(fastmath=True, error_model="numpy")
def draw(pixels, outline, x, y, sign):
    """Draw the polygon ``outline`` (n, 2) around (x, y) on ``pixels`` (h, w) uint32.

    With d the distance of a pixel from the polygon, negative inside, o the opacity and R how far
    rim and glow reach at most,

        inside = o body min(max(1/2 - d / soft, 0), 1)
        edge = o body min(max(1/2 + (rim - d) / soft, 0), 1)
        halo = 0.45 o min((R - distance from (x, y)) / glow, 1)^3

    and the glow in the core's colour is drawn first, then the rim, then the core.
    """
    height, width = pixels.shape
    core, rim_color = sign.core, sign.rim_color
    rim, glow, opacity, soft = sign.rim, sign.glow, sign.opacity, sign.soft
    solid = opacity * sign.body
    extent2 = _f(0.0)
    for k in range(len(outline)):
        extent2 = max(extent2, outline[k, 0] * outline[k, 0] + outline[k, 1] * outline[k, 1])
    outer = math.sqrt(extent2) + max(rim + soft, glow)
    left = max(int(x - outer), 0)
    right = max(min(int(x + outer) + 2, width), left)  # beside the picture there is none of it
    shining, glow = (_f(0.45) * opacity, glow) if glow > rim else (_f(0.0), _f(1.0))
    away, first = np.empty(max(right - left, 0), np.float32), _f(left) + _f(0.5) - x
    for j in range(max(int(y - outer), 0), min(int(y + outer) + 2, height)):
        row, dy = pixels[j, left:right], y - _f(j) - _f(0.5)
        if solid > _f(0.0):
            _distances(outline, first, dy, away)
        for i in range(np.uint64(len(row))):
            inside = edge = _f(0.0)
            if solid > _f(0.0):
                inside = min(max(_f(0.5) - away[i] / soft, _f(0.0)), _f(1.0)) * solid
                edge = min(max(_f(0.5) + (rim - away[i]) / soft, _f(0.0)), _f(1.0)) * solid
            dx = first + _f(np.int32(i))
            halo = min(max((outer - math.sqrt(dx * dx + dy * dy)) / glow, _f(0.0)), _f(1.0))
            halo = halo * halo * halo * shining
            kept = (_f(1.0) - edge) * (_f(1.0) - halo)
            own, around = halo * (_f(1.0) - edge) + inside, edge - inside
            below = row[i]
            row[i] = (
                mixed(below, 0, kept, core[0] * own + rim_color[0] * around)
                | mixed(below, 8, kept, core[1] * own + rim_color[1] * around)
                | mixed(below, 16, kept, core[2] * own + rim_color[2] * around)
                | mixed(below, 24, kept, _f(255.0) * (_f(1.0) - kept))
            )


@kernel(fastmath=True, error_model="numpy")
def _distances(outline, first, y, away):
    """Write into ``away`` (m,) the distances of a row's pixels from the polygon, negative inside.

    The first of them is at (``first``, y), the next one a pixel to the right, and so on.
    """
    count = len(outline)
    inside = np.ones(len(away), np.float32)
    away[:] = _FAR
    for k in range(count):
        after = k + 1 if k + 1 < count else 0
        ax, ay, bx, by = outline[k, 0], outline[k, 1], outline[after, 0], outline[after, 1]
        wx, wy = bx - ax, by - ay
        size = wx * wx + wy * wy
        share = _f(1.0) / size if size > _f(0.0) else _f(0.0)
        beside = (ay > y) != (by > y)
        crossing = ax + (y - ay) * wx / wy if beside else -_FAR
        for i in range(np.uint64(len(away))):
            x = first + _f(np.int32(i))
            along = ((x - ax) * wx + (y - ay) * wy) * share
            along = min(max(along, _f(0.0)), _f(1.0))
            ex, ey = x - ax - along * wx, y - ay - along * wy
            away[i] = min(away[i], ex * ex + ey * ey)
            inside[i] = -inside[i] if x < crossing else inside[i]
    for i in range(np.uint64(len(away))):
        away[i] = math.sqrt(away[i]) * inside[i]
