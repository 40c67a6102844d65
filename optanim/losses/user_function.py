"""A user's own loss: a Python function of two torch tensors, differentiated by torch's autograd.

There is no formula to hold the gradient against, so central differences are. With ``trace`` the
only place that loads torch, and only when such a loss is made.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import Enum
from types import MappingProxyType
from typing import Any

import numpy as np

from optanim.base.alone import alone
from optanim.base.errors import OptanimError
from optanim.base.numbers import two_numbers, unboxed
from optanim.base.text import quoted
from optanim.base.unprinted import unprinted
from optanim.base.user_code import imported
from optanim.losses.differences import rounding, slopes
from optanim.losses.loss import EPS, NOWHERE, SUM_ULPS, Extent, Loss, frozen
from optanim.losses.search import (
    Square,
    extent,
    is_floor,
    is_new,
    lowered,
    settled,
    valleys,
    widened,
)

REACH = 5.0
"""How far to each side of the start minima are looked for unless told otherwise."""
UNDEFINED = (ArithmeticError, ValueError, AssertionError, RuntimeError)
"""What a function may raise where it is not defined; anything else is a mistake in it."""
PROBES = np.array([[0.0, 0.0], [0.3, 0.7], [1.1, -0.4], [-0.9, 0.2], [-0.3, -1.3]])
"""Where from the start a function is looked at more closely, in units of a fifth of the window."""
MAPPED = 512
"""So many points are mapped at once: for each a function may go through all rows of some data."""


class Takes(Enum):
    """What a function takes, in the order in which it is tried: see `OwnFunction.on_grid`."""

    MANY = "many points"
    ONE_MAPPED = "one point, but torch can map it over many"
    ONE = "one point"


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
        self._function, source = imported(place, "a loss")
        x, y = self.start = tuple(two_numbers("start", start).tolist())
        search = (x - REACH, x + REACH), (y - REACH, y + REACH)
        if window is not None:
            search = self.window = _window(window)
        settings = {"place": place, "start": self.start, "window": self.window, "sha256": source}
        self.settings = MappingProxyType(settings)
        self._check(search)
        self._find(search)

    def __getstate__(self) -> dict[str, Any]:
        kept = {key: value for key, value in vars(self).items() if key != "_function"}
        return {**kept, "probed": self._probed()}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        kept = dict(state)
        probed = kept.pop("probed")
        super().__setstate__(kept)
        # A lambda cannot be pickled.
        self._function, _ = imported(self.name, "a loss", self.settings["sha256"])
        if not np.array_equal(probed, self._probed(), equal_nan=True):
            raise OptanimError(f"{self.name}: its code has changed since: make it again")

    def _probed(self) -> np.ndarray:
        """Some values, by which the function is known again."""
        return self.on_grid(self.start + PROBES)

    def value(self, params: Any) -> Any:
        """The function's value; torch in, torch out, and the same through NumPy."""
        import torch

        if torch.is_tensor(params):
            return self._at(params)
        if params.ndim > 1:
            return self.on_grid(params)
        return float(self.on_grid(params[None])[0])

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """By central differences; see `optanim.losses.differences.slopes`."""
        return slopes(self.on_grid, params.reshape(-1, 2))[0].reshape(params.shape)

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """The Hessian, by autograd; NaN where there is none."""
        import torch

        here = torch.tensor(params, dtype=torch.float64)
        try:
            with float64():
                return torch.autograd.functional.hessian(self._at, here).numpy()
        except RuntimeError:
            return np.full((2, 2), np.nan)

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How much two evaluations, and differences and derivative, may differ by, in eps."""
        flat = params.reshape(-1, 2)
        gradient, error = slopes(self.on_grid, flat)
        value = rounding(self.on_grid, flat) / EPS + np.sum(np.abs(flat * gradient), axis=-1)
        with np.errstate(over="ignore"):
            return value.reshape(params.shape[:-1]), (error / EPS).reshape(params.shape)

    def on_grid(self, params: np.ndarray) -> np.ndarray:
        """The function of many points: at once where it or torch's vmap can, else one by one."""
        import torch

        flat = torch.tensor(params.reshape(-1, 2), dtype=torch.float64)
        # It is called thousands of times here: what it prints would bury everything else.
        with torch.no_grad(), float64(), unprinted():
            if self._takes is Takes.ONE:
                values = np.array([self._at(point).item() for point in flat])
            else:
                values = self._called_with_many(flat, self._takes).numpy()
        return values.reshape(params.shape[:-1])

    def slope(self, params: np.ndarray) -> np.ndarray:
        """The gradient (2,) by autograd, NaN where there is none."""
        import torch

        here = torch.tensor(params, dtype=torch.float64, requires_grad=True)
        try:
            with float64(), unprinted():
                return torch.autograd.grad(self._at(here), here)[0].numpy()
        except UNDEFINED:
            return np.full(2, np.nan)

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

    def seen_from(self, places: np.ndarray) -> Loss:
        """The same function, with the minima that descents from ``places`` (n, 2) end in."""
        ends = [self.local_minimum(place) for place in places if self.is_defined(place)]
        lower = [end for end in ends if end is not None and not self.value(end) >= self._as_low]
        if not lower:
            return self
        wider = object.__new__(OwnFunction)
        wider.__dict__.update(self.__dict__)
        wider._adopt([*self._places, *lower])
        return wider

    def _at(self, point: Any) -> Any:
        """The value of one ``point`` (2,), a tensor of no dimensions that depends on it.

        NaN where the function is not defined. Raises OptanimError where it gives no such tensor.
        """
        import torch

        try:
            result = self._called(point)
        except UNDEFINED:
            return torch.nan * point.sum()
        except Exception as error:  # noqa: BLE001  # whatever a user's function does
            raise self._refusal(point, f"it raises {type(error).__name__}: {error}") from None
        if not torch.is_tensor(result) or result.numel() != 1 or result.dtype != torch.float64:
            raise self._refusal(point, _no_value(result))
        # Where it is constant, its result need not depend on the arguments.
        constant = point.requires_grad and not result.requires_grad
        return result.reshape(()) + 0.0 * point.sum() if constant else result.reshape(())

    def _called(self, point: Any) -> Any:
        """What the function gives; one that changes its arguments changes its own."""
        return self._function(point[0].clone(), point[1].clone())

    def _called_with_many(self, flat: Any, takes: Takes) -> Any:
        """What the function gives for the points ``flat`` (n, 2), as it ``takes`` them."""
        import torch

        many = (
            torch.vmap(self._function, chunk_size=MAPPED)
            if takes is Takes.ONE_MAPPED
            else self._function
        )
        return many(flat[:, 0].clone(), flat[:, 1].clone())

    def _refusal(self, point: Any, reason: str) -> OptanimError:
        x, y = point.tolist()
        return OptanimError(f"{self.name}: at ({x:g}, {y:g}) {reason}")

    def _check(self, search: Square) -> None:
        """Refuse what is no differentiable function of two tensors; see whether it takes many."""
        import torch

        self._takes = Takes.ONE
        sides = np.array([high - low for low, high in search])
        probes = self.start + PROBES * sides / 10.0
        here = torch.tensor(probes, dtype=torch.float64, requires_grad=True)
        with float64():
            for index, point in enumerate(here):
                self._check_at(point, must=index == 0)
            self._takes = self._tried(search)
        if not any(self._depends(point) for point in here):
            raise self._refusal(
                here[0],
                "its result does not depend on its two arguments by torch's operations: "
                "is a tensor detached, or made of NumPy or Python numbers?",
            )
        defined = probes[[self.is_defined(place) for place in probes]]
        self._check_precision(defined)
        self._check_slopes(defined)

    def _check_at(self, point: Any, must: bool) -> None:
        """Refuse a function that fails at the start, or gives another value at each call."""
        import torch

        try:
            first = self._called(point)
            if torch.is_tensor(first) and first.requires_grad and first.dtype == torch.float64:
                torch.autograd.grad(first.sum(), point)
        except UNDEFINED as error:
            if must:
                raise self._refusal(point, f"fails: {type(error).__name__}: {error}") from None
            return
        except Exception as error:  # noqa: BLE001  # whatever a user's function does
            reason = f"it raises {type(error).__name__}: {error}"
            raise self._refusal(point, reason) from None
        first, second = self._at(point), self._at(point)
        if not torch.equal(first, second) and not torch.isnan(first + second):
            raise self._refusal(
                point,
                f"it gives {first.item():.17g}, and {second.item():.17g} when asked again: a loss "
                "must give the same value each time",
            )

    def _depends(self, point: Any) -> bool:
        import torch

        with float64():
            try:
                result = self._called(point)
            except UNDEFINED:
                return False
        return torch.is_tensor(result) and result.requires_grad

    def _tried(self, search: Square) -> Takes:
        """How many points gives what one by one gives, all over the window."""
        import torch

        x, y = (np.linspace(*span, 5) for span in search)
        flat = torch.tensor(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
        with torch.no_grad(), float64(), unprinted():
            wanted = torch.stack([self._at(point) for point in flat])
            for takes in (Takes.MANY, Takes.ONE_MAPPED):
                with suppress(Exception):  # whatever a user's function does
                    given = self._called_with_many(flat, takes)
                    if given.dtype == torch.float64 and torch.allclose(
                        given, wanted, rtol=1e-12, atol=0.0, equal_nan=True
                    ):
                        return takes
        return Takes.ONE

    def _check_precision(self, places: np.ndarray) -> None:
        """Refuse a function that is coarser than float64, though its result's type is that."""
        for place in places:
            slope, here = self.slope(place), self.value(place)
            move = 1e-9 * np.maximum(np.abs(place), 1.0) * np.sign(slope)
            due = float(slope @ move)
            if not due > 1e4 * EPS * max(abs(here), float(np.abs(slope) @ np.abs(place))):
                continue
            if any(self.value(place + share * move) != here for share in (0.3, 0.7, 1.0)):
                return
            raise OptanimError(
                f"{self.name}: at ({place[0]:g}, {place[1]:g}) it does not move when x and y move "
                f"by 1e-9, though its slope is ({slope[0]:.3g}, {slope[1]:.3g}): is it computed in "
                "float32 on its way? It must be float64"
            )

    def _check_slopes(self, places: np.ndarray) -> None:
        """Refuse a gradient that is not the function's, with what it should be."""
        for place in places:
            by_torch, (by_values, error) = self.slope(place), slopes(self.on_grid, place[None])
            # Beside the edge of where it is defined, there are no values to tell its slope.
            if np.any(np.abs(by_torch - by_values[0]) > SUM_ULPS * error[0]):
                raise OptanimError(
                    f"{self.name}: at ({place[0]:g}, {place[1]:g}) torch's gradient is "
                    f"({by_torch[0]:.9g}, {by_torch[1]:.9g}), but its values slope by "
                    f"({by_values[0, 0]:.9g}, {by_values[0, 1]:.9g}): is part of it detached, or "
                    "not made of torch's operations?"
                )

    def _find(self, search: Square) -> None:
        """Minimizers, minimum and scale, as far as they can be found."""
        self._cell = max(high - low for low, high in search) / 160.0
        self.scale = 0.0
        self._home = search
        found: list[np.ndarray] = []
        for self.searched, *sizes in widened(search):
            found = valleys(self, self.searched, *sizes)
            if found and not self._is_flat(found):
                break
        end = settled(self, np.array(self.start), self._cell)
        if end is not None and is_new(end, found, 0.1 * self._cell):
            found.append(end)
        if found:
            lowest = min(found, key=self.value)
            if is_new(end := lowered(self, lowest, self._cell), found, 0.1 * self._cell):
                found.append(end)
        self._adopt([place for place in found if self._is_floor(place, self._cell)])

    def _is_floor(self, place: np.ndarray, size: float) -> bool:
        scale = max(self.scale, abs(self.value(np.array(self.start)) - self.value(place)))
        return is_floor(self, place, size, scale)

    def _is_flat(self, found: list[np.ndarray]) -> bool:
        """Whether the start is in an area as low as ``found``: then a pit may lie beyond."""
        start = np.array(self.start)
        lowest = min(self.value(place) for place in found)
        return self.value(start) <= lowest and extent(self, start, self._cell) is Extent.AREA

    def _adopt(self, places: list[np.ndarray]) -> None:
        """Take ``places`` for all minima that are known."""
        self._places = places
        here = self.value(np.array(self.start))
        heights = np.array([self.value(place) for place in places])
        self.minimum = float(heights.min()) if places else np.nan
        self.scale = self._usual_height(here)
        slack = 1e-9 * max(self.scale, abs(self.minimum))
        self._as_low = self.minimum - slack
        lowest = np.reshape(places, (-1, 2))[heights <= self.minimum + slack]
        self.extent, self.kinked = Extent.POINT, False
        if len(lowest):
            self.extent = extent(self, lowest[0], self._cell)
            self.kinked = bool(np.linalg.norm(self.slope(lowest[0])) > 1e-6 * self.scale)
        self.minimizers = frozen(lowest) if self.extent is Extent.POINT else NOWHERE

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


def _no_value(result: Any) -> str:
    """What is wrong with a ``result`` that is no tensor of one float64."""
    import torch

    wanted = "one tensor of float64 that depends on its two arguments by torch's operations"
    if not torch.is_tensor(result):
        return f"it returns {result!r}; it must return {wanted}"
    if result.numel() != 1:
        return f"it returns a tensor of the shape {tuple(result.shape)}; it must return {wanted}"
    kind = str(result.dtype).removeprefix("torch.")
    return f"it returns {kind}; it must return {wanted}"


@contextmanager
def float64() -> Iterator[None]:
    """Numbers that somebody's own code makes in torch are float64 by default."""
    import torch

    with alone():
        before = torch.get_default_dtype()
        torch.set_default_dtype(torch.float64)
        try:
            yield
        finally:
            torch.set_default_dtype(before)


def _in_one_thread() -> None:
    """After a fork there are none of torch's own threads; it would wait for them for ever."""
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


if hasattr(os, "register_at_fork"):  # not on Windows, which knows no forks
    os.register_at_fork(after_in_child=_in_one_thread)


def _window(given: Any) -> Square:
    """``given`` as ((left, right), (low, high)). Raises OptanimError where it is none."""
    given = unboxed(given)
    if not isinstance(given, tuple) or len(given) != 2:
        raise OptanimError(f"window={quoted(given)} must be two pairs, as in ((-2, 2), (-1, 3))")
    (left, right), (low, high) = (two_numbers("window", span).tolist() for span in given)
    if not (left < right and low < high):
        raise OptanimError(f"window={quoted(given)}: the lower end of each pair stands first")
    return (left, right), (low, high)
