"""A user's own loss: a Python function of two torch tensors, differentiated by torch's autograd.

There is no formula to hold the gradient against, so central differences are; and its minima are
searched for.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError
from optanim.base.numbers import two_numbers, unboxed
from optanim.base.text import quoted
from optanim.losses.differences import rounding, slopes
from optanim.losses.examination import PROBES, examine
from optanim.losses.floors import extent, is_floor, rise_around
from optanim.losses.loss import EPS, NOWHERE, Extent, Loss, Square, frozen
from optanim.losses.search import CELLS, MOST, is_new, lowered, settled, valleys, widened
from optanim.losses.torch_function import TorchFunction

REACH = 5.0
"""How far to each side of the start minima are looked for unless told otherwise."""


class OwnFunction(Loss):
    """The function ``place``, written ``package.module:name``: two tensors (...) to one (...).

    It must be made of torch's operations, in float64. Where it gives NaN or raises a ValueError
    or the like, it is not defined. ``window`` is where its minima are looked for, by default 5 to
    each side of ``start``: on a grid, then by descent, in wider windows where there are none, and
    from the start. Raises OptanimError, with the point at which something is wrong, where the
    function cannot be imported or is no such function.
    """

    key = "function"
    axes, symbols = ("x", "y"), ("x", "y")
    start: tuple[float, float]
    exact_gradient, everywhere, found = False, False, True

    def __init__(
        self,
        place: str,
        start: tuple[float, float] = (0.0, 0.0),
        window: Square | None = None,
    ) -> None:
        self.name = place
        self._function = TorchFunction(place)
        x, y = self.start = tuple(two_numbers("start", start).tolist())
        search = (x - REACH, x + REACH), (y - REACH, y + REACH)
        if window is not None:
            search = self.window = _window(window)
        self.settings = MappingProxyType({
            "place": place, "start": self.start, "window": self.window,
            "sha256": self._function.digest,
        })  # fmt: skip
        examine(self._function, self.start, search)
        self._find(search)
        self._probed = frozen(self.on_grid(self.start + PROBES))

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        super().__setstate__(state)
        self.check_unchanged()

    def check_unchanged(self) -> None:
        """Raise OptanimError where the function gives others than the values it is known by."""
        if not np.array_equal(self._probed, self.on_grid(self.start + PROBES), equal_nan=True):
            raise OptanimError(
                f"{self.name}: its code, or what it uses, has changed since: make it again"
            )

    def value(self, params: Any) -> Any:
        """The function's value; torch in, torch out, and the same through NumPy."""
        import torch

        if torch.is_tensor(params):
            return self._function.at(params)
        return self.on_grid(params) if params.ndim > 1 else float(self.on_grid(params))

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """By central differences; see `optanim.losses.differences.slopes`."""
        return slopes(self.on_grid, params.reshape(-1, 2))[0].reshape(params.shape)

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """The Hessian, by autograd; NaN where there is none."""
        return self._function.hessian(params)

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How much two evaluations, and differences and derivative, may differ by, in eps."""
        flat = params.reshape(-1, 2)
        gradient, error = slopes(self.on_grid, flat)
        value = rounding(self.on_grid, flat) / EPS + np.sum(np.abs(flat * gradient), axis=-1)
        with np.errstate(over="ignore"):
            return value.reshape(params.shape[:-1]), (error / EPS).reshape(params.shape)

    def on_grid(self, params: np.ndarray) -> np.ndarray:
        """The function of many points."""
        return self._function.on_grid(params)

    def slope(self, params: np.ndarray) -> np.ndarray:
        """The gradient (2,) by autograd, NaN where there is none."""
        return self._function.slope(params)

    def is_defined(self, params: np.ndarray) -> bool:
        """Whether the function and its gradient, by autograd, are finite numbers."""
        return bool(
            np.all(np.isfinite(params))
            and np.isfinite(self.value(params))
            and np.all(np.isfinite(self.slope(params)))
        )

    def local_minimum(self, first: np.ndarray) -> np.ndarray | None:
        """The minimum (2,) that a descent from ``first`` (2,) ends in, on a kink or level."""
        size = 0.25 * self._cell
        place = settled(self, first, size)
        return place if place is not None and self._is_floor(place, size) else None

    @property
    def as_low(self) -> float:
        """Up to this height a place is as low as the ``minimum``, but for what is nothing there."""
        return self._level

    def seen_from(self, places: np.ndarray) -> Loss:
        """The same function, with the minima that descents from ``places`` (n, 2) end in."""
        point = self.extent is Extent.POINT  # elsewhere on a line it is as low: that is known
        most = self.as_low if point else 2.0 * self.minimum - self.as_low
        known = list(self._places)
        for end in map(self.local_minimum, filter(self.is_defined, places)):
            if end is not None and not self.value(end) > most:
                known += [end] if is_new(end, known, 0.1 * self._cell) else []
        if len(known) == len(self._places):
            return self
        wider = object.__new__(OwnFunction)
        wider.__dict__.update(self.__dict__)
        wider._adopt(self._lowest(known))
        return wider

    def looked_through(self, window: Square) -> Loss:
        """The same function, with what a search finds in ``window`` beyond where it looked."""
        home, sides = np.array(self.searched), np.array(window)
        if not self._places or np.all((home[:, 0] <= sides[:, 0]) & (sides[:, 1] <= home[:, 1])):
            return self
        found = valleys(self, window, CELLS // 2, MOST)
        return self.seen_from(np.array(found)) if found else self

    def _find(self, search: Square) -> None:
        """Minimizers, minimum and scale, as far as they can be found."""
        self._cell = max(high - low for low, high in search) / 160.0
        self.scale = 0.0
        self._home = search
        found: list[np.ndarray] = []
        for self.searched, *sizes in widened(search):
            found = self._lowest(valleys(self, self.searched, *sizes))
            if found and not self._is_flat(found):
                break
        ends = [settled(self, np.array(self.start), self._cell)]
        if found:
            ends.append(lowered(self, found[0], self._cell))
        for end in ends:
            if end is not None and self._is_news(end, found):
                apart = [place for place in found if is_new(place, [end], 0.1 * self._cell)]
                found = self._lowest([*apart, end])
        self._adopt(found)

    def _is_news(self, end: np.ndarray, found: list[np.ndarray]) -> bool:
        """Whether the minimum ``end`` (2,) is none of those ``found``, or lower than they are."""
        if is_new(end, found, 0.1 * self._cell):
            return True
        return self.value(end) < self.value(found[0]) and self._is_floor(end, self._cell)

    def _lowest(self, places: list[np.ndarray]) -> list[np.ndarray]:
        """Those of ``places`` that are minima, as low as the lowest; one of those of a line."""
        lowest: list[np.ndarray] = []
        for place in sorted(places, key=self.value):
            if lowest and self.value(place) > self._level_of(lowest[0]):
                break
            if self._is_floor(place, self._cell):
                lowest.append(place)
                if extent(self, place, self._cell) is not Extent.POINT:
                    break
        return lowest

    def _is_floor(self, place: np.ndarray, size: float) -> bool:
        scale = max(self.scale, abs(self.value(np.array(self.start)) - self.value(place)))
        return is_floor(self, place, size, scale)

    def _is_flat(self, found: list[np.ndarray]) -> bool:
        """Whether the start is in an area as low as ``found``: then a pit may lie beyond."""
        start = np.array(self.start)
        return (
            self.value(start) <= self.value(found[0])
            and extent(self, start, self._cell) is Extent.AREA
        )

    def _level_of(self, place: np.ndarray) -> float:
        """How high a place may be that is as low as the minimum ``place`` (2,).

        Within an area of minima nothing rises; how high the loss usually is then says what is low.
        """
        here = self.value(place)
        rise = rise_around(self, place, self._cell) or 1e-3 * self.scale
        return here + 1e-9 * rise + 64.0 * EPS * abs(here)

    def _adopt(self, lowest: list[np.ndarray]) -> None:
        """Take the minima ``lowest``, the first of them first, for all that are known."""
        self._places = lowest
        self.minimum = self._level = self.value(lowest[0]) if lowest else np.nan
        self.scale = self._usual_height(self.value(np.array(self.start)))
        self.extent, self.kinked, self.minimizers = Extent.POINT, False, NOWHERE
        if lowest:
            self._level = self._level_of(lowest[0])
            self.extent = extent(self, lowest[0], self._cell)
            self.kinked = bool(np.hypot(*self.slope(lowest[0])) > 1e-6 * self.scale)
        if lowest and self.extent is Extent.POINT:
            self.minimizers = frozen(lowest)

    def _usual_height(self, here: float) -> float:
        """How high the start, or most of the window, lies above the minimum.

        Where there is none, how far apart the losses lie.
        """
        grid = np.stack(np.meshgrid(*(np.linspace(*span, 41) for span in self._home)), axis=-1)
        heights = self.on_grid(grid)
        heights = heights[np.isfinite(heights)]
        with np.errstate(all="ignore"):
            apart = np.abs(heights - (here if np.isnan(self.minimum) else self.minimum))
        apart = apart[np.isfinite(apart)]
        usual = float(np.median(apart)) if len(apart) else 0.0
        return float(np.fmax(usual, abs(here - self.minimum))) or 1.0


def _window(given: Any) -> Square:
    """``given`` as ((left, right), (low, high)). Raises OptanimError where it is none."""
    given = unboxed(given)
    if not isinstance(given, tuple) or len(given) != 2:
        raise OptanimError(f"window={quoted(given)} must be two pairs, as in ((-2, 2), (-1, 3))")
    (left, right), (low, high) = (two_numbers("window", span).tolist() for span in given)
    if not (left < right and low < high):
        raise OptanimError(f"window={quoted(given)}: the lower end of each pair stands first")
    return (left, right), (low, high)
