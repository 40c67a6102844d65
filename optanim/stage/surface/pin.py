"""Words at a place of the land, wherever the camera goes."""

from __future__ import annotations

import numpy as np
from manim import Group, ThreeDCamera

from optanim.raster import View
from optanim.stage.draw.canvas import BODY, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.draw.sheet import readable
from optanim.stage.surface.relief import Relief, view_of

ABOVE = 62.0  # design pixels: how far above its place a text stands
PAD = 12.0  # design pixels between the text and the edge of its plate
GAP, YIELD = 10.0, 160.0  # design pixels to another pin; from where on it gives way, sideways


class Pin(Group):
    """``words`` on a plate, above the place of ``params`` (2,) on a ``relief``.

    They stay within the frame, go where their place is not, and give way to the pin ``other``,
    upwards or downwards.
    """

    def __init__(
        self,
        canvas: Canvas,
        relief: Relief,
        params: np.ndarray,
        words: str,
        other: Pin | None = None,
    ) -> None:
        self.canvas, self.relief, self.params, self.other = canvas, relief, params, other
        text = canvas.text(words, BODY)
        super().__init__(plate(canvas, text, pad=PAD), text)

    def follow(self, camera: ThreeDCamera) -> None:
        """Stand where ``camera`` sees the place now."""
        frame, place = self.canvas.frame, self.relief.locate(self.params)
        seen = seen_on(frame, view_of(camera), place)
        if seen is None:
            self.move_to((0.0, 2.0 * float(frame.size[1]), 0.0))
            return
        over = seen + np.array([0.0, ABOVE * self.canvas.px])
        place = kept_within(readable(frame), over, half_size(self))
        self.move_to(np.append(place if self.other is None else self._giving_way(place), 0.0))

    def _giving_way(self, place: np.ndarray) -> np.ndarray:
        """``place`` (2,), moved up or down from the other pin, all the way where both meet."""
        assert self.other is not None
        px, away = self.canvas.px, place - self.other.get_center()[:2]
        room = half_size(self) + half_size(self.other) + GAP * px
        free = np.abs(away) - room
        near = np.clip(1.0 - free[0] / (YIELD * px), 0.0, 1.0)
        return place + np.array([0.0, np.copysign(near * max(-free[1], 0.0), away[1])])


def seen_on(frame: Region, view: View, place: np.ndarray) -> np.ndarray | None:
    """Where on the ``frame`` (2,) the scene point ``place`` (3,) is seen, None where it is not."""
    x, y, near = view.project(place)
    share = np.array([x / view.size[0], 1.0 - y / view.size[1]])
    if not (near > 0.0 and (share >= 0.0).all() and (share <= 1.0).all()):
        return None
    return frame.low + share * frame.size


def kept_within(region: Region, middle: np.ndarray, half: np.ndarray) -> np.ndarray:
    """The ``middle`` (2,) of a plate, moved so that all of it is in the ``region``.

    ``half`` (2,) is half of its size.
    """
    return np.clip(middle, region.low + half, region.high - half)
