"""Minimizers that have no closed form, by SciPy."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from optanim.losses.loss import Loss

if TYPE_CHECKING:
    from optanim.losses.loss import Loss


def polish(loss: Loss, first: np.ndarray, steps: int = 200) -> np.ndarray:
    """The local minimizer (2,) that a descent from ``first`` (2,) reaches, to rounding.

    A trust region with the exact Hessian (Conn, Gould and Toint 2000, as in SciPy), then Newton's
    steps as long as they shrink the gradient. Where numbers are too large for it, ``first``.
    """
    from scipy.optimize import minimize

    with np.errstate(all="ignore"), suppress(ValueError):  # SciPy's, of infinite curvatures
        found = minimize(
            lambda p: float(loss.value(p)),
            first,
            jac=loss.gradient,
            hess=loss.curvature,
            method="trust-exact",
            options={"gtol": 1e-10, "maxiter": steps},
        )
        return newton(loss, found.x)
    return first


def newton(loss: Loss, place: np.ndarray) -> np.ndarray:
    """``place`` (2,) after Newton's steps towards a zero of the gradient, while they help."""
    size = np.hypot(*loss.slope(place))
    for _ in range(20):
        try:
            there = place - np.linalg.solve(loss.curvature(place), loss.slope(place))
        except np.linalg.LinAlgError:
            return place
        after = np.hypot(*loss.slope(there))
        if not after < size:
            return place
        place, size = there, after
    return place


def least_absolute(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(intercept, slope) of the smallest mean absolute error.

    By the dual linear program, max u'y with [1, x]'u = 0 and |u| <= 1, whose two multipliers are
    the line (Wagner 1959, "Linear programming techniques for regression analysis"). Both columns
    are centred and scaled first.
    """
    from scipy.optimize import linprog

    (mean_x, mean_y), (wide, high) = (x.mean(), y.mean()), (np.std(x), np.std(y) or 1.0)
    u, v = (x - mean_x) / wide, (y - mean_y) / high
    solved = linprog(
        -v, A_eq=np.stack([np.ones_like(u), u]), b_eq=np.zeros(2), bounds=(-1, 1), method="highs"
    )
    intercept, slope = -solved.eqlin.marginals
    # The optimum passes through two points: solve for them, where they are plain to see.
    near = np.argsort(np.abs(v - intercept - slope * u))[:2]
    if u[near[0]] != u[near[1]]:
        exact = (v[near[1]] - v[near[0]]) / (u[near[1]] - u[near[0]])
        if np.isclose(exact, slope, rtol=1e-6, atol=1e-9):
            slope, intercept = exact, v[near[0]] - exact * u[near[0]]
    slope = slope * high / wide
    return np.array([mean_y + intercept * high - slope * mean_x, slope])
