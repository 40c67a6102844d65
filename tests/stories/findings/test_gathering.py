"""Who ends together, by distances worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.optimizers.optimizer import make
from optanim.runs.problem import article, surface
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.stories.findings.gathering import gathered, gathering
from tests.references import ARTICLE, article_loop, article_minimizer


def test_who_ends_at_the_minimum_of_the_article_and_who_does_not() -> None:
    runs = {name: trace(Run(article(), make(name, lr=0.1), steps=100)) for name in ARTICLE}
    ends = {n: np.hypot(*(article_loop(n).params[100] - article_minimizer())) for n in ARTICLE}
    groups = gathering(runs, 0.1)
    assert list(groups) == [("GD", "Momentum", "RMSprop"), ("Adam",)]
    assert list(groups.values()) == pytest.approx([ends["RMSprop"], ends["Adam"]], rel=1e-6)
    assert list(gathering(runs, 1.0)) == [tuple(ARTICLE)]
    found = gathered(groups)
    assert found.racer == "Adam" and found.values["distance"] == pytest.approx(ends["Adam"])
    assert (found.values["count"], found.values["all"]) == (3, 4)
    assert ends["RMSprop"] <= found.values["bound"] < 2 * ends["RMSprop"]
    assert gathered(gathering(runs, 1.0)) is None


def test_those_in_different_minima_are_not_together() -> None:
    problem = surface("himmelblau")
    minima = problem.loss.minimizers
    runs = {
        str(k): trace(Run(problem, make("GD", lr=1e-3), start=place, steps=2))
        for k, place in enumerate(minima)
    }
    assert sorted(gathering(runs, 0.1)) == [(str(k),) for k in range(len(minima))]
    assert gathered(gathering(runs, 0.1)) is None
