"""The walk of four rates, one of them on a map that grows, and the sweep against torch."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.rendering import Timed
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.stage.views.rate_panels import RatePanels
from optanim.studies import stability
from optanim.studies.racing import Race

SHARES, FOLLOWED, UNTIL, STEPS, SAMPLED = (0.1, 0.5, 0.95, 1.05), "1.05", 35, 100, 8


class RatesWalk(Timed):
    """Four maps with a walker each, one growing for a third of the steps."""

    def prepare(self, race: Race) -> None:
        """The panels of scenes/learning_rate.py."""
        four = stability.at_shares(race.problem, SHARES, STEPS)
        view = RatePanels(self.canvas, self.sheet, four, "GD", STEPS, FOLLOWED, UNTIL)
        self.add(view)
        self.start_clock(view.clock)


def sweep_seconds(count: int = 531, steps: int = 500) -> tuple[float, float]:
    """Seconds for a sweep of ``count`` rates, and for as many torch runs, judged by a few."""
    problem = article()
    began = time.perf_counter()
    found = stability.across(problem, (0.02, 1.08), count, steps, 1e-3, 20)
    swept = time.perf_counter() - began
    trace(Run(problem, make("GD"), steps=1))  # torch's own start is not counted
    began = time.perf_counter()
    for index in np.linspace(0, len(found.values) - 1, SAMPLED).astype(int):
        trace(Run(problem, found.at(index), steps=steps))
    return swept, (time.perf_counter() - began) / SAMPLED * len(found.values)
