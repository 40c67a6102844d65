"""The sky: its colours by elevation, wherever no ground has been drawn."""

from __future__ import annotations

import math

import numpy as np

from optanim.raster.kernel import kernel
from optanim.raster.shading import sky_height

_f, _i, _u, _long = np.float32, np.int32, np.uint32, np.uint64
_GRAINS = 64  # side of the tile of noise that keeps the sky from showing bands
_BLOCK = 8  # pixels of a row between which the sky is taken to change evenly
_OPAQUE = _u(0xFF000000)


@kernel(fastmath=True, error_model="numpy")
def sky(image, depth, rays, top, haze, noise):
    """Paint the sky's colour on every pixel of ``image`` (h, w) uint32 whose ``depth`` is 0.

    The line of sight through pixel (x, y) leads along ``rays``[0] + x ``rays``[1] + y ``rays``[2],
    (3, 3), counted from ``top`` rows above the first. The sky changes so slowly that its height is
    computed every eighth pixel of a row, and is even in between. ``noise`` (64, 64) from 0 to 1
    decides what is rounded up.
    """
    height, width = depth.shape
    full = _f(254.0)
    zenith = full * haze.zenith[0], full * haze.zenith[1], full * haze.zenith[2]
    lighter = (
        full * haze.horizon[0] - zenith[0],
        full * haze.horizon[1] - zenith[1],
        full * haze.horizon[2] - zenith[2],
    )
    for y in range(height):
        lowest = depth[y, 0]
        for x in range(width):
            lowest = min(lowest, depth[y, x])
        if lowest > _f(0.0):
            continue
        grains, line, row = noise[(top + y) % _GRAINS], image[y], depth[y]
        high = _high(rays, _f(0.0), _f(top + y), haze.band)
        for left in range(0, width, _BLOCK):
            before, high = high, _high(rays, _f(left + _BLOCK), _f(top + y), haze.band)
            step, grained = (high - before) / _f(_BLOCK), _long(left % _GRAINS)
            for k in range(_long(min(_BLOCK, width - left))):
                at, here, grain = _long(left) + k, before + step * _f(_i(k)), grains[grained + k]
                red = _u(_i(zenith[0] + lighter[0] * here + grain))
                green = _u(_i(zenith[1] + lighter[1] * here + grain))
                blue = _u(_i(zenith[2] + lighter[2] * here + grain))
                color = red | green << _u(8) | blue << _u(16) | _OPAQUE
                line[at] = line[at] if row[at] > _f(0.0) else color


@kernel(fastmath=True, error_model="numpy", inline="always")
def _high(rays, x, y, band):
    """`sky_height` where the line of sight through pixel (x, y) leads to."""
    dx = rays[0, 0] + x * rays[1, 0] + y * rays[2, 0]
    dy = rays[0, 1] + x * rays[1, 1] + y * rays[2, 1]
    dz = rays[0, 2] + x * rays[1, 2] + y * rays[2, 2]
    return sky_height(dz / math.sqrt(dx * dx + dy * dy + dz * dz), band)


def grain() -> np.ndarray:
    """The noise (64, 64), the same every time."""
    return np.random.default_rng(0).uniform(0.0, 1.0, (_GRAINS, _GRAINS)).astype(np.float32)
