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

SIDES = np.array(
    [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [-1, -1], [1, -1],
     [0.5, 1], [-0.5, 1], [-0.5, -1], [0.5, -1]], float
)  # fmt: skip
"""The sides (12, 2) on which a name may stand: right, left, above, below, the corners, and between
those and straight above or below."""

OFF_MAP = 20.0  # how many times worse it is to leave the map than to cover something on it
WAYS, MARKS = 0.15, 0.4  # next to covering names and heads: to cover trails, or the map's marks
HIDDEN = 0.3  # of the smaller of two boxes: as bad as all of it, once so much of it is covered
EDGE = 8.0  # design pixels from a name's plate to the map's edge, at least
HELD = 0.5  # of all passing moments: how much a step counts that is stood at
WORTH = 0.06  # of all moments, somebody hidden: what names must gain by going to other sides
ALONG = 400  # places of a trail, at most, that names are kept off
TOGETHER = 5  # racers of which all combinations of sides are compared, at most


@dataclass(frozen=True)
class _Boxes:
    """A box on its way: its middles (n, 2) at n moments, and half of its size (2,).

    At moments at which there is none its middle is NaN.
    """

    middles: np.ndarray
    half: np.ndarray

    def hidden(self, other: _Boxes) -> np.ndarray:
        """How badly (n,), 0 to 1, it and another hide one another."""
        smaller = np.minimum(self.half, other.half)
        shares = self._shared(other) / (4.0 * smaller.prod())
        return np.clip(np.nan_to_num(shares) / HIDDEN, 0.0, 1.0)

    def outside(self, other: _Boxes) -> np.ndarray:
        """How badly (n,), 0 to 1, it stands out of another."""
        shares = 1.0 - self._shared(other) / (4.0 * self.half.prod())
        return np.clip(np.nan_to_num(shares) / HIDDEN, 0.0, 1.0)

    def crossed(self, steps: np.ndarray, way: np.ndarray, when: np.ndarray) -> np.ndarray:
        """How much (n,), about 0 to 1, a trail crosses it up to each of ``steps`` (n,).

        The trail's places (m, 2) are those that are reached at the steps ``when`` (m,).
        """
        near = (np.abs(self.middles[:, None] - way) <= self.half).all(axis=2)
        before = when <= steps[:, None]
        gaps = np.append(np.hypot(*np.diff(way, axis=0).T), 0.0)
        lengths = (near & before) @ np.minimum(np.nan_to_num(gaps), self.half[0])
        return np.minimum(np.asarray(lengths) / (2.0 * self.half[0]), 1.0)

    def _shared(self, other: _Boxes) -> np.ndarray:
        """The area (n,) that it shares with another; NaN where there is none."""
        reach = self.half + other.half - np.abs(self.middles - other.middles)
        sides = np.clip(reach, 0.0, 2.0 * np.minimum(self.half, other.half))
        return np.asarray(sides.prod(axis=1))


def best_sides(
    canvas: Canvas,
    chart: ContourMap,
    runs: Mapping[str, Trajectory],
    texts: Mapping[str, Type],
    steps: np.ndarray,
    crowd: Crowd = ALONE,
    held: Sequence[float] = (),
    kept: Mapping[str, np.ndarray] | None = None,
) -> dict[str, np.ndarray]:
    """For each racer the side (2,) on which names and heads collide least over the whole walk.

    A name keeps its side for good, so that nothing jumps while the viewer reads. Sides are
    compared at ``steps`` (n,), which pass, and at those that are ``held``, where the film stands
    or goes slowly: each of these counts as much as many that pass. A name should stand on the map
    before all, cover no head and no other name, and if it can neither trails nor what is
    written on the map. The heads are where the ``crowd`` has them.
    Where names had sides, these are ``kept`` unless others are well worth going there.
    """
    weights = np.concatenate([np.ones(len(steps)), np.full(len(held), HELD * max(len(steps), 1))])
    steps = np.concatenate([steps, held])
    head = np.full(2, HEAD * canvas.px)
    true = {name: _way(chart, run, steps) for name, run in runs.items()}
    heads = {
        name: _Boxes(_set_out(crowd, run, steps, true[name]), head) for name, run in runs.items()
    }
    below = [_Boxes(way[:, :2], head) for way in true.values()] if crowd.spreads else []
    if crowd.control:
        below.append(_Boxes(_way(chart, crowd.control, steps)[:, :2], head))
    ground = _Boxes(chart.region.center[None, :2], chart.region.size / 2 - EDGE * canvas.px)
    written = [*chart.labels, *(chart.minimum if chart.crossed else ())]
    labels = [_Boxes(each.get_center()[None, :2], half_size(each)) for each in written]
    trails = [_trail(chart, run) for run in runs.values()]
    tags = {name: _tags(canvas, texts[name], heads[name].middles) for name in runs}

    def cost(tag: _Boxes, others: Sequence[_Boxes]) -> float:
        """How bad it is to stand there, whatever the other names do."""
        bad = OFF_MAP * tag.outside(ground) + sum(tag.hidden(other) for other in others)
        bad += MARKS * sum(tag.hidden(label) for label in labels)
        bad += WAYS * sum(tag.crossed(steps, *trail) for trail in trails)
        return float(weights @ bad)

    alone = {
        name: np.array(
            [cost(tag, [*below, *(heads[n] for n in runs if n != name)]) for tag in kinds]
        )
        for name, kinds in tags.items()
    }
    shared = {
        (m, n): np.array([[weights @ one.hidden(other) for other in tags[n]] for one in tags[m]])
        for m, n in combinations(runs, 2)
    }
    choose = _together if len(runs) <= TOGETHER else _in_turn
    chosen = {name: SIDES[side] for name, side in choose(list(runs), alone, shared).items()}
    if kept is None:
        return chosen
    gain = _total(alone, shared, kept) - _total(alone, shared, chosen)
    return chosen if gain > WORTH * weights.sum() else dict(kept)


def _total(
    alone: Mapping[str, np.ndarray],
    shared: Mapping[tuple[str, str], np.ndarray],
    sides: Mapping[str, np.ndarray],
) -> float:
    """What the ``sides`` of all names cost."""
    at = {name: int((side == SIDES).all(axis=1).argmax()) for name, side in sides.items()}
    own = sum(float(alone[name][side]) for name, side in at.items())
    return own + sum(float(costs[at[m], at[n]]) for (m, n), costs in shared.items())


def _trail(chart: ContourMap, run: Trajectory) -> tuple[np.ndarray, np.ndarray]:
    """Places (m, 2) along a racer's trail, evenly apart, and the steps (m,) they are reached at."""
    rows = np.clip(chart.locate(run.params)[:, :2], chart.region.low, chart.region.high)
    lengths = np.append(0.0, np.cumsum(np.hypot(*np.diff(rows, axis=0).T)))
    when = np.interp(np.linspace(0.0, lengths[-1], ALONG), lengths, np.arange(len(rows)))
    return _way(chart, run, when)[:, :2], when


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
