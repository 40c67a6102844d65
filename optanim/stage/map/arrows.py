"""Arrows on a map, one for each row of a run: gradients, steps, whatever has a direction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import contains, path_inside, polygon_inside
from optanim.stage.draw.clock import Announcing, Moment
from optanim.stage.draw.ground import Plane
from optanim.stage.draw.paths import NOTHING, arrow, polygon
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.map.contour_map import ContourMap

SHAFT = 7.0  # design pixels: width of the arrow
EDGE = 2.5  # design pixels: width of its rim
NEAR = 3.0  # times a map's width and height: how far off its arrows are drawn at all
SHARES = np.array([0.5, 0.35, 0.65, 0.2, 0.8, 0.05, 0.95])  # of an arrow: where its label stands
CLEAR = 16.0  # design pixels between the arrow and its label's plate


class RowArrow(Announcing, VGroup):
    """The arrow ``vectors[k]`` from ``tails[k]``, both (n, 2) in parameter units, before step k.

    It grows with the ``part`` (start, end) of the moment's lead, stays while the step is taken,
    and is gone beyond row n - 1. With a thin rim it stands out on any map. ``label``, a line of
    text in ``color`` on a plate, stands at its middle, on ``side`` 1 (left of its direction) or
    -1, where the arrow is long enough for it; nearer to an end where it would hide a minimum.
    Several labels are one a row, and stand at any arrow. What would leave the map is cut off.

    A run's step is ``RowArrow(canvas, chart, run.params[:-1], np.diff(run.params, axis=0),
    color)``; an arrow of the gradient at one fiftieth has ``run.gradients / 50``.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: ContourMap,
        tails: np.ndarray,
        vectors: np.ndarray,
        color: str,
        part: tuple[float, float] = (0.0, 1.0),
        label: str | Sequence[str] = "",
        side: int = 1,
        opacity: float = 1.0,
        shaft: float = SHAFT,
    ) -> None:
        self.chart, self.part, self.side = chart, part, side
        self.tails = chart.locate(tails)[:, :2]
        self.reaches = chart.spans(vectors)
        self.shaft, self.clear = shaft * canvas.px, CLEAR * canvas.px
        body = canvas.shape(color, canvas.theme.rim, EDGE if opacity == 1.0 else 0.0, opacity)
        self.labels = [label] * len(tails) if isinstance(label, str) else label
        self.every = not isinstance(label, str)
        self.tags = {words: _tag(canvas, words, color) for words in self.labels if words}
        self.halves = {words: half_size(tag[0]) for words, tag in self.tags.items()}
        self.drawn = {words: [part.points for part in tag] for words, tag in self.tags.items()}
        super().__init__(body, *(part for tag in self.tags.values() for part in tag))

    def show_at(self, moment: Moment) -> None:
        """Draw the arrow of the row at or before ``moment``, as far as it is announced."""
        body = self.submobjects[0]
        for piece in self.submobjects:
            piece.points = NOTHING
        row, grown = int(moment.step + 1e-9), moment.part(*self.part)
        if row >= len(self.tails) or grown <= 0.0:
            return
        tail, reach = self.tails[row], self.reaches[row] * grown
        body.points = clipped_arrow(self.chart, tail, reach, self.shaft)
        if grown > 0.5 and self.labels[row]:
            self._label(self.labels[row], tail, self.reaches[row])

    def _label(self, words: str, tail: np.ndarray, reach: np.ndarray) -> None:
        """Write ``words`` beside the arrow, if there is to be a label."""
        tag = self.tags[words]
        half = self.halves[words]
        if self.every or np.hypot(*reach) > half[0]:
            place = self._beside(tail, reach, half)
            for piece, points in zip(tag, self.drawn[words], strict=True):
                piece.points = points + place

    def _beside(self, tail: np.ndarray, reach: np.ndarray, half: np.ndarray) -> np.ndarray:
        """Where (3,) the middle of a label of ``half`` size stands, within the map."""
        normal = self.side * np.array([-reach[1], reach[0]]) / np.hypot(*reach)
        beside = tail + normal * (np.abs(normal) @ half + self.clear)
        region = self.chart.region
        places = np.clip(beside + SHARES[:, None] * reach, region.low + half, region.high - half)
        hidden = [self._minima_hidden(place, half) for place in places]
        return np.append(places[int(np.argmin(hidden))], 0.0)

    def _minima_hidden(self, middle: np.ndarray, half: np.ndarray) -> int:
        """How many minima's marks a label touches that stands there."""
        marks = self.chart.minimum
        return sum(
            bool((np.abs(mark.get_center()[:2] - middle) < half_size(mark) + half).all())
            for mark in marks
        )


def clipped_arrow(chart: Plane, tail: np.ndarray, reach: np.ndarray, shaft: float) -> np.ndarray:
    """Cubic points of an arrow from ``tail`` (2,) along ``reach`` (2,), cut off at the map's edge.

    Both in scene units; ``shaft`` is its width. Who diverges has tails and reaches of which their
    rounding is as long as the map: only what is near it is drawn.
    """
    region = chart.region
    if contains(region, np.array([tail, tail + reach])).all():
        return arrow(tail, reach, shaft)
    near = path_inside(
        np.array([tail, tail + reach]), region.middle(NEAR * region.width, NEAR * region.height)
    )
    if not near:
        return NOTHING
    (start, *_, stop) = near[0]
    corners = polygon_inside(arrow(start, stop - start, shaft)[::4, :2], region)
    return polygon(corners) if len(corners) else NOTHING


def _tag(canvas: Canvas, label: str, color: str) -> tuple[VMobject, VMobject]:
    """A plate and a line of text on it, both centred on the origin."""
    text = canvas.text(label, SMALL, color, weight="SEMIBOLD").move_to((0.0, 0.0, 0.0))
    return plate(canvas, text), text
