"""On which side of its head each racer's name stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import contains
from optanim.stage.draw.marks import HEAD
from optanim.stage.draw.plates import half_size, plate
from optanim.stage.draw.type import Type
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.crowd import ALONE, Crowd
from optanim.stage.map.walker import tag_offset

SIDES = np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [-1, -1], [1, -1]], float)
"""The sides (8, 2) on which a name may stand: right, left, above, below, and the corners."""

OFF_MAP = 3.0  # how many times worse it is to leave the map than to cover something on it
FIRST = 2.0  # steps, with which racers begin to part
TOGETHER = 5  # racers of which all combinations of sides are compared, at most


@dataclass(frozen=True)
class _Boxes:
    """A box on its way: its middles (n, 2) at n moments, and half of its size (2,).

    At moments at which there is none its middle is NaN.
    """

    middles: np.ndarray
    half: np.ndarray

    def area(self) -> float:
        """Its area, summed over all moments."""
        return float(4.0 * self.half.prod() * np.isfinite(self.middles).all(axis=1).sum())

    def overlap(self, other: _Boxes) -> float:
        """The area that it shares with another, summed over all moments."""
        reach = self.half + other.half - np.abs(self.middles - other.middles)
        sides = np.clip(reach, 0.0, 2.0 * np.minimum(self.half, other.half))
        return float(np.nansum(sides.prod(axis=1)))


def best_sides(
    canvas: Canvas,
    chart: ContourMap,
    runs: Mapping[str, Trajectory],
    texts: Mapping[str, Type],
    steps: np.ndarray,
    crowd: Crowd = ALONE,
) -> dict[str, np.ndarray]:
    """For each racer the side (2,) on which names and heads collide least over the whole walk.

    A name keeps its side for good, so that nothing jumps while the viewer reads. Sides are
    compared at ``steps`` (n,), by the area that names share with one another, with heads and with
    what lies outside the map. The heads are where the ``crowd`` has them. Where it sets out none,
    all stand on one another at the start: then the first steps count as much as all of the walk.
    """
    if not crowd.spreads:
        steps = np.concatenate([np.linspace(0.0, FIRST, len(steps)), steps])
    head = np.full(2, HEAD * canvas.px)
    true = {name: _way(chart, run, steps) for name, run in runs.items()}
    heads = {
        name: _Boxes(_set_out(crowd, run, steps, true[name]), head) for name, run in runs.items()
    }
    below = [_Boxes(way[:, :2], head) for way in true.values()] if crowd.spreads else []
    if crowd.control:
        below.append(_Boxes(_way(chart, crowd.control, steps)[:, :2], head))
    ground = _Boxes(chart.region.center[None, :2], chart.region.size / 2)
    tags = {name: _tags(canvas, texts[name], heads[name].middles) for name in runs}
    alone = {
        name: np.array(
            [_cost(tag, ground, [*below, *(heads[n] for n in runs if n != name)]) for tag in kinds]
        )
        for name, kinds in tags.items()
    }
    shared = {
        (m, n): np.array([[one.overlap(other) for other in tags[n]] for one in tags[m]])
        for m, n in combinations(runs, 2)
    }
    choose = _together if len(runs) <= TOGETHER else _in_turn
    return {name: SIDES[side] for name, side in choose(list(runs), alone, shared).items()}


def _way(chart: ContourMap, run: Trajectory, steps: np.ndarray) -> np.ndarray:
    """Where (n, 3) a racer is at ``steps`` (n,); NaN where it is off the map."""
    places = chart.locate(np.array([run.at(step) for step in steps]))
    return np.where(contains(chart.region, places)[:, None], places, np.nan)


def _set_out(crowd: Crowd, run: Trajectory, steps: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Where (n, 2) its head is at ``steps`` (n,), of a racer that is at ``places`` (n, 3)."""
    pairs = zip(steps, places, strict=True)
    return np.array([crowd.place(run, step, here)[:2] for step, here in pairs])


def _tags(canvas: Canvas, text: Type, heads: np.ndarray) -> list[_Boxes]:
    """The name's plate on each of the `SIDES` of a head whose middles are ``heads`` (n, 2)."""
    half = half_size(plate(canvas, text))
    return [_Boxes(heads + tag_offset(canvas, half, side)[:2], half) for side in SIDES]


def _cost(tag: _Boxes, ground: _Boxes, heads: Sequence[_Boxes]) -> float:
    """How bad it is to stand there, whatever the other names do."""
    outside = tag.area() - tag.overlap(ground)
    return OFF_MAP * outside + sum(tag.overlap(head) for head in heads)


def _together(
    names: Sequence[str],
    alone: Mapping[str, np.ndarray],
    shared: Mapping[tuple[str, str], np.ndarray],
) -> dict[str, int]:
    """The numbers of the sides that cost least in all, out of all combinations."""
    axes = np.ix_(*[range(len(SIDES))] * len(names))  # one axis a racer, its sides along it
    cost = np.zeros([len(SIDES)] * len(names))
    for name, side in zip(names, axes, strict=True):
        cost += alone[name][side]
    for (m, side), (n, other) in combinations(zip(names, axes, strict=True), 2):
        cost += shared[m, n][side, other]
    best = np.unravel_index(np.argmin(cost), cost.shape)
    return dict(zip(names, map(int, best), strict=True))


def _in_turn(
    names: Sequence[str],
    alone: Mapping[str, np.ndarray],
    shared: Mapping[tuple[str, str], np.ndarray],
) -> dict[str, int]:
    """The same where there are too many combinations: each racer's best, given those before it."""
    chosen: dict[str, int] = {}
    for name in names:
        cost = alone[name] + sum(shared[other, name][side] for other, side in chosen.items())
        chosen[name] = int(np.argmin(cost))
    return chosen
