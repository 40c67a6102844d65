"""What stands behind a film in space."""

from __future__ import annotations

import numpy as np

from optanim.look.theme import Theme, rgb


def backdrop(theme: Theme, width: int, height: int) -> np.ndarray:
    """The theme's background, lighter towards the middle; RGBA (height, width, 4) uint8.

    Dithered against banding, with the same noise every time.
    """
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    light = np.clip(1.0 - np.hypot(x, 0.9 * (y + 0.1)) / 1.15, 0.0, 1.0)[..., None] ** 1.3
    dark, bright = np.array(rgb(theme.background)), np.array(rgb(theme.backdrop))
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, (height, width, 1))
    colors = np.clip(255 * (dark + light * (bright - dark)) + noise, 0, 255)
    opaque = np.full((height, width, 1), 255.0)
    return np.rint(np.concatenate([colors, opaque], axis=-1)).astype(np.uint8)
