"""What stands behind a film in space."""

from __future__ import annotations

import numpy as np

from optanim.frames.picture import Picture
from optanim.stage.canvas import Canvas
from optanim.stage.theme import rgb


class Backdrop(Picture):
    """The theme's background, a little lighter towards the middle, dithered against banding."""

    def __init__(self, canvas: Canvas) -> None:
        frame, theme = canvas.frame, canvas.theme
        rows, columns = round(frame.height / canvas.px), round(frame.width / canvas.px)
        y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
        light = np.clip(1.0 - np.hypot(x, 0.9 * (y - 0.1)) / 1.15, 0.0, 1.0)[..., None] ** 1.3
        dark, bright = np.array(rgb(theme.background)), np.array(rgb(theme.backdrop))
        noise = np.random.default_rng(0).uniform(-0.5, 0.5, (rows, columns, 1))
        colors = np.clip(255 * (dark + light * (bright - dark)) + noise, 0, 255)
        opaque = np.full((rows, columns, 1), 255.0)
        rgba = np.rint(np.concatenate([colors, opaque], axis=-1)).astype(np.uint8)
        super().__init__(rgba, frame.height)
