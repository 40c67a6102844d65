"""An arrow that points at something, and a word on it."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import arrow
from optanim.stage.draw.plates import half_size, plate

SHAFT = 7.0  # design pixels: width of the arrow
RIM = 3.0  # design pixels: width of its dark rim
CLEAR = 16.0  # design pixels between the arrow and the plate


class Pointer(VGroup):
    """An arrow from ``tail`` to ``tip`` (2,) in the focus's colour, and words on a plate.

    The plate stands within ``region``, beside the arrow's middle, or before its tail where it is
    too wide for that; or else ``beyond`` its tip, and aside of it where there is no room beyond.
    The arrow ends ``short`` of the tip by so many scene units, so as not to cover what it points
    at.
    """

    def __init__(
        self,
        canvas: Canvas,
        tail: np.ndarray,
        tip: np.ndarray,
        words: str,
        region: Region,
        short: float = 0.0,
        beyond: bool = False,
    ) -> None:
        px, theme = canvas.px, canvas.theme
        tail, way = tail[:2], tip[:2] - tail[:2]
        way = way * max(1.0 - short / np.hypot(*way), 0.0)
        shaft = canvas.shape(theme.focus, theme.rim, RIM)
        shaft.points = arrow(tail, way, SHAFT * px)
        text = canvas.text(words, SMALL, theme.focus, weight="SEMIBOLD")
        board = plate(canvas, text)
        half = half_size(board)
        past = np.sign(way) * (half + CLEAR * px) * [0, 1]
        place = tail + (way + past if beyond else way / 2)
        low, high = region.low + half, region.high - half
        if not (beyond and low[1] <= place[1] <= high[1]):
            side = 1.0 if tail[0] < region.center[0] else -1.0
            place[0] += side * (half[0] + (CLEAR + 2 * SHAFT) * px)
            if not (beyond or low[0] <= place[0] <= high[0]):
                place = tail - past
        place = np.append(np.clip(place, low, high), 0.0)
        super().__init__(shaft, board.move_to(place), text.move_to(place))
