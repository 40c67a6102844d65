"""What is best for the worst start, against SciPy's search and against torch's own runs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from optanim.optimizers.optimizer import make
from optanim.proof.verification import verify
from optanim.runs.problem import Problem, article, surface
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.studies import worst_case
from optanim.studies.standardizing import Standardizing, measured
from optanim.studies.sweeping import sweep
from tests.references import article_directions, article_loop, article_minimizer, article_stays


def problems() -> list[Problem]:
    way = Standardizing(measured(article(), -5.0))
    return [article(), *way.phases, surface("quadratic", condition=40.0)]


def left(factors: np.ndarray) -> float:
    """What the slowest direction leaves of itself in a step."""
    return float(np.abs(factors).max())


def heavy_ball(gamma: float, lr: float, values: np.ndarray) -> float:
    """The same of heavy ball, whose step in a direction is a matrix."""
    steps = [[[1 + gamma - lr * value, -gamma], [1.0, 0.0]] for value in values]
    return max(left(np.linalg.eigvals(np.array(step))) for step in steps)


@pytest.mark.parametrize("number", range(5))
def test_no_constant_rate_shrinks_the_worst_direction_more(number: int) -> None:
    problem = problems()[number]
    values = np.linalg.eigvalsh(problem.hessian)
    found = minimize_scalar(
        lambda rate: left(1 - rate * values), bounds=(0, 2 / values[1]),
        options={"xatol": 1e-12}, method="bounded",
    )  # fmt: skip
    assert worst_case.rate(problem) == pytest.approx(found.x, rel=1e-5)


@pytest.mark.parametrize("share", [0.2, 0.7, 0.81, 1.3])
def test_no_momentum_shrinks_the_worst_direction_more(share: float) -> None:
    """At rates below and beyond the limit of plain descent, which heavy ball exceeds."""
    for problem in problems():
        values = np.linalg.eigvalsh(problem.hessian)
        lr = share * 2 / values[1]
        gammas = np.linspace(0.0, 0.99, 100)
        least = min(heavy_ball(gamma, lr, values) for gamma in gammas)
        assert heavy_ball(worst_case.gamma(problem, lr), lr, values) <= least + 1e-9


def test_torch_s_runs_are_quickest_with_it() -> None:
    """In the long run; to within a tolerance another may be a step quicker from this start."""
    best = worst_case.gamma(article(), 0.1)
    assert best == pytest.approx((1 - np.sqrt(0.1 * article_directions()[0][0])) ** 2)
    gammas = best + np.linspace(-0.28, 0.56, 22)
    runs = [article_loop("Momentum", 120, momentum=float(gamma)).params for gamma in gammas]
    far = [np.hypot(*(rows[50] - article_minimizer())) for rows in runs]
    assert gammas[int(np.argmin(far))] == pytest.approx(best, abs=0.041)
    arrivals = [article_stays(rows) for rows in runs]
    stays = article_stays(article_loop("Momentum", 120, momentum=round(best, 2)).params)
    assert stays == 12 and stays - 1 <= min(arrivals)


def test_a_sweep_that_verified_runs_confirm_has_its_fewest_steps_there() -> None:
    gammas = tuple(float(gamma) for gamma in np.round(np.linspace(0.0, 0.9, 91), 2))
    found = sweep(article(), make("Momentum", lr=0.1), gammas, "momentum", 150, 1e-3, 1)
    best = gammas.index(round(worst_case.gamma(article(), 0.1), 2))
    assert found.arrivals[best] <= found.arrivals.min() + 1
    near = np.flatnonzero(found.arrivals <= found.arrivals.min() + 1)
    assert near.min() < best < near.max() and np.ptp(near) < 10
    for index in (best - 5, best, best + 5):
        run = Run(found.problem, found.at(index), steps=150)
        found.confirm(verify(trace(run)))


def test_every_start_may_have_a_better_rate_of_its_own() -> None:
    """As that of the article has: what is best for the worst start is not best for each."""
    rate = worst_case.rate(article())
    rates = tuple(float(share) for share in rate * np.linspace(0.85, 1.05, 41))
    found = sweep(article(), make("GD"), rates, steps=100)
    assert found.values[found.best] < 0.98 * rate
