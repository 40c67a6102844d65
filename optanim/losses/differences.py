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
PROBES = np.array([1e-9, 1e-7, 1e-5])
"""The spacings, in units of the parameter, at which a function's rounding is measured."""
ASKEW = np.array([1.0, 0.6180339887498949])
"""A direction in which no kink is likely to lie: a diagonal often is one."""
LOST = 1e-3
"""Of the values around, from so large a share of rounding on they say nothing."""
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
    step = STEP * np.maximum(np.abs(params), 1.0)
    corners = params[:, None] + 2.0 * np.array([0.0, 1.0, -1.0])[:, None] * (ASKEW * step)[:, None]
    # Three places are asked: at one of them a kink may be taken for rounding.
    noise = np.median(rounding(values, corners.reshape(-1, 2)).reshape(-1, 3), axis=1)
    noise = np.fmax(noise, EPS * np.abs(here))
    offsets = np.array([1.0, -1.0, 2.0, -2.0])[:, None] * np.eye(2)[:, None]
    around = values(params[:, None, None] + step[:, None, None] * offsets)
    reach = np.maximum(np.abs(params).max(axis=1, keepdims=True), 1.0)
    stencil = _Stencil(around, here[:, None], step, noise[:, None], reach)
    slope, error = stencil.slope, stencil.error
    # Far out that step is long, and the slope of a wave that is shorter gets lost.
    close = values(params[:, None, None] + STEP * offsets)
    finer = _Stencil(close, here[:, None], np.full_like(step, STEP), noise[:, None], reach)
    with np.errstate(all="ignore"):
        agreed = ~finer.finite | (np.abs(slope - finer.slope) <= error + finer.error)
        unseen = 8.0 * np.fmax(noise[:, None], EPS * np.abs(slope * params)) / STEP
    doubtful = np.nonzero(~(stencil.plain & agreed))
    rows, axes = doubtful
    steps = FINER * step[doubtful][:, None]
    moves = steps[..., None] * np.array([1.0, -1.0, 2.0, -2.0])
    around_each = values(params[rows, None, None] + moves[..., None] * np.eye(2)[axes, None, None])
    shorter = _Stencil(around_each, here[rows, None], steps, noise[rows, None], reach[rows])
    for index, place in enumerate(zip(*doubtful, strict=True)):
        slope[place], error[place] = _refined(shorter[index])
    # Where neighbouring numbers have values that have nothing to do with each other, as those of
    # sin(x) at 1e20, no difference says anything.
    lost = noise > LOST * np.nanmax(np.abs(around), axis=(1, 2), initial=0.0)
    error[lost & np.isfinite(here)] = np.inf
    # What a short step cannot tell from rounding, the long one may have missed.
    return slope, np.fmax(error, unseen) + 1e-8 * np.abs(slope)


def rounding(values: Values, params: np.ndarray) -> np.ndarray:
    """How much rounding (n,) there is in the values at ``params`` (n, 2); 0 where there are none.

    Fifth differences over a tiny spacing, as in Hamming (1962), "Numerical methods for scientists
    and engineers": what a smooth function has of them is far below one rounding. Of three spacings
    the one in the middle counts: over a short one a function may stand still, a long one may reach
    over a kink.
    """
    way = np.arange(-3.0, 4.0)[:, None] * ASKEW
    spacing = PROBES[:, None, None] * np.maximum(np.abs(params), 1.0)[:, None, None]
    lines = values(params[:, None, None] + spacing * way)
    with np.errstate(all="ignore"):
        measured = np.abs(np.diff(lines, 5)).max(axis=-1) / np.sqrt(252.0)
    known = np.sort(np.where(np.isfinite(measured), measured, 0.0), axis=1)[:, 1]
    return np.fmax(known, EPS * np.abs(lines[:, 0, 3]))


class _Stencil:
    """Differences of any shape S: of ``around`` S + (4,), a step and two to either side."""

    def __init__(
        self,
        around: np.ndarray,
        here: np.ndarray,
        step: np.ndarray,
        noise: np.ndarray,
        reach: np.ndarray,
    ) -> None:
        up, down, up_twice, down_twice = np.moveaxis(around, -1, 0)
        with np.errstate(all="ignore"):
            self.forward, self.backward = (up - here) / step, (here - down) / step
            near, far = (up - down) / (2.0 * step), (up_twice - down_twice) / (4.0 * step)
            self.slope = near + (near - far) / 3.0
            self.jump = np.abs(self.forward - self.backward)
            # Where terms cancel, as in (x + y - 2)^2 near its line, value and slope are as far off
            # as they change when the place does by a rounding. On an edge one side has no values.
            steep = np.fmax(np.abs(self.forward), np.abs(self.backward))
            size = np.fmax.reduce(np.abs(around), axis=-1) + (steep + np.fmax(self.jump, 0)) * reach
            self.noise = 8.0 * np.maximum(noise, EPS * size) / step
            self.error = np.abs(near - far) + self.noise
            bend = (up_twice - 2.0 * here + down_twice) / (2.0 * step)
            twice = np.abs(bend)
            # The value here fits those around, or it belongs to another branch, as of a maximum.
            misfit = np.abs(self.forward - self.backward - bend / 2.0)
            # Half the step halves the jump of a smooth function's slope, but not that of a kink.
            self.kinked = (self.jump > 0.75 * twice) & (self.jump > 4.0 * self.noise)
            self.finite = np.isfinite(self.slope) & np.isfinite(self.jump)
            close = self.error <= 1e-4 * np.abs(near) + 2.0 * self.noise
            values_noise = np.maximum(noise, EPS * np.fmax.reduce(np.abs(around), axis=-1)) / step
            fits = misfit <= 1e-8 * np.abs(near) + 16.0 * values_noise
            # Where the slope changes by more than itself, a kink may lie within the step, as where
            # x^2 and y^2 meet close to 0.
            turns = self.jump > np.abs(self.slope) + 4.0 * self.noise
            self.plain = self.finite & ~self.kinked & close & fits & ~turns

    def __getitem__(self, index: int) -> _Stencil:
        """The differences of one row of S."""
        part = object.__new__(_Stencil)
        vars(part).update({name: array[index] for name, array in vars(self).items()})
        return part


def _refined(stencil: _Stencil) -> tuple[float, float]:
    """The slope and its error by the best of the differences of a ``stencil`` of `FINER` steps."""
    smooth = stencil.finite & ~stencil.kinked
    # What looks smooth from afar may have a kink here, as far as the step tells that sees least.
    unseen = np.where(stencil.finite, 2.0 * stencil.jump + 4.0 * stencil.noise, np.inf)
    least = int(unseen.argmin())
    kinked = not smooth.any() or bool(stencil.kinked[least])
    sides = [_limit(side, stencil.noise) for side in (stencil.forward, stencil.backward) if kinked]
    known = [side for side in sides if side is not None]
    if smooth.any() and len(known) < 2:
        slope, error = stencil.slope[smooth], stencil.error[smooth]
        # From the shortest on, as long as each agrees with the one before.
        apart = np.flatnonzero(np.abs(np.diff(slope)) > error[:-1] + error[1:])
        first = int(apart[-1]) + 1 if len(apart) else 0
        best = first + int(np.argmin(error[first:]))
        return float(slope[best]), float(error[best] + unseen[least] / SUM_ULPS)
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
