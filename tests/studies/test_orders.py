"""What `scenes/compare.py` shows from one start on one seed's data is no accident.

With one learning rate for all RMSprop is not the first; with the best rate for each over 200 steps
it is, then Momentum, GD and Adam follow. Loops of this file's own try every rate from every start.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from optanim.runs.outcome import TOLERANCE

STEPS, STARTS = 200, 100
RATES = np.geomspace(1e-3, 10.0, 121)
MOMENTUM, ALPHA, BETAS, EPS = 0.2, 0.99, (0.9, 0.999), 1e-8
Step = Callable[[np.ndarray, int], np.ndarray]


def descent(momentum: float = 0.0) -> Step:
    """Gradient descent, with heavy ball's memory if it has ``momentum``."""
    velocity = np.zeros(2)

    def step(gradient: np.ndarray, _: int) -> np.ndarray:
        nonlocal velocity
        velocity = momentum * velocity + gradient
        return velocity

    return step


def rmsprop() -> Step:
    mean = np.zeros(2)

    def step(gradient: np.ndarray, _: int) -> np.ndarray:
        nonlocal mean
        mean = ALPHA * mean + (1.0 - ALPHA) * gradient**2
        return gradient / (np.sqrt(mean) + EPS)

    return step


def adam() -> Step:
    first, second = np.zeros(2), np.zeros(2)

    def step(gradient: np.ndarray, k: int) -> np.ndarray:
        nonlocal first, second
        first = BETAS[0] * first + (1.0 - BETAS[0]) * gradient
        second = BETAS[1] * second + (1.0 - BETAS[1]) * gradient**2
        root = np.sqrt(second / (1.0 - BETAS[1] ** k)) + EPS
        return first / (1.0 - BETAS[0] ** k) / root

    return step


RULES = {
    "GD": descent, "Momentum": partial(descent, MOMENTUM), "RMSprop": rmsprop, "Adam": adam,
}  # fmt: skip


def hessian(seed: int) -> np.ndarray:
    """Of the mean squared error of 1000 points at x ~ U(-5, 5)."""
    x = np.random.default_rng(seed).uniform(-5.0, 5.0, 1000)
    return 2.0 * np.array([[1.0, x.mean()], [x.mean(), (x**2).mean()]])


def arrivals(name: str, matrix: np.ndarray, starts: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """After how many steps the loss stays within the tolerance, (starts, rates); infinity if not.

    ``starts`` (n, 2) are seen from the minimizer.
    """
    here = np.repeat(starts[:, None], len(rates), axis=1)
    rule, since = RULES[name](), np.full(here.shape[:2], np.inf)
    with np.errstate(all="ignore"):
        for k in range(1, STEPS + 1):
            here = here - rates[:, None] * rule(here @ matrix, k)
            close = 0.5 * np.einsum("...i,ij,...j", here, matrix, here) <= TOLERANCE
            since = np.where(close, np.minimum(since, k), np.inf)
    return since


def order(matrix: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """For each of ``starts``, who is first, second and so on, by number (n, 4)."""
    best = [arrivals(name, matrix, starts, RATES).min(axis=1) for name in RULES]
    return np.argsort(best, axis=0, kind="stable").T


TURNED = [list(RULES).index(name) for name in ("RMSprop", "Momentum", "GD", "Adam")]
START = np.array([[4.0, 7.0]])  # (2, 9), seen from (-2, 2)


@pytest.mark.parametrize("seed", range(20))
def test_with_other_points_the_order_turns_alike(seed: int) -> None:
    matrix = hessian(seed)
    assert order(matrix, START)[0].tolist() == TURNED
    equal = {name: arrivals(name, matrix, START, np.array([0.1]))[0, 0] for name in RULES}
    assert min(equal, key=equal.__getitem__) == "Momentum"
    assert equal["RMSprop"] > equal["GD"]


def test_from_almost_every_start_it_does() -> None:
    """The exceptions lie where no rate makes RMSprop's first jump end near enough: 5 of these."""
    starts = np.random.default_rng(0).uniform(-10.0, 10.0, (STARTS, 2))
    turned = (order(hessian(0), starts) == TURNED).all(axis=1)
    assert 0.9 <= turned.mean() < 1.0
