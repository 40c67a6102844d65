"""On which side of its head each racer's name stands."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product

import numpy as np

from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.type import Type
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.walker import HEAD, tag_offset

_SIDES = np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [-1, -1], [1, -1]], float)
_SAMPLES_A_STEP = 2


def best_sides(
    canvas: Canvas,
    chart: ContourMap,
    runs: Mapping[str, Trajectory],
    texts: Mapping[str, Type],
    steps: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """For each racer the side (2,) on which names and heads collide least over the whole walk.

    A name keeps its side for good, so that nothing jumps while the viewer reads. All
    combinations of eight sides are compared by the area that tags share with other tags, with
    heads and with what lies outside the map; for more than five racers, each is placed in turn.
    They are compared at ``steps``, by default more of the first ones, which films show longest.
    """
    names = list(runs)
    if steps is None:
        last = max(run.steps for run in runs.values())
        steps = last * np.linspace(0.0, 1.0, _SAMPLES_A_STEP * last + 1) ** 2
    heads = {n: chart.locate(np.array([runs[n].at(s) for s in steps]))[:, :2] for n in names}
    pad, head = 7 * canvas.px, np.full(2, HEAD * canvas.px)
    halves = {n: np.array([texts[n].width / 2 + pad, texts[n].height / 2 + pad]) for n in names}
    tags = {
        n: [heads[n] + tag_offset(canvas, halves[n], side)[:2] for side in _SIDES] for n in names
    }
    alone = {
        n: [
            3.0 * _outside(chart, tag, halves[n])
            + sum(_overlap(tag, halves[n], heads[other], head) for other in names if other != n)
            for tag in tags[n]
        ]
        for n in names
    }
    shared = {
        (m, n): [[_overlap(p, halves[m], q, halves[n]) for q in tags[n]] for p in tags[m]]
        for m, n in combinations(names, 2)
    }
    choice = _best(names, alone, shared)
    return {name: _SIDES[side] for name, side in choice.items()}


def _best(names: list[str], alone: dict, shared: dict) -> dict[str, int]:
    chosen: dict[str, int] = {}
    for group in [names] if len(names) <= 5 else [[name] for name in names]:
        trials = (
            chosen | dict(zip(group, sides, strict=True))
            for sides in product(range(len(_SIDES)), repeat=len(group))
        )
        chosen = min(trials, key=lambda trial: _cost(trial, alone, shared))
    return chosen


def _cost(trial: dict[str, int], alone: dict, shared: dict) -> float:
    pairs = ((m, n) for m, n in shared if m in trial and n in trial)
    return sum(alone[n][side] for n, side in trial.items()) + sum(
        shared[m, n][trial[m]][trial[n]] for m, n in pairs
    )


def _overlap(p: np.ndarray, p_half: np.ndarray, q: np.ndarray, q_half: np.ndarray) -> float:
    """The area that boxes of half-sizes (2,) around ``p`` and ``q`` (n, 2) share, summed."""
    sides = np.clip(p_half + q_half - np.abs(p - q), 0.0, 2 * np.minimum(p_half, q_half))
    return float(np.sum(sides[:, 0] * sides[:, 1]))


def _outside(chart: ContourMap, tag: np.ndarray, half: np.ndarray) -> float:
    """The area of boxes of half-size (2,) around ``tag`` (n, 2) beyond the map, summed."""
    region = chart.region
    inside = _overlap(
        tag,
        half,
        np.broadcast_to(region.center[:2], tag.shape),
        region.size / 2,
    )
    return 4.0 * float(half[0] * half[1]) * len(tag) - inside
