"""Settings of a quadratic loss that are best for the worst start, wherever a run begins.

In the long run every start but a few is the worst one: what is left is what its slowest direction
leaves. From a given start, and to within a tolerance, others may be a little quicker.
Polyak (1964), "Some methods of speeding up the convergence of iteration methods".
"""

from __future__ import annotations

import numpy as np

from optanim.runs.problem import Problem


def rate(problem: Problem) -> float:
    """The constant learning rate at which gradient descent shrinks its worst direction most.

    2 / (lambda_1 + lambda_2), by which each step leaves (kappa - 1) / (kappa + 1) of the distance.
    """
    values, _ = problem.eigen
    return float(2.0 / (values[0] + values[1]))


def gamma(problem: Problem, lr: float) -> float:
    """The momentum with which heavy ball at ``lr`` shrinks its worst direction most.

    (1 - sqrt(lr lambda))^2 is where a direction stops creeping and begins to swing; beyond it a
    step leaves sqrt(gamma) of the distance in the long run. So it is the largest of these, mostly
    that of the smallest lambda, along the valley. From 1 on no momentum converges.
    """
    values, _ = problem.eigen
    return float(np.max((1.0 - np.sqrt(lr * values)) ** 2))
