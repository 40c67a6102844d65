"""Flat signs that stand upright before the surface: heads, and the minimum's cross."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optanim.raster.kernel import kernel
from optanim.raster.stroke import visible

_f = np.float32
_PROBES = 5  # at a marker's point and above it: below it the ground is nearer to the eye
_RISE = 0.005  # from probe to probe: by which share the ground may come nearer


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


def seen(depth: np.ndarray, point: np.ndarray, spread: float, slack: float) -> float:
    """Which share 0 to 1 of five probes from ``point`` (x, y, nearness) upwards nothing hides.

    The probes lie up to ``4 * spread`` pixels above it: a marker that passes behind a hill fades
    instead of vanishing. Ground that rises there, towards the eye, is no hill.
    """
    x, y, near = point
    probes = [visible(depth, x, y - spread * k, near, slack + _RISE * k) for k in range(_PROBES)]
    return sum(probes) / _PROBES


@kernel(fastmath=True, error_model="numpy")
def draw(image, outline, x, y, sign):
    """Draw the polygon ``outline`` (n, 2) around (x, y), from its distance at every pixel.

    With d that distance, negative inside, o the opacity and R how far rim and glow reach at most,

        inside = o body min(max(1/2 - d / soft, 0), 1)
        edge = o body min(max(1/2 + (rim - d) / soft, 0), 1)
        halo = 0.45 o min((R - distance from (x, y)) / glow, 1)^3

    and the glow in the core's colour is drawn first, then the rim, then the core.
    """
    height, width = image.shape[:2]
    core, rim_color = sign.core, sign.rim_color
    rim, glow, opacity, soft = sign.rim, sign.glow, sign.opacity, sign.soft
    solid = opacity * sign.body
    extent2 = _f(0.0)
    for k in range(len(outline)):
        extent2 = max(extent2, outline[k, 0] * outline[k, 0] + outline[k, 1] * outline[k, 1])
    extent, within = math.sqrt(extent2), -_distance(outline, _f(0.0), _f(0.0))
    outer = extent + max(rim + soft, glow)
    for j in range(max(int(y - outer), 0), min(int(y + outer) + 2, height)):
        for i in range(max(int(x - outer), 0), min(int(x + outer) + 2, width)):
            dx, dy = _f(i) + _f(0.5) - x, y - _f(j) - _f(0.5)
            radius = math.sqrt(dx * dx + dy * dy)
            inside = edge = halo = _f(0.0)
            if radius < within - soft:
                inside = edge = solid
            elif solid > 0.0 and radius < extent + rim + soft:
                away = _distance(outline, dx, dy)
                inside = min(max(_f(0.5) - away / soft, _f(0.0)), _f(1.0)) * solid
                edge = min(max(_f(0.5) + (rim - away) / soft, _f(0.0)), _f(1.0)) * solid
            if glow > rim and radius < outer:
                halo = min((outer - radius) / glow, _f(1.0))
                halo = halo * halo * halo * _f(0.45) * opacity
            shown = _f(1.0) - (_f(1.0) - edge) * (_f(1.0) - halo)
            if shown <= 0.0:
                continue
            for k in range(3):
                value = image[j, i, k] * (_f(1.0) - halo) + core[k] * halo
                value = value * (_f(1.0) - edge) + rim_color[k] * (edge - inside) + core[k] * inside
                image[j, i, k] = np.uint8(min(value + _f(0.5), _f(255.0)))
            image[j, i, 3] = np.uint8(
                image[j, i, 3] * (_f(1.0) - shown) + _f(255.0) * shown + _f(0.5)
            )


@kernel(fastmath=True, error_model="numpy")
def _distance(outline, x, y):
    """The signed distance of (x, y) from the polygon, negative inside."""
    nearest, inside = _f(np.inf), False
    count = len(outline)
    for k in range(count):
        after = k + 1 if k + 1 < count else 0
        ax, ay, bx, by = outline[k, 0], outline[k, 1], outline[after, 0], outline[after, 1]
        wx, wy = bx - ax, by - ay
        size = wx * wx + wy * wy
        along = ((x - ax) * wx + (y - ay) * wy) / size if size > 0.0 else _f(0.0)
        along = min(max(along, _f(0.0)), _f(1.0))
        ex, ey = x - ax - along * wx, y - ay - along * wy
        nearest = min(nearest, ex * ex + ey * ey)
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * wx:
            inside = not inside
    away = math.sqrt(nearest)
    return -away if inside else away
