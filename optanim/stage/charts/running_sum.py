"""A sum along one direction: its terms one below the other, tip to tail, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Moment, staggered
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import NOTHING, arrow, joined, polygon, polyline

HEAD, RESULT = 54.0, 58.0  # design pixels: heights of the title above and of the result below
LABELS = 64.0  # design pixels: width of the terms' labels
SHAFT = 8.0  # design pixels: width of a term's arrow
SUM = 26.0  # design pixels: thickness of the sum's bar


class RunningSum(VGroup):
    """The frame: a title above, a line for each term and one for the sum, zero as an upright line.

    ``terms[k]`` (n_k,) are step k's. All of its steps are drawn to one scale, given by the
    farthest that any sum runs. ``labels`` stand at the left of the lines where there are any.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        terms: Sequence[np.ndarray],
        words: str,
        labels: Sequence[str] = (),
    ) -> None:
        self.canvas = canvas
        head, body, self.result = region.rows(HEAD, None, RESULT)
        names, body = body.columns(LABELS if labels else 0.0, None)
        self.rows = body.rows(*[None] * (max(map(len, terms)) + 1))
        corners = np.concatenate([np.append(0.0, np.cumsum(term)) for term in terms])
        self.low = corners.min()
        inner = body.inset(SHAFT, 0.0)
        self.left, self.unit = inner.left, inner.size[0] / np.ptp(corners)
        title = head.place(canvas.text(words, SMALL, weight="MEDIUM"), x=0.5)
        zero = canvas.line(canvas.theme.frame, 2.5)
        zero.points = polyline(
            np.array([[self.locate(0.0), body.bottom], [self.locate(0.0), body.top]])
        )
        super().__init__(title, zero)
        for label, row in zip(labels, names.rows(*[None] * len(self.rows)), strict=False):
            self.add(row.place_type(canvas.text(label, SMALL, canvas.theme.muted), x=0.0))

    def locate(self, value: float) -> float:
        """The x of ``value`` in scene units."""
        return self.left + (value - self.low) * self.unit


class SumArrows(VGroup):
    """The terms of the row at or before the present, coming one by one, then their sum.

    ``results[k]`` is written below once the sum is there. Parts of the lead and colours as for
    `FanArrows`; the sum comes in ``sum_part`` in ``color``.
    """

    def __init__(
        self,
        canvas: Canvas,
        frame: RunningSum,
        terms: Sequence[np.ndarray],
        results: Sequence[str],
        colors: tuple[str, str],
        color: str,
        part: tuple[float, float],
        sum_part: tuple[float, float],
    ) -> None:
        self.frame, self.terms = frame, terms
        self.part, self.sum_part = part, sum_part
        self.shaft, self.thick = SHAFT * canvas.px, SUM * canvas.px
        self.arrows = [canvas.shape(colors[min(i, 1)]) for i in range(len(frame.rows) - 1)]
        self.threads = canvas.line(canvas.theme.muted, 1.5)
        self.sum = canvas.shape(color)
        self.words = [
            frame.result.place_type(canvas.text(words, SMALL), x=0.5) for words in results
        ]
        self.written = [line.points for line in self.words]
        super().__init__(self.threads, *self.arrows, self.sum, *self.words)

    def show_at(self, moment: Moment) -> None:
        """Draw what is announced of the row's sum at ``moment``."""
        row = int(moment.step + 1e-9)
        terms = self.terms[row] if row < len(self.terms) else np.zeros(0)
        corners = np.append(0.0, np.cumsum(terms))
        grown = staggered(moment.part(*self.part), len(terms))
        heights = [place.center[1] for place in self.frame.rows]
        threads = []
        for index, piece in enumerate(self.arrows):
            piece.points = NOTHING
            if index < len(terms) and grown[index] > 0.0:
                x, reach = self.frame.locate(corners[index]), terms[index] * self.frame.unit
                tail, way = np.array([x, heights[index]]), np.array([reach * grown[index], 0.0])
                piece.points = arrow(tail, way, self.shaft)
                tip = tail + way
                last = index == len(terms) - 1
                below = heights[-1 if last and moment.part(*self.sum_part) > 0.0 else index + 1]
                threads.append(polyline(np.array([tip, [tip[0], below]])))
        self.threads.points = joined(threads)
        self._show_sum(row, corners[-1], moment.part(*self.sum_part), heights[-1])

    def _show_sum(self, row: int, total: float, grown: float, height: float) -> None:
        shown = row < len(self.terms) and grown > 0.0
        for step, (line, points) in enumerate(zip(self.words, self.written, strict=True)):
            line.points = points if step == row and grown > 0.5 else NOTHING
        if not shown:
            self.sum.points = NOTHING
            return
        start, end = self.frame.locate(0.0), self.frame.locate(total * grown)
        low, high = height - self.thick / 2, height + self.thick / 2
        self.sum.points = polygon(np.array([[start, low], [end, low], [end, high], [start, high]]))
