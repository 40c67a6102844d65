"""Minimizers that have no closed form, by SciPy."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from optanim.losses.loss import EPS, SUM_ULPS, Extent

if TYPE_CHECKING:
    from optanim.losses.loss import Loss

ON_THE_LINE = 64.0
"""A point lies on a line that it is no more than so many eps of the largest terms away from."""


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
    near = np.argsort(np.abs(v - intercept - slope * u))
    one, other = near[0], near[u[near] != u[near[0]]][0]
    exact = (v[other] - v[one]) / (u[other] - u[one])
    if np.isclose(exact, slope, rtol=1e-6, atol=1e-9):
        slope, intercept = exact, v[one] - exact * u[one]
    slope = slope * high / wide
    return np.array([mean_y + intercept * high - slope * mean_x, slope])


def extent_of_absolute(x: np.ndarray, y: np.ndarray, line: np.ndarray) -> Extent:
    """How far the minimum of the mean absolute error extends around ``line`` (2,), a minimizer.

    Between kinks the loss is straight, so that it is flat in an area where it is along two of the
    edges of it, and in a line where it is along one. An edge turns the line about a point t that
    lies on it, or, which is t infinitely far off, shifts it. By how much the loss rises along it
    is convex in t, with whole numbers for slopes: only where these change sign may it be nothing.
    """
    height = line[0] + line[1] * x
    terms = abs(line[0]) + np.max(np.abs(line[1] * x)) + np.max(np.abs(y))
    on = np.abs(y - height) <= ON_THE_LINE * EPS * terms
    if not on.any():
        return Extent.AREA
    signs = np.where(on, 0, np.sign(y - height)).astype(int)
    places, counts = np.unique(x[on], return_counts=True)
    more = int(signs.sum())  # so many more points above the line than below
    flat = {np.inf} if abs(more) == on.sum() else set()
    for turn in (1, -1):
        slopes = 2 * np.cumsum(counts) - on.sum() + turn * more
        for t in places[(slopes >= 0) & (slopes <= 2 * counts)]:
            rise = np.sum(np.where(on, np.abs(x - t), -turn * signs * (x - t)))
            if rise <= SUM_ULPS * EPS * np.sum(np.abs(x) + abs(t)):
                flat.add(float(t))
    return Extent(min(len(flat), 2))
