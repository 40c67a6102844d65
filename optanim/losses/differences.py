"""The slope of a function of which only values are known, and how far it may be off."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optanim.losses.loss import EPS, SUM_ULPS

STEP = EPS**0.2
"""Of the central differences, in units of the parameter (at least 1): best with one extrapolation,
whose error falls with the fourth power of the step."""
FINER = 4.0 ** -np.arange(13)
"""Shares of that step that are tried where the first is too long, as beside a kink."""
PROBE = 1e-9
"""The spacing, in units of the parameter, at which a function's rounding is measured."""
Values = Callable[[np.ndarray], np.ndarray]
"""A function of many points (..., 2) at once; NaN where it is not defined."""


def slopes(values: Values, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The gradients (n, 2) at ``params`` (n, 2), and how far they may be off, in their own units.

    By central differences, extrapolated once (Richardson 1911). Where they do not agree among
    each other, or something is not defined, the step is shortened until they do. On a kink no
    step is short enough: there any number between the differences to either side is a slope, the
    one in the middle is given, and the other two lie as far off as may be.
    """
    here = values(params)
    noise = rounding(values, params, here)
    step = STEP * np.maximum(np.abs(params), 1.0)
    offsets = np.array([1.0, -1.0, 2.0, -2.0])[:, None] * np.eye(2)[:, None]
    around = values(params[:, None, None] + step[:, None, None] * offsets)
    stencil = _Stencil(around, here[:, None], step, noise[:, None])
    slope, error = stencil.slope, stencil.error
    for row, axis in np.argwhere(~stencil.plain):
        slope[row, axis], error[row, axis] = _refined(
            values, params[row], axis, float(here[row]), float(noise[row])
        )
    return slope, error + 1e-8 * np.abs(slope)


def rounding(values: Values, params: np.ndarray, here: np.ndarray) -> np.ndarray:
    """How much rounding (n,) there is in the values ``here`` (n,) at ``params`` (n, 2).

    Third differences over a tiny spacing, as in Hamming (1962), "Numerical methods for scientists
    and engineers": what a smooth function has of them is far below one rounding.
    """
    spacing = PROBE * np.maximum(np.abs(params), 1.0) * np.array([1.0, 0.6180339887498949])
    line = values(params[:, None] + np.arange(-3.0, 4.0)[:, None] * spacing[:, None])
    with np.errstate(all="ignore"):
        measured = np.sqrt(np.mean(np.diff(line, 3, axis=1) ** 2, axis=1) / 20.0)
    return np.fmax(measured, EPS * np.abs(here))


class _Stencil:
    """Differences of any shape S: of ``around`` S + (4,), a step and two to either side."""

    def __init__(
        self, around: np.ndarray, here: np.ndarray, step: np.ndarray, rounding: np.ndarray
    ) -> None:
        up, down, up_twice, down_twice = np.moveaxis(around, -1, 0)
        with np.errstate(all="ignore"):
            self.forward, self.backward = (up - here) / step, (here - down) / step
            near, far = (up - down) / (2.0 * step), (up_twice - down_twice) / (4.0 * step)
            self.noise = 8.0 * rounding / step
            self.slope = near + (near - far) / 3.0
            self.error = np.abs(near - far) + self.noise
            self.jump = np.abs(self.forward - self.backward)
            twice = np.abs(up_twice - 2.0 * here + down_twice) / (2.0 * step)
            # Half the step halves the jump of a smooth function's slope, but not that of a kink.
            self.kinked = (self.jump > 0.75 * twice) & (self.jump > 4.0 * self.noise)
            self.finite = np.isfinite(self.slope) & np.isfinite(self.jump)
            close = self.error <= 1e-4 * np.abs(near) + 2.0 * self.noise
            self.plain = self.finite & ~self.kinked & close


def _refined(
    values: Values, point: np.ndarray, axis: int, here: float, rounding: float
) -> tuple[float, float]:
    """The slope along ``axis`` at ``point`` (2,) and its error, by the best of shorter steps."""
    steps = FINER * STEP * max(abs(point[axis]), 1.0)
    moves = steps[:, None] * np.array([1.0, -1.0, 2.0, -2.0])
    around = values(point + moves[..., None] * np.eye(2)[axis])
    stencil = _Stencil(around, np.full(len(steps), here), steps, np.full(len(steps), rounding))
    smooth = stencil.finite & ~stencil.kinked
    if smooth.any():
        best = int(np.argmin(np.where(smooth, stencil.error, np.inf)))
        return float(stencil.slope[best]), float(stencil.error[best])
    sides = [_limit(side, stencil.noise) for side in (stencil.forward, stencil.backward)]
    known = [side for side in sides if side is not None]
    if not known:
        return np.nan, np.nan
    limits, errors = np.array(known).T
    low, high = limits.min(), limits.max()
    return float(low + high) / 2.0, float((high - low) / 2.0 / SUM_ULPS + errors.max())


def _limit(side: np.ndarray, noise: np.ndarray) -> tuple[float, float] | None:
    """What one-sided differences tend to as the step shrinks, and its error.

    None where they tend to nothing, as beside a jump or a pole.
    """
    with np.errstate(all="ignore"):
        error = np.abs(np.diff(side)) + noise[1:]
    if not np.isfinite(error).any():
        return None
    best = int(np.nanargmin(error))
    limit = float(side[best + 1])
    return (limit, float(error[best])) if error[best] <= 0.1 * abs(limit) + noise[-1] else None
