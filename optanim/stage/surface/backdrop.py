"""What stands behind a film in space."""

from __future__ import annotations

import numpy as np

from optanim.look.theme import Theme, rgb


def backdrop(theme: Theme, width: int, height: int) -> np.ndarray:
    """The theme's background, lighter towards the middle; RGBA (height, width, 4) uint8.

    Dithered against banding, with the same noise every time.
    """
    y, x = np.linspace(-1, 1, height)[:, None], np.linspace(-1, 1, width)
    light = np.clip(1.0 - np.hypot(x, 0.9 * (y + 0.1)) / 1.15, 0.0, 1.0) ** 1.3
    dark, bright = 255.0 * np.array([rgb(theme.background), rgb(theme.backdrop)])
    noise = np.random.default_rng(0).random((height, width), np.float32)
    colors = np.full((height, width, 4), 255, np.uint8)
    for channel in range(3):
        value = dark[channel] + light * (bright[channel] - dark[channel]) + noise
        colors[..., channel] = np.minimum(value, 255.0)
    return colors
