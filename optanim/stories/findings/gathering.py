"""Where runs end, and who is there together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optanim.base.numbers import round_up
from optanim.runs.trajectory import Trajectory
from optanim.stories.findings.finding import Finding


def gathering(runs: Mapping[str, Trajectory], reach: float) -> dict[tuple[str, ...], float]:
    """Who ends together, and how far from the minimizer that is nearest to them, at most.

    Those are together that end within ``reach`` of the same minimizer, in parameter units; any
    other is alone. The nearest come first; empty where the loss has no minimizer, or the search
    found none.
    """
    groups: dict[tuple[int, str], list[tuple[float, str]]] = {}
    for name, run in runs.items():
        if not len(minimizers := run.problem.loss.minimizers):
            return {}
        ways = np.hypot(*(minimizers - run.params[-1]).T)
        nearest = int(np.argmin(ways))
        alone = "" if ways[nearest] <= reach else name
        groups.setdefault((nearest, alone), []).append((float(ways[nearest]), name))
    ends = {tuple(name for _, name in group): max(group)[0] for group in groups.values()}
    return dict(sorted(ends.items(), key=lambda end: end[1]))


def gathered(groups: Mapping[tuple[str, ...], float]) -> Finding | None:
    """Several racers are together, and one alone is the farthest.

    ``groups`` is what `gathering` gives. ``values``: ``count`` together within ``bound``, in
    parameter units, of ``all``; the farthest is ``racer``, ``distance`` away.
    """
    (names, bound), *others = [*groups.items()] or [((), 0.0)]
    if len(names) < 2 or not others or len(others[-1][0]) > 1:
        return None
    (last,), distance = others[-1]
    count = sum(map(len, groups))
    values = {
        "count": len(names), "all": count, "bound": round_up(max(bound, 1e-12), range(1, 10)),
        "distance": distance,
    }  # fmt: skip
    return Finding("gathered", 0, values, last)
