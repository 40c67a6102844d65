"""The level line through a run's present point, and the right angle that its gradient makes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import contains, path_inside
from optanim.stage.draw.clock import Announcing, Moment
from optanim.stage.draw.paths import NOTHING, joined, polyline
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.map.contour_map import ContourMap

LINE = 4.0  # design pixels: width of the level line
CORNER = 22.0  # design pixels: length of the right angle's sides, at most
NAMED = 12.0  # design pixels from a line's name to the map's edge, at least
EVERY = 3  # of a level line's corners, which are about a pixel apart, one in so many is drawn


class LevelLine(Announcing, VMobject):
    """Where the loss is what it is at the present row, for the first ``rows`` rows.

    With the ``part`` (start, end) of the moment's lead it runs from the point both ways round. It
    is drawn in the map's region only, not over what is written beyond.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: ContourMap,
        run: Trajectory,
        rows: int,
        part: tuple[float, float],
    ) -> None:
        super().__init__(
            stroke_color=canvas.theme.text, stroke_width=canvas.stroke(LINE), fill_opacity=0.0
        )
        self.part, self.region = part, chart.region
        self.halves = [_halves(chart, run, row) for row in range(rows)]

    def show_at(self, moment: Moment) -> None:
        """Draw the line of the row at or before ``moment``, as far as it is announced."""
        row, grown = int(moment.step + 1e-9), moment.part(*self.part)
        if row >= len(self.halves) or grown <= 0.0:
            self.points = NOTHING
            return
        drawn = (_share(half, grown) for half in self.halves[row])
        pieces = (piece for half in drawn for piece in path_inside(half, self.region))
        self.points = joined(map(polyline, pieces))


class LevelName(Announcing, VGroup):
    """What the loss is on a `LevelLine`, on a plate on the line itself, far from the run's point.

    It comes when the line is there. ``names`` are texts, one a row.
    """

    def __init__(
        self, canvas: Canvas, chart: ContourMap, line: LevelLine, names: Sequence[str]
    ) -> None:
        self.part = line.part
        self.tags = []
        for halves, name in zip(line.halves, names, strict=True):
            text = canvas.text(name, SMALL, weight="SEMIBOLD")
            board = plate(canvas, text)
            inner = chart.region.inset(*(half_size(board) / canvas.px + NAMED))
            points = np.concatenate([np.zeros((0, 2)), *halves])
            points = points[contains(inner, points)]
            if len(points):
                far = _distances(points, halves[0][0]).argmax()
                text.move_to(np.append(points[far], 0.0))
                board = plate(canvas, text)
                self.tags.append([(part, part.points) for part in (board, text)])
            else:
                self.tags.append([])
        super().__init__(*(part for tag in self.tags for part, _ in tag))

    def show_at(self, moment: Moment) -> None:
        """Write the name of the row at or before ``moment`` once its line is there."""
        row = int(moment.step + 1e-9)
        shown = moment.part(*self.part) >= 1.0
        for number, tag in enumerate(self.tags):
            for part, points in tag:
                part.points = points if shown and number == row else NOTHING


class RightAngle(Announcing, VMobject):
    """The mark of a right angle between ``directions`` (n, 2) and their level lines at ``tails``.

    Both in parameter units, a row a step. Not longer than half of its direction.
    """

    def __init__(
        self,
        canvas: Canvas,
        chart: ContourMap,
        tails: np.ndarray,
        directions: np.ndarray,
        part: tuple[float, float],
    ) -> None:
        super().__init__(
            stroke_color=canvas.theme.text, stroke_width=canvas.stroke(3), fill_opacity=0.0
        )
        self.chart, self.part = chart, part
        self.tails = chart.locate(tails)[:, :2]
        reaches = chart.spans(directions)
        lengths = np.hypot(*reaches.T)[:, None]
        self.arms = reaches / lengths * np.minimum(CORNER * canvas.px, lengths / 2)

    def show_at(self, moment: Moment) -> None:
        """Draw the mark of the row at or before ``moment`` once it is half announced."""
        row = int(moment.step + 1e-9)
        if row >= len(self.tails) or moment.part(*self.part) < 0.5:
            self.points = NOTHING
            return
        tail, up = self.tails[row], self.arms[row]
        along = np.array([-up[1], up[0]])
        corners = np.array([tail + along, tail + along + up, tail + up])
        inside = contains(self.chart.region, corners).all()
        pieces = [corners] if inside else path_inside(corners, self.chart.region)
        self.points = joined(map(polyline, pieces))


def _halves(chart: ContourMap, run: Trajectory, row: int) -> list[np.ndarray]:
    """The level line of ``row`` as two paths (n, 2) in scene units that begin at the point."""
    here = chart.locate(run.params[row])[:2]
    pieces = [chart.locate(line)[:, :2] for line in chart.landscape.lines(np.sqrt(run.losses[row]))]
    if not pieces:
        return []
    line = min(pieces, key=lambda piece: _distances(piece, here).min())
    nearest = int(_distances(line, here).argmin())
    if np.allclose(line[0], line[-1]):
        ring = np.roll(line[:-1], -nearest, axis=0)
        middle = len(ring) // 2
        ways = [ring[1 : middle + 1], ring[middle:][::-1]]
    else:
        ways = [line[nearest + 1 :], line[:nearest][::-1]]
    return [np.concatenate([here[None], way[:-1:EVERY], way[-1:]]) for way in ways if len(way)]


def _distances(points: np.ndarray, here: np.ndarray) -> np.ndarray:
    return np.hypot(*(points - here).T)


def _share(path: np.ndarray, share: float) -> np.ndarray:
    """The first ``share`` of the length of ``path`` (n, 2)."""
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    end = share * lengths[-1]
    last = [np.interp(end, lengths, path[:, axis]) for axis in (0, 1)]
    return np.concatenate([path[lengths < end], [last]])
