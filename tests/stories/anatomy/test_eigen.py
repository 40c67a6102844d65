"""Along its eigen-directions gradient descent is a geometric sequence."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run, Schedule
from optanim.runs.tracing import trace
from optanim.stories.anatomy.eigen import eigen_parts, factors
from tests.references import article_directions, article_minimizer


def test_the_rows_lie_on_the_closed_form() -> None:
    run = trace(Run(article(), make("GD"), steps=30))
    (values, directions), minimizer = article_directions(), article_minimizer()
    parts = eigen_parts(run)
    assert np.allclose(parts.values, values, rtol=1e-12)
    assert np.allclose(factors(run), 1 - 0.1 * values, rtol=1e-12)
    steps = np.arange(31)[:, None]
    start = np.abs((np.array([2.0, 9.0]) - minimizer) @ directions)
    assert np.abs(parts.parts - start * (1 - 0.1 * values) ** steps).max() < 1e-12


def test_both_ways_together_are_the_walk() -> None:
    run = trace(Run(article(), make("GD"), steps=30))
    parts, problem = eigen_parts(run), run.problem
    assert np.all(parts.parts[0] > 0)
    assert np.allclose(parts.directions.T @ parts.directions, np.eye(2))
    away = (parts.ways - problem.minimizer).sum(axis=0)
    assert np.abs(away - (run.params - problem.minimizer)).max() < 1e-12
    for way, direction in zip(parts.ways - problem.minimizer, parts.directions.T, strict=True):
        assert np.abs(way @ np.array([-direction[1], direction[0]])).max() < 1e-12


def test_other_rules_have_no_such_factors() -> None:
    for optimizer in (make("Momentum"), make("Adam")):
        with pytest.raises(OptanimError, match="only SGD at one lr"):
            factors(trace(Run(article(), optimizer, steps=3)))
    decay = Schedule("ExponentialLR", {"gamma": 0.9})
    with pytest.raises(OptanimError, match="only SGD at one lr"):
        factors(trace(Run(article(), make("GD"), decay, steps=3)))
