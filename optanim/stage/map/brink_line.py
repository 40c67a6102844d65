"""The level line below which racers have escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from manim import VMobject

from optanim.base import numbers
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clip import path_inside
from optanim.stage.draw.paths import joined
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.map.contour_map import ContourMap

LINE = 3.0  # design pixels: width of the line
AWAY = 16.0  # design pixels from the map's edge to the name's plate, at least
PLACES = 200  # along the line at which the name may stand, and of each way that it is kept off


def add_brink(
    canvas: Canvas,
    chart: ContourMap,
    runs: Mapping[str, Trajectory],
    tolerance: float,
    named: bool = True,
) -> None:
    """Show on ``chart`` where the loss is that of the brink of ``runs``, dashed, below its numbers.

    It ends at the edges of the map's region, beyond which ticks are written.
    The line's name, if it is ``named``, stands on it where it is farthest from the runs' ways and
    from the numbers. Where nothing is escaped, or the line does not cross the map, nothing is
    added.
    """
    brink, land = next(iter(runs.values())).brink(tolerance), chart.landscape
    if brink is None:
        return
    lines = land.lines(float(land.scale.height(brink.level)))
    whole = (chart.locate(line)[:, :2] for line in lines)
    pieces = [piece for line in whole for piece in path_inside(line, chart.region)]
    if not pieces:
        return
    color = canvas.theme.limit
    line = canvas.line(color, LINE)
    line.points = joined(canvas.dashes(piece) for piece in pieces)
    words = canvas.words("chart.escaped", level=numbers.number(brink.level, 3))
    name = _name(canvas, chart, canvas.text(words, SMALL, color), pieces, runs) if named else []
    chart.insert(chart.submobjects.index(chart.labels), line)
    chart.labels.add(*name)


def _name(
    canvas: Canvas,
    chart: ContourMap,
    name: VMobject,
    pieces: Sequence[np.ndarray],
    runs: Mapping[str, Trajectory],
) -> list[VMobject]:
    """The ``name`` on its plate, on one of the ``pieces`` (n, 2) of its line if there is room."""
    along = np.concatenate(pieces)
    places = along[np.linspace(0, len(along) - 1, PLACES).astype(int)]
    room = half_size(plate(canvas, name))
    inner = chart.region.inset(AWAY)
    fits = ((places - room >= inner.low) & (places + room <= inner.high)).all(axis=1)
    if not fits.any():
        return []
    places = places[fits]
    shares = np.linspace(0.0, 1.0, PLACES)
    ways = (np.array([run.at(share * run.steps) for share in shares]) for run in runs.values())
    taken = [chart.locate(way)[:, :2] for way in ways]
    taken.append(np.array([label.get_center()[:2] for label in chart.labels]).reshape(-1, 2))
    gaps = np.abs(np.concatenate(taken)[None] - places[:, None]) - room
    free = gaps.max(axis=2).min(axis=1)
    name.move_to(np.append(places[int(np.argmax(free))], 0.0))
    return [plate(canvas, name), name]
