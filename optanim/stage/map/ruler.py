"""How far a point of the map has come along a direction, measured on the map."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.paths import joined, polyline
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.map.contour_map import ContourMap

LINE, EDGE = 5.0, 10.0  # design pixels: widths of the ruler, and of the dark line behind it
END = 13.0  # design pixels: half the length of the strokes at its ends
DROP = 2.5  # design pixels: width of the dashed line to the point
CLEAR = 12.0  # design pixels between the ruler and the plate of its name


class Ruler(VGroup):
    """A ruler from ``origin`` to the foot of ``point``, both (2,) in parameter units.

    The foot lies on the line through ``origin`` along ``direction`` (2,), straight below or above
    the point as seen from that line; a dashed line leads from one to the other. ``words`` stand
    beside the ruler's middle, on the other side than the point.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: ContourMap,
        origin: np.ndarray,
        direction: np.ndarray,
        point: np.ndarray,
        words: str,
    ) -> None:
        along = direction / np.hypot(*direction)
        foot = origin + (point - origin) @ along * along
        start, end, here = (chart.locate(place)[:2] for place in (origin, foot, point))
        aside = np.array([-along[1], along[0]])
        aside = aside if (here - end) @ aside <= 0.0 else -aside
        strokes = [[start, end]] + [
            [place - END * canvas.px * aside, place + END * canvas.px * aside]
            for place in (start, end)
        ]
        color = canvas.theme.text
        lines = [canvas.line(canvas.theme.rim, EDGE), canvas.line(color, LINE)]
        for line in lines:
            line.points = joined(polyline(np.array(stroke)) for stroke in strokes)
        drop = canvas.line(color, DROP)
        drop.points = canvas.dashes(np.array([end, here]))
        text = canvas.text(words, SMALL, weight="SEMIBOLD")
        half = half_size(plate(canvas, text))
        clear = (END + CLEAR) * canvas.px
        middle = (start + end) / 2 + aside * (np.abs(aside) @ half + clear)
        region = chart.region
        middle = np.clip(middle, region.low + half, region.high - half)
        text.move_to(np.append(middle, 0.0))
        super().__init__(*lines, drop, plate(canvas, text), text)

    def split_name(self) -> VGroup:
        """Give up its name with the plate, which then are no part of it any more."""
        name = VGroup(*self[-2:])
        self.remove(*name)
        return name
