"""Minimizers that have no closed form, by SciPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from optanim.losses.loss import Loss


def polish(loss: Loss, first: np.ndarray, steps: int = 200) -> np.ndarray:
    """The local minimizer (2,) that a descent from ``first`` (2,) reaches, to rounding.

    A trust region with the exact Hessian (Conn, Gould and Toint 2000, as in SciPy), then Newton's
    steps as long as they shrink the gradient.
    """
    from scipy.optimize import minimize

    with np.errstate(all="ignore"):
        found = minimize(
            lambda p: float(loss.value(p)),
            first,
            jac=loss.gradient,
            hess=loss.curvature,
            method="trust-exact",
            options={"gtol": 1e-10, "maxiter": steps},
        )
        return newton(loss, found.x)


def newton(loss: Loss, place: np.ndarray) -> np.ndarray:
    """``place`` (2,) after Newton's steps towards a zero of the gradient, while they help."""
    size = np.linalg.norm(loss.gradient(place))
    for _ in range(20):
        try:
            there = place - np.linalg.solve(loss.curvature(place), loss.gradient(place))
        except np.linalg.LinAlgError:
            return place
        after = np.linalg.norm(loss.gradient(there))
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


def valleys(
    loss: Loss,
    window: tuple[tuple[float, float], tuple[float, float]],
    slope: Callable[[np.ndarray], np.ndarray],
    cells: int = 161,
    most: int = 12,
) -> list[np.ndarray]:
    """The minima (2,) that can be found in ``window``: the lowest of a grid's, descended from.

    ``slope`` is the gradient to descend by. What lies on the window's rim is no minimum found.
    """
    from scipy.ndimage import minimum_filter
    from scipy.optimize import minimize

    x, y = (np.linspace(*span, cells) for span in window)
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    heights = np.nan_to_num(loss.on_grid(grid), nan=np.inf, posinf=np.inf, neginf=-np.inf)
    lowest = (heights <= minimum_filter(heights, size=3)) & np.isfinite(heights)
    lowest[[0, -1]] = lowest[:, [0, -1]] = False
    rows, columns = np.nonzero(lowest)
    order = np.argsort(heights[rows, columns])[:most]
    found: list[np.ndarray] = []
    for row, column in zip(rows[order], columns[order], strict=True):
        with np.errstate(all="ignore"):
            end = minimize(loss.value, grid[row, column], jac=slope, method="BFGS", tol=1e-10).x
        apart = max(x[1] - x[0], y[1] - y[0]) / 10.0
        inside = all(low <= p <= high for p, (low, high) in zip(end, window, strict=True))
        if inside and all(np.linalg.norm(end - other) > apart for other in found):
            found.append(end)
    return found
