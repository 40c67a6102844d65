"""The sky: its colours by elevation, wherever no ground has been drawn."""

from __future__ import annotations

import math

import numpy as np

from optanim.raster.kernel import kernel
from optanim.raster.shading import sky_height

_f = np.float32
_GRAINS = 64  # side of the tile of noise that keeps the sky from showing bands


@kernel(fastmath=True, error_model="numpy")
def sky(image, depth, rays, haze, noise):
    """Paint the sky's colour on every pixel of ``image`` (h, w, 4) uint8 whose ``depth`` is 0.

    The line of sight through pixel (x, y) leads along ``rays``[0] + x ``rays``[1] + y ``rays``[2],
    (3, 3). ``noise`` (64, 64) from 0 to 1 decides what is rounded up.
    """
    height, width = depth.shape
    start, right, down = rays[0], rays[1], rays[2]
    for y in range(height):
        for x in range(width):
            if depth[y, x] > _f(0.0):
                continue
            dx = start[0] + _f(x) * right[0] + _f(y) * down[0]
            dy = start[1] + _f(x) * right[1] + _f(y) * down[1]
            dz = start[2] + _f(x) * right[2] + _f(y) * down[2]
            high = sky_height(dz / math.sqrt(dx * dx + dy * dy + dz * dz), haze.band)
            grain = noise[y % _GRAINS, x % _GRAINS]
            for k in range(3):
                color = haze.zenith[k] + (haze.horizon[k] - haze.zenith[k]) * high
                image[y, x, k] = np.uint8(color * _f(254.0) + grain)
            image[y, x, 3] = 255


def grain() -> np.ndarray:
    """The noise (64, 64), the same every time."""
    return np.random.default_rng(0).uniform(0.0, 1.0, (_GRAINS, _GRAINS)).astype(np.float32)
