"""A detector for what a sweep over gradient descent's learning rate shows."""

from __future__ import annotations

import numpy as np

from optanim.stories.findings.finding import Finding, in_order
from optanim.studies.sweeping import Sweep

SLOW = 10.0
"""A rate is slow where it takes this many times the fewest steps, or more."""


def of_sweep(found: Sweep) -> list[Finding]:
    """What a sweep over the rate shows, in order of the rate; ``step`` is the number of a value.

    ``small_rate``, the first that arrives at all, if it takes ten times the fewest steps or more;
    ``fewest``, the one that does best from the problem's start; ``cliff``, the first beyond it to
    take ten times as many; and ``beyond``, the last of all, if none from the limit on arrives.
    ``values``: the ``share`` of the limit, ``arrival``, and ``times``, how many times the fewest
    steps that is.
    """
    arrives = np.isfinite(found.arrivals)
    best, last = found.best, len(found.values) - 1
    if not arrives[best]:
        return []
    slow = arrives & (found.arrivals >= SLOW * found.arrivals[best])
    number, limit = np.arange(last + 1), found.problem.stability_limit()
    over = np.array(found.values) >= limit
    marks = {"fewest": best}
    if slow[int(np.argmax(arrives))]:
        marks["small_rate"] = int(np.argmax(arrives))
    if (slow & (number > best)).any():
        marks["cliff"] = int(np.argmax(slow & (number > best)))
    if over[last] and not arrives[over].any():
        marks["beyond"] = last
    return in_order(
        *(
            Finding(
                name,
                index,
                {
                    "share": found.values[index] / limit,
                    "arrival": found.arrivals[index],
                    "times": found.arrivals[index] / found.arrivals[best],
                },
            )
            for name, index in marks.items()
        )
    )
