"""What the map's colours mean."""

from __future__ import annotations

import numpy as np
from manim import Group

from optanim.base import numbers
from optanim.frames.picture import Picture
from optanim.landscape.height_scale import Shades
from optanim.landscape.landscape import Landscape
from optanim.landscape.marks import marks
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon

BAR, INSET = 22.0, 20.0  # design pixels: the bar's height; what is free at its right
MOST, GAP = 5, 12.0  # labels, at most; design pixels between two, at least


class ColorBar(Group):
    """A horizontal bar of the map's colours with the losses of some of them below.

    With ``more``, where the last colour stands for all that is higher too, the bar is pointed.
    ``on_map`` gives it an edge, and labels, that are seen where a map has its colours.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        shades: Landscape | Shades,
        more: bool = False,
        on_map: bool = False,
    ) -> None:
        title, rest = region.columns(70, None)
        bar = rest.cut(top=8, bottom=region.height - (8 + BAR), right=INSET)
        colors = canvas.theme.map_colors(np.linspace(0.0, 1.0, 512)[None])
        opaque = np.full((1, 512, 1), 255, np.uint8)
        strip = np.repeat(np.concatenate([colors, opaque], axis=-1), 16, axis=0)
        picture = Picture(strip, bar.top - bar.bottom).stretch_to_fit_width(bar.right - bar.left)
        picture.move_to(bar.center)
        span = shades.number(shades.top) - shades.number(shades.low)
        for most in range(MOST, 1, -1):
            ticks = marks(shades.scale, shades.low, shades.top, most)
            labels = [numbers.within(shades.number(tick), span) for tick in ticks]
            if _apart(canvas, labels, shades.share(ticks) * bar.width, bar.width + INSET):
                break
        color = canvas.theme.text if on_map else ""
        scale = axes.below(canvas, bar, shades.share(ticks), labels, "", INSET, color)
        name = title.place(canvas.text(canvas.words("loss"), SMALL), x=0.0)
        name.set_y(bar.center[1])
        super().__init__(picture, axes.border(canvas, bar), scale, name)
        corners = [bar.at(1, 0), bar.at(1, 0.5, right=0.8 * BAR), bar.at(1, 1)]
        if more:
            red, green, blue = colors[0, -1]
            tip = canvas.shape(f"#{red:02X}{green:02X}{blue:02X}")
            tip.points = polygon(np.array(corners))
            self.add(tip)
        if on_map:
            edge = canvas.line(canvas.theme.text, 2.0)
            right = corners if more else [bar.at(1, 0), bar.at(1, 1)]
            edge.points = polygon(np.array([bar.at(0, 0), *right, bar.at(0, 1)]))
            self.add(edge)


def _apart(canvas: Canvas, labels: list[str], places: np.ndarray, end: float) -> bool:
    """Whether ``labels`` at ``places`` (n,), or before the ``end``, leave room between them.

    All in design pixels.
    """
    half = np.array([canvas.width_of(canvas.text(label, SMALL)) / 2 for label in labels])
    places = np.minimum(places, end - half)
    return bool(np.all(np.diff(places) > half[1:] + half[:-1] + GAP))
