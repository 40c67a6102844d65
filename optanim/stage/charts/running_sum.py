"""A sum along one direction: its terms in lanes, tip to tail, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from optanim.base import numbers
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Announcing, Moment, staggered
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import NOTHING, arrow, joined, polygon, polyline

HEAD, SCALE, RESULT = 54.0, 44.0, 58.0
"""Design pixels: heights of title and scale above, and of the row below."""
LONGEST = 0.4  # of the lanes: length of the scale's bar at most
LABELS, UPRIGHT = 64.0, 44.0  # design pixels: width of the terms' labels; height in a row
SHAFT = 8.0  # design pixels: width of a term's arrow
SUM = 26.0  # design pixels: thickness of the sum's bar


class RunningSum(VGroup):
    """The frame: a title above, a lane for each term and one for the sum, and a line at zero.

    Lanes lie one below the other, positive terms leading to the right. An ``upright`` frame has
    them side by side, positive terms leading up. ``terms[k]`` (n_k,) are step k's. All of its steps
    are drawn to one scale, given by the farthest that any sum runs; a bar of a round length says
    which. ``labels`` stand at the left of the lanes, or below them, where there are any; below all
    that is the ``result``, a row for what becomes of the terms.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        terms: Sequence[np.ndarray],
        words: str,
        labels: Sequence[str] = (),
        upright: bool = False,
    ) -> None:
        self.canvas, self.upright = canvas, upright
        head, scale, body, self.result = region.rows(HEAD, SCALE, None, RESULT)
        if upright:
            body, names = body.rows(None, UPRIGHT if labels else 0.0)
        else:
            names, body = body.columns(LABELS if labels else 0.0, None)
        count = max(map(len, terms)) + 1
        cut = Region.columns if upright else Region.rows
        self.lanes = [lane.center[1 - self.along] for lane in cut(body, *[None] * count)]
        corners = np.concatenate([np.append(0.0, np.cumsum(term)) for term in terms])
        inner = body.inset(0.0, SHAFT) if upright else body.inset(SHAFT, 0.0)
        self.low, self.start = corners.min(), inner.low[self.along]
        self.unit = inner.size[self.along] / np.ptp(corners)
        title = head.place(canvas.text(words, SMALL, weight="MEDIUM"), x=0.5)
        zero = canvas.line(canvas.theme.frame, 2.5)
        zero.points = polyline(
            np.array([self.point(0.0, end[1 - self.along]) for end in (body.low, body.high)])
        )
        super().__init__(title, zero, *self._scale(scale, float(np.ptp(corners))))
        for label, place in zip(labels, cut(names, *[None] * count), strict=False):
            text = canvas.text(label, SMALL, canvas.theme.muted)
            self.add(place.place_type(text, x=0.5 if upright else 0.0))

    def _scale(self, place: Region, extent: float) -> tuple[VMobject, VMobject]:
        """A bar of a round length, not more than `LONGEST` of the ``extent``, and that length."""
        canvas, length = self.canvas, numbers.round_down(LONGEST * extent)
        line = canvas.line(canvas.theme.muted, 3.0)
        text = canvas.text(canvas.words("sums.scale", length=length), SMALL, canvas.theme.muted)
        wide, gap = length * self.unit, 14 * canvas.px
        left = place.center[0] - (wide + gap + text.width) / 2
        middle, end = place.center[1], 8 * canvas.px
        ends = [np.array([[x, middle - end], [x, middle + end]]) for x in (left, left + wide)]
        bar = np.array([[left, middle], [left + wide, middle]])
        line.points = joined(map(polyline, (bar, *ends)))
        place.place_type(text)
        return line, text.set_x(left + wide + gap + text.width / 2)

    @property
    def along(self) -> int:
        """The coordinate, 0 or 1, that the terms lead along."""
        return int(self.upright)

    def locate(self, value: float) -> float:
        """Where ``value`` stands along the lanes, in scene units."""
        return float(self.start + (value - self.low) * self.unit)

    def point(self, value: float, lane: float) -> np.ndarray:
        """The scene point (2,) of ``value`` on the lane whose middle is at ``lane``."""
        pair = [self.locate(value), lane]
        return np.array(pair[::-1] if self.upright else pair)


class SumArrows(Announcing, VGroup):
    """The terms of the row at or before the present, coming one by one, then their sum.

    Parts of the lead and colours as for `FanArrows`; the sum comes in ``sum_part`` in ``color``.
    """

    def __init__(
        self,
        canvas: Canvas,
        frame: RunningSum,
        terms: Sequence[np.ndarray],
        colors: tuple[str, str],
        color: str,
        part: tuple[float, float],
        sum_part: tuple[float, float],
    ) -> None:
        self.frame, self.terms = frame, terms
        self.part, self.sum_part = part, sum_part
        self.shaft, self.thick = SHAFT * canvas.px, SUM * canvas.px
        self.arrows = [canvas.shape(colors[min(i, 1)]) for i in range(len(frame.lanes) - 1)]
        self.threads = canvas.line(canvas.theme.muted, 1.5)
        self.sum = canvas.shape(color)
        super().__init__(self.threads, *self.arrows, self.sum)

    def show_at(self, moment: Moment) -> None:
        """Draw what is announced of the row's sum at ``moment``."""
        row = int(moment.step + 1e-9)
        terms = self.terms[row] if row < len(self.terms) else np.zeros(0)
        corners = np.append(0.0, np.cumsum(terms))
        grown = staggered(moment.part(*self.part), len(terms))
        frame, lanes = self.frame, self.frame.lanes
        threads = []
        for index, piece in enumerate(self.arrows):
            piece.points = NOTHING
            if index < len(terms) and grown[index] > 0.0:
                end = corners[index] + terms[index] * grown[index]
                tail, tip = (frame.point(value, lanes[index]) for value in (corners[index], end))
                piece.points = arrow(tail, tip - tail, self.shaft)
                last = index == len(terms) - 1
                summed = last and moment.part(*self.sum_part) > 0.0
                threads.append(
                    polyline(np.array([tip, frame.point(end, lanes[-1 if summed else index + 1])]))
                )
        self.threads.points = joined(threads)
        self._show_sum(row, corners[-1], moment.part(*self.sum_part))

    def _show_sum(self, row: int, total: float, grown: float) -> None:
        shown = row < len(self.terms) and grown > 0.0
        if not shown:
            self.sum.points = NOTHING
            return
        frame = self.frame
        sides = frame.lanes[-1] + self.thick / 2 * np.array([-1.0, 1.0])
        corners = [(0.0, sides[0]), (total * grown, sides[0]), (total * grown, sides[1]),
                   (0.0, sides[1])]  # fmt: skip
        self.sum.points = polygon(np.array([frame.point(*corner) for corner in corners]))
