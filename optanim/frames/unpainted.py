"""What is below is not painted yet, but around a way that is being walked."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from manim import Camera

from optanim.frames.painted import Painted

OPEN = 0.9  # scene units around the way in which what is below is seen
SOFT = 0.35  # scene units over which what is painted ends
CELL = 2  # pixels a side that are alike covered: the edge is too soft for it to be seen


class Unpainted(Painted):
    """The frame's bare ground over all that is below it.

    That is seen up to ``radius`` scene units from the way from ``start`` (2,) to ``end`` (2,), as
    far as it has been ``walked``, 0 to 1. Its points are the corners of what it covers, a rectangle
    from ``low`` (2,) to ``high`` (2,) of the frame's plane. To uncover it::

        scene.play(cover.opened())
        scene.play(cover.painted(), run_time=4.0)
        scene.play(cover.flooded())
    """

    blended: ClassVar[tuple[str, ...]] = ("radius", "walked")

    def __init__(
        self, start: np.ndarray, end: np.ndarray, low: np.ndarray, high: np.ndarray
    ) -> None:
        super().__init__()
        self.points = np.array([[*low[:2], 0.0], [*high[:2], 0.0]])
        self.start, self.way = start[:2].astype(float), (end - start)[:2].astype(float)
        self.radius, self.walked = -SOFT, 0.0

    def opened(self, **kwargs: Any) -> Any:
        """The animation in which what is below is seen around the start."""
        return self._changed(kwargs, radius=OPEN)

    def painted(self, **kwargs: Any) -> Any:
        """The animation in which the way is walked."""
        return self._changed(kwargs, walked=1.0)

    def flooded(self, **kwargs: Any) -> Any:
        """The animation in which all is painted."""
        whole = float(np.hypot(*np.ptp(self.points[:, :2], axis=0)))
        return self._changed(kwargs, radius=whole + SOFT)

    def _changed(self, how: dict[str, Any], **goal: float) -> Any:
        animated: Any = self.animate
        return animated(**how).set(**goal)

    def paint(self, camera: Camera) -> None:
        """Lay the camera's background over what is not painted yet."""
        assert camera.background is not None
        rows, columns = self._covered(camera)
        pixels, bare = camera.pixel_array[rows, columns], camera.background[rows, columns]
        x, y = _places(camera, rows, columns)
        bared = np.clip((self._away(x, y) - self.radius) / SOFT + 0.5, 0.0, 1.0) * self.opacity
        high, wide = pixels.shape[:2]
        share = bared.repeat(CELL, axis=0).repeat(CELL, axis=1)[:high, :wide]
        mixed = pixels + (bare.astype(np.float32) - pixels) * share[..., None]
        pixels[:] = np.rint(mixed).astype(np.uint8)

    def _away(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """How far (h, w) places at ``x`` (w,) and ``y`` (h, 1) are from the way walked so far."""
        dx, dy = x - np.float32(self.start[0]), y - np.float32(self.start[1])
        here = (self.walked * self.way).astype(np.float32)
        along = np.clip((dx * here[0] + dy * here[1]) / max(float(here @ here), 1e-12), 0.0, 1.0)
        return np.asarray(np.hypot(dx - along * here[0], dy - along * here[1]))

    def _covered(self, camera: Camera) -> tuple[slice, slice]:
        """The rows and the columns of the frame's pixels that it covers."""
        scale = camera.pixel_width / camera.frame_width
        left, right = np.round((self.points[:, 0] + camera.frame_width / 2) * scale).astype(int)
        bottom, top = np.round((camera.frame_height / 2 - self.points[:, 1]) * scale).astype(int)
        return slice(max(int(top), 0), int(bottom)), slice(max(int(left), 0), int(right))


def _places(camera: Camera, rows: slice, columns: slice) -> tuple[np.ndarray, np.ndarray]:
    """Scene coordinates of the middles of cells of pixels: x (w,) and y (h, 1)."""
    size = camera.frame_width / camera.pixel_width
    x = (np.arange(columns.start, min(columns.stop, camera.pixel_width), CELL) + CELL / 2) * size
    y = (np.arange(rows.start, min(rows.stop, camera.pixel_height), CELL) + CELL / 2) * size
    x, y = x - camera.frame_width / 2, camera.frame_height / 2 - y
    return x.astype(np.float32), y[:, None].astype(np.float32)
